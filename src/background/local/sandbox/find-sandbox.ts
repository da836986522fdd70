/** Which sandbox this machine has. */
import type { Environment } from '../environment.ts';
import { findProgram } from '../find-shell.ts';

export interface SandboxProgram {
  readonly kind: 'bubblewrap' | 'seatbelt';
  readonly file: string;
}

/** The program of that name, tried or not. */
export function findSandbox(environment: Environment): SandboxProgram | undefined {
  const isMac = process.platform === 'darwin';
  const file = isMac ? findProgram('sandbox-exec', { PATH: '/usr/bin' }) : findProgram('bwrap', environment);
  return file === undefined ? undefined : { kind: isMac ? 'seatbelt' : 'bubblewrap', file };
}
