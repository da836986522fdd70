/** Runs a command of the user's settings to its end, with words on its stdin and a limit. */
import { withoutSecrets, type Environment } from './environment.ts';

export interface Hook {
  readonly command: string;
  readonly cwd: string;
  readonly environment: Environment;
  readonly input: string;
  /** Milliseconds after which it and what it started is killed. */
  readonly limit: number;
  readonly signal?: AbortSignal;
}

export type HookEnd =
  | { readonly kind: 'exited'; readonly code: number; readonly stderr: string }
  | { readonly kind: 'slow' | 'interrupted' }
  | { readonly kind: 'failed'; readonly reason: string };

const MOST_READ = 16_000;

/** Never rejects. */
export async function runHook({ command, cwd, environment, input, limit, signal }: Hook): Promise<HookEnd> {
  const { execa } = await import('execa');
  const child = execa('/bin/sh', ['-c', command], {
    cwd,
    env: withoutSecrets(environment),
    extendEnv: false,
    input,
    // A group of its own, so that what it started ends with it.
    detached: true,
    reject: false,
    maxBuffer: MOST_READ,
  });
  let cut: 'slow' | 'interrupted' | undefined;
  const kill = (why: typeof cut) => {
    cut ??= why;
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It is gone already.
    }
  };
  const timer = setTimeout(() => kill('slow'), limit);
  const interrupt = () => kill('interrupted');
  signal?.addEventListener('abort', interrupt);
  if (signal?.aborted === true) interrupt();
  const { exitCode, stderr, shortMessage, isMaxBuffer } = await child;
  clearTimeout(timer);
  signal?.removeEventListener('abort', interrupt);
  if (isMaxBuffer) kill(undefined);
  if (cut !== undefined) return { kind: cut };
  if (exitCode === undefined) return { kind: 'failed', reason: shortMessage ?? 'it did not start' };
  return { kind: 'exited', code: exitCode, stderr: stderr.trim() };
}
