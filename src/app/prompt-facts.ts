/** What the system prompt says of this machine, this project and this day. */
import { release, type as systemType } from 'node:os';
import type { Knowledge } from '../agent/knowledge/knowledge.ts';
import type { SystemPromptFacts } from '../agent/system-prompt.ts';
import type { SandboxSpec } from '../background/task.ts';
import { findShell } from '../background/local/find-shell.ts';
import type { Config } from '../config.ts';
import { gitState } from './git-state.ts';

export interface SessionFacts {
  readonly model: string;
  /** Somebody is there who can be asked. */
  readonly attended: boolean;
  readonly sandbox: { readonly spec: SandboxSpec } | undefined;
  readonly knowledge: Knowledge;
}

/** Settles when git has answered, or takes too long for that. */
export async function gatherFacts(
  { cwd, permissions: mode, appendedPrompt: appended }: Config,
  env: NodeJS.ProcessEnv,
  { model, attended, sandbox, knowledge }: SessionFacts,
): Promise<SystemPromptFacts> {
  const date = dateWords(new Date());
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
