/** Which sandbox this machine has, and whether it works. */
import fs from 'node:fs';
import path from 'node:path';
import type { Environment } from '../environment.ts';
import { bubblewrapArguments } from './bubblewrap.ts';

export interface SandboxProgram {
  readonly kind: 'bubblewrap' | 'seatbelt';
  readonly file: string;
}

export type SandboxFound =
  | { readonly kind: 'works' }
  /** What is missing or does not work, and what to do. */
  | { readonly kind: 'missing'; readonly sentence: string };

/** The program of that name, tried or not. */
export function findSandbox({ PATH = '' }: Environment): SandboxProgram | undefined {
  if (process.platform === 'darwin') return isExecutable(SEATBELT) ? { kind: 'seatbelt', file: SEATBELT } : undefined;
  const folder = PATH.split(path.delimiter).find(
    (each) => path.isAbsolute(each) && isExecutable(path.join(each, 'bwrap')),
  );
  return folder === undefined ? undefined : { kind: 'bubblewrap', file: path.join(folder, 'bwrap') };
}

const SEATBELT = '/usr/bin/sandbox-exec';

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Runs something in it. */
export async function trySandbox(environment: Environment): Promise<SandboxFound> {
  const program = findSandbox(environment);
  if (program === undefined) return { kind: 'missing', sentence: MISSING };
  const words = program.kind === 'bubblewrap' ? trial() : ['-p', '(version 1)(allow default)'];
  const { execa } = await import('execa');
  const tried = await execa(program.file, [...words, '/bin/sh', '-c', ':'], {
    reject: false,
    stdin: 'ignore',
    all: true,
    timeout: PATIENCE,
  });
  if (tried.exitCode === 0) return { kind: 'works' };
  const said =
    (tried.all ?? '').split('\n')[0]?.trim() || `it ended with ${tried.exitCode ?? tried.signal ?? 'an error'}`;
  return { kind: 'missing', sentence: `${program.file} does not work here: ${said}. ${REMEDY}` };
}

const PATIENCE = 5_000;
const MISSING =
  'There is no sandbox on this machine: bwrap was not found. Install bubblewrap (apt-get install bubblewrap), or go on without --sandbox.';
const REMEDY =
  'The system has to allow user namespaces to it; in a container they are often off. Or go on without --sandbox.';

function trial(): readonly string[] {
  const nothing = { kept: [], readOnly: [] };
  const temporary = '/tmp';
  return bubblewrapArguments({
    taskId: '0',
    cwd: '/',
    writable: [],
    network: true,
    hidden: [],
    guarded: nothing,
    temporary,
  });
}
