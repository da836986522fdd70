/** What the system prompt says of this machine, this project and this day. */
import { release, type as systemType } from 'node:os';
import type { PermissionMode } from '../agent/events.ts';
import type { Knowledge } from '../agent/knowledge/knowledge.ts';
import type { SystemPromptFacts } from '../agent/system-prompt.ts';
import type { SandboxSpec } from '../background/task.ts';
import { findShell } from '../background/local/find-shell.ts';
import type { Config } from '../config.ts';
import { gitBranch } from './git-branch.ts';
import { gitState } from './git-state.ts';

export interface SessionFacts {
  readonly model: string;
  /** Somebody is there who can be asked. */
  readonly attended: boolean;
  readonly sandbox: { readonly spec: SandboxSpec } | undefined;
  readonly knowledge: Knowledge;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Settles when git has answered, or takes too long for that. */
export async function gatherFacts(
  { cwd, permissions: mode, appendedPrompt: appended }: Config,
  env: NodeJS.ProcessEnv,
  { model, attended, sandbox, knowledge, now }: SessionFacts,
): Promise<SystemPromptFacts> {
  const date = dateWords(new Date(now));
  const git = await gitState(cwd, env);
  return {
    cwd,
    platform: platformWords(),
    shell: findShell(env) ?? 'sh',
    sandbox: sandbox?.spec,
    knowledge,
    appended,
    state: { date, model, mode, attended, git },
  };
}

/**
 * The facts that may change while a session goes on, and cost next to nothing to look up: the day, the branch, what is
 * written down, the mode. What git says of files and commits stays as it was at the start. Plan mode is told in words of
 * its own, by `permission-mode.ts`.
 */
export async function freshFacts(
  facts: SystemPromptFacts,
  { cwd, mode, now, readKnowledge }: FactsNow,
): Promise<SystemPromptFacts> {
  const { state } = facts;
  const branch = gitBranch(cwd) ?? undefined;
  return {
    ...facts,
    knowledge: { skills: [], ...facts.knowledge, instructions: (await readKnowledge()).instructions },
    state: {
      ...state,
      date: dateWords(new Date(now)),
      mode: mode === 'plan' ? state.mode : mode,
      git: state.git === undefined ? undefined : { ...state.git, branch },
    },
  };
}

interface FactsNow {
  readonly cwd: string;
  readonly mode: PermissionMode;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readKnowledge(): Promise<Pick<Knowledge, 'instructions'>>;
}

/** `Linux 6.8.0`; of macOS the version of its kernel: `Darwin 24.1.0 (macOS)`. */
function platformWords(): string {
  return `${systemType()} ${release()}${process.platform === 'darwin' ? ' (macOS)' : ''}`;
}

/** The user's own day, not that of UTC: `Tuesday, 2026-12-01, Europe/Berlin`. */
export function dateWords(at: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return `${at.toLocaleDateString('en-US', { weekday: 'long' })}, ${day}, ${timeZone}`;
}
