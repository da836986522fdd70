/**
 * What the model is told before everything else. Long instructions are paid for with each request: a rule stands here
 * once, and not in the descriptions of tools too. `session-state.ts` has the last part, which alone may differ from one
 * start of the session to the next.
 */
import type { SandboxSpec } from '../background/task.ts';
import type { Knowledge } from './knowledge/knowledge.ts';
import { knowledgePrompt } from './knowledge/prompt-parts.ts';
import { taskRules, toolRules, WORK_RULES } from './prompt-rules.ts';
import { sessionState, type SessionState } from './session-state.ts';

export interface SystemPromptFacts {
  /** The project folder. */
  readonly cwd: string;
  /** Kind and version of the operating system: `Linux 6.8.0`, `macOS 15.1`. */
  readonly platform: string;
  /** The shell that runs commands: `/bin/sh`. */
  readonly shell: string;
  /** Commands run in a sandbox. */
  readonly sandbox?: SandboxSpec | undefined;
  /** What the user and the project have written down. */
  readonly knowledge?: Pick<Knowledge, 'instructions' | 'skills'>;
  /** What the user gave on the command line to be added. */
  readonly appended?: string;
  readonly state: SessionState;
}

/** For the session's own model. */
export function systemPrompt(facts: SystemPromptFacts): string {
  const has = () => true;
  return joined([IDENTITY, DIRECTIONS, WORK_RULES, toolRules(has), TASKS, taskRules(has), REPLIES, ...about(facts)]);
}

/** What every prompt ends with: the surroundings, what is written down, and last how things stand. */
export function about(facts: SystemPromptFacts): readonly string[] {
  const { knowledge, appended = '', state } = facts;
  return [environment(facts), knowledge === undefined ? '' : knowledgePrompt(knowledge), appended, sessionState(state)];
}

/** Parts that begin with a heading are set apart; the others go on with the list before them. */
export function joined(parts: readonly string[]): string {
  const [first = '', ...rest] = parts.filter(Boolean);
  return rest.reduce((text, part) => `${text}${part.startsWith('- ') ? '\n' : '\n\n'}${part}`, first);
}

const IDENTITY = `You are the coding agent in meanwhile, a full-screen program for the terminal. You help the user with \
the software in the project folder. Slow commands run as background tasks while you and the user carry on.`;

const DIRECTIONS = `# Work
- A question wants an answer, not a change: look, explain, and leave the files alone. An instruction wants the work done.
- Carry an instruction through to the end. Do not stop at a plan or halfway, and do not ask what you can find out: make \
the sensible choice and say what it was. Ask only if the answer would change what you do next.`;

const TASKS = `# Background tasks
- When a task ends, you are told in a <background-results> block; if your turn is over, you are called again. With \
nothing else to do, say in one sentence what is running and end your turn.`;

const REPLIES = `# Replies
- Before a batch of calls, and when the work takes a turn, say in one short sentence what you are about to do. It is all \
the user sees of your reasoning.
- When done, say briefly what you changed, how you checked it and what is left. No preamble, and nothing the user can \
see anyway.
- Refer to code as path:line, such as src/app.ts:42. Write Markdown, in the user's language.`;

function environment({ cwd, platform, shell, sandbox }: SystemPromptFacts): string {
  const lines = [`Project folder: ${cwd}`, `System: ${platform}`, `Shell: ${shell}`];
  if (sandbox !== undefined) lines.push(`Sandbox: ${sandboxWords(sandbox)}`);
  return `# Environment\n${lines.join('\n')}`;
}

function sandboxWords({ writable, readable = [], network }: SandboxSpec): string {
  const folders = ['the project', 'temporary files', ...writable].join(', ');
  const home = readable.length === 0 ? '' : `, and ${readable.join(', ')}`;
  const net = network ? '' : ' There is no network, and Unix sockets cannot be created.';
  return (
    `commands can write only to ${folders}, except for files that git, editors or shells obey without being asked ` +
    `(.git/hooks, .git/config, .vscode, .envrc …). Of the home folder they see only tools and their caches${home}.${net} ` +
    'If a command fails because of this, say so; do not look for a way around it.'
  );
}
