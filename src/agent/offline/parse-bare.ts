import type { Request } from './requests.ts';

/** Programs that people call without a word before, unless what follows reads as a sentence. */
const PROGRAMS =
  /^(?:git|gh|npm|npx|pnpm|yarn|bun|node|deno|tsc|vitest|jest|eslint|prettier|python3?|pip3?|uv|pytest|ruff|cargo|rustc|make|cmake|ninja|gcc|docker|kubectl|terraform|mvn|gradle|ruby|bundle|rake|php|composer|dotnet|ls|pwd|grep|rg|curl|wget|echo|date|whoami|uname|df|du|ps|sleep|seq|touch|mkdir|\.{1,2}\/\S+)(?=\s|$)/;

/** `go`, `make` and their like are words of English, too. */
const SUBCOMMANDS = /^go (?:test|build|run|vet|mod|get|install|fmt|generate)\b/;
const SENTENCE = /^\S+ (?:an?|the|me|my|sure|it|this|that|some|up|with)\b/i;

/** What takes long enough to run in the background. */
const SLOW =
  /\b(?:install|ci|test|tests|build|start|dev|serve|watch|sleep|pytest|vitest|jest|compose|clippy|bench|publish)\b|^make\b/;

/** A whole prompt that is a command line, as it would be typed into a shell. */
export function parseBare(prompt: string): Request | undefined {
  const line = prompt.trim();
  const isCommand = !line.includes('\n') && (PROGRAMS.test(line) || SUBCOMMANDS.test(line)) && !SENTENCE.test(line);
  return isCommand ? { kind: 'run', command: line, background: SLOW.test(line) } : undefined;
}

/** `run the tests`, `build it`, `lance les tests`: what the project itself says how to do. Folded text. */
export function parseProjectTask(text: string): Request | undefined {
  const [, test, build, lint] = PROJECT_TASK.exec(text) ?? [];
  if (test !== undefined) return { kind: 'project', task: 'test' };
  if (build !== undefined) return { kind: 'project', task: 'build' };
  return lint === undefined ? undefined : { kind: 'project', task: 'lint' };
}

const VERBS = '(?:run|execute|start|launch|do|lancer?|lances?|lancez|executer?)';
const ALL = '(?:all |the |my |our |unit |every |les |mes |tous les )*';
const IT = '(?: it| this| the (?:project|app|code)| le projet| everything)?';
const PROJECT_TASK = new RegExp(
  `^(?:(${VERBS} ${ALL}tests?(?: suite)?|tests?${IT}|tester?${IT})|(${VERBS} ${ALL}build|build${IT}|construire${IT})|(${VERBS} ${ALL}lint(?:er)?|lint${IT}))$`,
);
