/**
 * Where the command begins that others run: `npx vitest`, `timeout 60 npm test`, `python3 -m pytest`. All words before it,
 * and its name, have to be written in the rule.
 */
import { baseName } from './commands.ts';

/** Index of its name; `null`: that is left to a `*`, or it could be any word. */
export function innerCommand(words: readonly string[], isWritten: (index: number) => boolean): number | null {
  let at = 0;
  for (;;) {
    const next = handedOn(words, at);
    if (next === at) return at;
    for (let index = at; index <= next; index++) if (!isWritten(index)) return null;
    at = next;
  }
}

/** Where the command begins that the one at `at` runs; `at`: it runs none. */
function handedOn(words: readonly string[], at: number): number {
  const name = baseName(words[at] ?? '');
  const next = words[at + 1] ?? '';
  if (isPython(name)) {
    const first = words.findIndex((word, index) => index > at && (word === '-m' || !word.startsWith('-')));
    return words[first] === '-m' ? first + 1 : at;
  }
  if (Object.hasOwn(WITH_VERB, name)) return WITH_VERB[name]?.includes(next) === true ? past(words, at + 2) : at;
  if (!PREFIXES.has(name)) return at;
  return past(words, at + 1, /^\d+(?:\.\d+)?[smhd]?$/);
}

function isPython(name: string): boolean {
  return /^python[\d.]*$/.test(name);
}

/** Past options, and what else comes before a name. */
function past(words: readonly string[], from: number, also = /^$/): number {
  let at = from;
  for (let word = words[at]; word !== undefined; word = words[++at]) {
    if (!word.startsWith('-') && !/^\w+=/.test(word) && !also.test(word)) break;
  }
  return at;
}

const PREFIXES: ReadonlySet<string> = new Set(
  'sudo doas env nice nohup time timeout stdbuf ionice setsid chronic unbuffer npx bunx pnpx uvx xargs watch'.split(
    ' ',
  ),
);

const WITH_VERB: Readonly<Record<string, readonly string[]>> = {
  npm: ['exec', 'x'],
  pnpm: ['exec', 'dlx'],
  yarn: ['exec', 'dlx'],
  bun: ['x'],
  uv: ['run'],
  poetry: ['run'],
  pipenv: ['run'],
  pdm: ['run'],
  hatch: ['run'],
  rye: ['run'],
  bundle: ['exec'],
  pipx: ['run'],
};
