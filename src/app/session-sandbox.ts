/** Whether the commands of a session run in a sandbox, tried before the first of them. */
import type { ProgramPorts } from '../agent/mcp/program-transport.ts';
import { findSandbox, trySandbox } from '../background/local/sandbox/find-sandbox.ts';
import { removePlanted } from '../background/local/sandbox/planted.ts';
import { sandboxCommand, type SandboxCommandOptions } from '../background/local/sandbox/sandbox-command.ts';
import type { EndedTask, SandboxSpec } from '../background/task.ts';
import type { SandboxState } from '../agent/events.ts';
import type { Config } from '../config.ts';

export type SessionSandbox =
  | { readonly kind: 'ok'; readonly spec: SandboxSpec | undefined; readonly state: SandboxState }
  /** It was wished for and does not work; the sentence says why and what to do. */
  | { readonly kind: 'refused'; readonly sentence: string };

export async function sessionSandbox(
  { cwd, sandbox }: Pick<Config, 'cwd' | 'sandbox'>,
  env: NodeJS.ProcessEnv,
): Promise<SessionSandbox> {
  if (!sandbox.on) {
    return { kind: 'ok', spec: undefined, state: findSandbox(env) === undefined ? 'none' : 'offered' };
  }
  const found = await trySandbox(env);
  if (found.kind === 'missing') return { kind: 'refused', sentence: found.sentence };
  const { network, writable } = sandbox;
  return { kind: 'ok', spec: { root: cwd, writable, network }, state: network ? 'online' : 'offline' };
}

/** Takes away what the task put where git would obey it, and says so. */
export function plantedBy({ spec: { sandbox }, status: { startedAt } }: EndedTask): string | undefined {
  const file = sandbox === undefined ? undefined : removePlanted(sandbox.root, startedAt);
  return file === undefined
    ? undefined
    : `A command in the sandbox has made ${file}, by which git would obey another repository. It was removed.`;
}

/** The same sandbox for programs that are no tasks; `undefined` without one. */
export function serverSandbox(
  sandbox: SandboxSpec | undefined,
  places: Pick<SandboxCommandOptions, 'environment' | 'tasksFolder'>,
): ProgramPorts['sandbox'] {
  if (sandbox === undefined) return undefined;
  return ({ id, cwd }) => sandboxCommand({ id, spec: { cwd, sandbox }, ...places });
}
