import fs from 'node:fs';
import os from 'node:os';
import { processName } from './process-name.ts';
import type { MachineProcess } from './processes.ts';

/**
 * Whether a process is to clean up at a SIGTERM rather than at a SIGINT: it has a handler for that and none for SIGINT,
 * by `SigCgt` of proc_pid_status(5). False where that is not told.
 */
export function expectsTerm(one: MachineProcess): boolean {
  const caught = caughtBy(one.pid);
  if (!catches(caught, os.constants.signals.SIGTERM)) return false;
  return CATCH_INT_ANYWAY.test(processName(one)) || !catches(caught, os.constants.signals.SIGINT);
}

/**
 * A handler for SIGINT means nothing in a shell that waits for a command, nor in Python, which makes an exception of it;
 * and Node has one for both, whatever the program listens to: SIGTERM is what servers get from all that stop them.
 */
const CATCH_INT_ANYWAY = /^(?:-?(?:sh|bash|dash|ash|zsh|m?ksh|busybox)|node|python[\d.]*)$/;

/** One bit a signal, the first for signal 1. */
function caughtBy(pid: number): bigint {
  try {
    const [, mask = '0'] = /^SigCgt:\s*([0-9a-f]+)$/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return BigInt(`0x${mask}`);
  } catch {
    return 0n;
  }
}

function catches(mask: bigint, signal: number): boolean {
  return ((mask >> BigInt(signal - 1)) & 1n) === 1n;
}
