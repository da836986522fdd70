/** Whether the sandbox of this machine works as it is wanted: something is run in it. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { findSandbox } from './find-sandbox.ts';
import { sandboxCommand, type SandboxCommandOptions } from './sandbox-command.ts';
import { withoutSecrets } from './secret-variables.ts';
import { STATUS_DESCRIPTOR, wasMade } from './sandbox-status.ts';

export type TriedSandbox =
  | { readonly kind: 'works'; readonly file: string }
  /** What is missing or does not work, and what to do: sentences. */
  | { readonly kind: 'missing'; readonly sentence: string }
  | { readonly kind: 'broken'; readonly sentence: string };

/** Made just as for a task. Never rejects. */
export async function trySandbox(options: Omit<SandboxCommandOptions, 'id'>): Promise<TriedSandbox> {
  const program = findSandbox(options.environment);
  if (program === undefined) return { kind: 'missing', sentence: MISSING };
  const made = sandboxCommand({ ...options, id: TRIAL });
  if (made.kind === 'failed') return { kind: 'broken', sentence: `No sandbox: ${made.reason}.` };
  const failure = await run(made.words, options);
  return failure === null
    ? { kind: 'works', file: program.file }
    : { kind: 'broken', sentence: `${program.file} does not work here: ${failure}. ${remedy(options)}` };
}

const TRIAL = '00000000';
const PATIENCE = 5_000;
const MISSING =
  'There is no sandbox on this machine: bwrap was not found. Install bubblewrap (apt-get install bubblewrap), or go on without --sandbox.';

function remedy({ spec }: Pick<SandboxCommandOptions, 'spec'>): string {
  const network = spec.sandbox.network
    ? ''
    : ', or set sandboxNetwork to true if only the network cannot be taken away';
  return `The system has to allow user namespaces to it; in a container they are often off${network}. Or go on without --sandbox.`;
}

/** Why it failed, in its own words; `null` when it did not. */
async function run(
  [file = '', ...words]: readonly string[],
  { environment, spec }: Pick<SandboxCommandOptions, 'environment' | 'spec'>,
): Promise<string | null> {
  const stdio = ['ignore', 'ignore', 'pipe', 'ignore', 'pipe'] as const;
  const child = spawn(file, [...words, '/bin/sh', '-c', ':'], {
    cwd: spec.cwd,
    env: withoutSecrets(environment),
    stdio: [...stdio],
    timeout: PATIENCE,
  });
  const ended = new Promise<number | null | Error>((resolve) => {
    child.once('error', resolve);
    child.once('close', resolve);
  });
  const [end, said, stderr] = await Promise.all([ended, textOf(child.stdio[STATUS_DESCRIPTOR]), textOf(child.stderr)]);
  if (end instanceof Error) return end.message;
  if (end === 0 && wasMade(said, end)) return null;
  return (
    stderr
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? `it ended with ${end ?? 'a signal'}`
  );
}

async function textOf(stream: unknown): Promise<string> {
  return stream !== null && typeof stream === 'object' && Symbol.asyncIterator in stream
    ? text(stream as AsyncIterable<Uint8Array>).catch(() => '')
    : '';
}
