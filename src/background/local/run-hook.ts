/** Runs a command of the user's settings to its end, with words on its stdin and a limit. */
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { startOf } from '../cut.ts';
import { programEnvironment, type Environment } from './environment.ts';

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
/** How long its last words have to come when it has ended: what it left running may hold its stderr open. Milliseconds. */
const DRAIN = 100;

/** Never rejects. What it leaves running in the background goes on. */
export async function runHook({ command, cwd, environment, input, limit, signal }: Hook): Promise<HookEnd> {
  const child = execa('/bin/sh', ['-c', command], {
    cwd,
    env: programEnvironment(environment),
    extendEnv: false,
    input,
    // A group of its own, so that what it started ends with it.
    detached: true,
    reject: false,
    buffer: false,
    stdout: 'ignore',
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (stderr.length < MOST_READ) stderr += text;
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
  const exited = new Promise((resolve) => child.once('exit', resolve)).then(() => delay(DRAIN));
  const failure = await Promise.race([child.then(({ shortMessage }) => shortMessage), exited]);
  clearTimeout(timer);
  signal?.removeEventListener('abort', interrupt);
  child.stderr.destroy();
  if (cut !== undefined) return { kind: cut };
  const { exitCode } = child;
  if (exitCode === null) return { kind: 'failed', reason: failure ?? `it was ended by ${child.signalCode}` };
  return { kind: 'exited', code: exitCode, stderr: startOf(stderr, MOST_READ).trim() };
}
