import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { StopReport } from '../executor.ts';
import { processName } from './process-name.ts';
import type { MachineProcess } from './processes.ts';
import { sendSignal } from './send-signal.ts';

/** How long to wait after each signal, in milliseconds. */
export interface StopWaits {
  readonly interrupt: number;
  readonly terminate: number;
  readonly kill: number;
}

/**
 * Ends processes with ever stronger signals. It looks again and again, because some start others while they are being
 * ended, and is done when a look finds none and `isOver` says that none can come any more.
 */
export async function stopProcesses(options: {
  readonly find: () => Promise<readonly MachineProcess[]>;
  readonly isOver: () => boolean;
  readonly waits: StopWaits;
}): Promise<StopReport> {
  const { find, isOver, waits } = options;
  const steps = [
    ['SIGINT', waits.interrupt],
    ['SIGTERM', waits.terminate],
    ['SIGKILL', waits.kill],
  ] as const;
  for (const [signal, wait] of steps) {
    if (await endWith({ signal, wait, find, isOver })) return { left: [] };
  }
  const left = (await find()).map((one) => ({ pid: one.pid, name: processName(one) }));
  return left.length > 0 || isOver() ? { left } : { left, isUnseen: true };
}

async function endWith(options: {
  readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL';
  readonly wait: number;
  readonly find: () => Promise<readonly MachineProcess[]>;
  readonly isOver: () => boolean;
}): Promise<boolean> {
  const { signal, wait, find, isOver } = options;
  const signalled = new Set<number>();
  const deadline = performance.now() + wait;
  for (let pause = 10; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    const processes = await find();
    if (processes.length === 0 && isOver()) return true;
    if (performance.now() > deadline) return false;
    for (const { pid } of processes) {
      if (signalled.has(pid)) continue;
      signalled.add(pid);
      sendSignal(pid, signal);
      // One that is stopped acts on a signal only when it continues.
      sendSignal(pid, 'SIGCONT');
    }
    await delay(pause);
  }
}

const LONGEST_PAUSE = 160;
