/**
 * Hooks: commands of the user's settings that run when something happens, with what happened as JSON on their stdin.
 * `docs/hooks.md` says what they get and what their exit code means.
 *
 * A hook that fails stops nothing: the user is told, and it goes on as if there were none. Only exit code 2 has a
 * meaning. What a hook prints is never shown but by that.
 */
import { runHook, type HookEnd } from '../background/local/run-hook.ts';
import type { Environment } from '../background/local/environment.ts';
import { describeEnd, outcomeOf } from '../background/task-outcome.ts';
import type { EndedTask } from '../background/task.ts';
import type { TurnEnd } from './events.ts';
import type { HookEvent, HookSetting } from './hook-setting.ts';
import type { ToolHooks } from './tools/with-hooks.ts';
import { startOf } from '../background/cut.ts';

export interface Hooks extends ToolHooks {
  taskEnded(task: EndedTask): void;
  /** The model has stopped. */
  stopped(reason: TurnEnd): void;
}

export interface HooksOptions {
  readonly hooks: readonly HookSetting[];
  readonly sessionId: string;
  readonly cwd: string;
  readonly environment: Environment;
  /** Tells the user. */
  say(sentence: string): void;
}

const DEFAULT_SECONDS = 60;
const REASON_LIMIT = 4_000;

export function createHooks({ hooks, sessionId, cwd, environment, say }: HooksOptions): Hooks {
  return {
    before: ({ name, input }, signal) => runAll('before_tool', { facts: { tool: name, input }, tool: name, signal }),
    after: ({ name, input }, { text, isError, summary }, signal) => {
      const result = { text, is_error: isError, summary };
      return runAll('after_tool', { facts: { tool: name, input, result }, tool: name, signal });
    },
    taskEnded: (task) => void runAll('task_ended', { facts: { task: taskFacts(task) } }),
    stopped: (reason) => void runAll('stop', { facts: { reason } }),
  };

  /** One after the other, until one of them ends with 2; what that said. */
  async function runAll(
    event: HookEvent,
    { facts, tool, signal }: { readonly facts: object; readonly tool?: string; readonly signal?: AbortSignal },
  ): Promise<string | undefined> {
    for (const hook of hooks) {
      if (hook.on !== event || !isAbout(hook, tool)) continue;
      const { command, seconds = DEFAULT_SECONDS } = hook;
      const input = `${JSON.stringify({ version: 1, event, session: sessionId, cwd, ...facts })}\n`;
      const running = { command, cwd, environment, input, limit: seconds * 1_000 };
      const end = await runHook(signal === undefined ? running : { ...running, signal });
      if (end.kind === 'exited' && end.code === 2) return reasonIn(end);
      const problem = problemOf(end, hook);
      if (problem !== undefined) say(problem);
    }
    return undefined;
  }
}

function isAbout({ tool: wanted }: HookSetting, tool: string | undefined): boolean {
  if (wanted === undefined || tool === undefined) return true;
  return wanted.split('|').some((name) => isNamedBy(name.trim(), tool));
}

function isNamedBy(name: string, tool: string): boolean {
  return name.endsWith('*') ? tool.startsWith(name.slice(0, -1)) : name === tool;
}

function reasonIn({ stderr }: Extract<HookEnd, { kind: 'exited' }>): string {
  return stderr === '' ? 'It gave no reason.' : startOf(stderr, REASON_LIMIT);
}

function problemOf(end: HookEnd, { on, command, seconds = DEFAULT_SECONDS }: HookSetting): string | undefined {
  const hook = `The hook on ${on} (${command})`;
  switch (end.kind) {
    case 'exited':
      return end.code === 0 ? undefined : `${hook} ended with exit ${end.code}${firstLine(end)}`;
    case 'slow':
      return `${hook} was ended after ${seconds} s.`;
    case 'failed':
      return `${hook} could not be run: ${end.reason}.`;
    case 'interrupted':
      return undefined;
    default:
      return end satisfies never;
  }
}

function firstLine({ stderr }: Extract<HookEnd, { kind: 'exited' }>): string {
  return stderr === '' ? '.' : `: ${stderr.split('\n')[0]}`;
}

function taskFacts({ id, spec, status }: EndedTask): object {
  const { end } = status;
  return {
    id,
    command: spec.command,
    label: spec.label ?? null,
    cwd: spec.cwd,
    outcome: outcomeOf(end),
    exit_code: end.kind === 'exited' ? end.code : null,
    words: describeEnd(end),
  };
}
