import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { startsContainer } from '../container-client.ts';
import type { StopReport } from '../executor.ts';
import { expectsTerm } from './caught-signals.ts';
import { processName } from './process-name.ts';
import type { Seen } from './process-tree.ts';
import type { MachineProcess } from './processes.ts';
import { sendSignal } from './send-signal.ts';

/** How long to wait after each signal, in milliseconds. */
export interface StopWaits {
  readonly interrupt: number;
  readonly terminate: number;
  readonly kill: number;
  /** In place of `terminate` while a client of containers runs, which waits for them; default: `terminate`. */
  readonly containers?: number;
}

export interface StopOptions {
  /** What is to be ended, also those `seen` that nothing else tells of by now. */
  readonly find: (seen: Seen) => Promise<readonly MachineProcess[]>;
  readonly isOver: () => boolean;
  readonly waits: StopWaits;
}

/**
 * Ends processes with ever stronger signals. It looks again and again, because some start others while they are being
 * ended, and is done when a look finds none and `isOver` says that none can come any more. Whoever was found once is
 * looked for until it is gone: when its parents have ended, nothing else may tell of it.
 */
export async function stopProcesses(options: StopOptions): Promise<StopReport> {
  const seen = new Map<number, number>();
  const find = async () => {
    const processes = await options.find(seen);
    for (const { pid, started } of processes) seen.set(pid, started);
    return processes;
  };
  const { isOver, waits } = options;
  const terminated = new Set<number>();
  for (const step of STEPS) {
    if (await endWith({ step, waits, find, isOver, terminated })) return { left: [] };
  }
  const left = (await find()).map((one) => ({ pid: one.pid, name: processName(one) }));
  return left.length > 0 || isOver() ? { left } : { left, isUnseen: true };
}

const STEPS = ['interrupt', 'terminate', 'kill'] as const;
type StopStep = (typeof STEPS)[number];

async function endWith(options: {
  readonly step: StopStep;
  readonly waits: StopWaits;
  readonly find: () => Promise<readonly MachineProcess[]>;
  readonly isOver: () => boolean;
  /** Those that got a SIGTERM; added to. A second one makes many programs break off what the first one began. */
  readonly terminated: Set<number>;
}): Promise<boolean> {
  const { step, waits, find, isOver, terminated } = options;
  const signalled = new Set<number>();
  const begun = performance.now();
  for (let pause = 10; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    const processes = await find();
    if (processes.length === 0 && isOver()) return true;
    if (performance.now() - begun > waitOf(step, { waits, processes })) return false;
    for (const one of processes) {
      const { pid } = one;
      if (signalled.has(pid)) continue;
      signalled.add(pid);
      const signal = signalOf(step, one);
      if (signal !== 'SIGTERM' || !terminated.has(pid)) sendSignal(pid, signal);
      if (signal === 'SIGTERM') terminated.add(pid);
      // One that is stopped acts on a signal only when it continues.
      sendSignal(pid, 'SIGCONT');
    }
    await delay(pause);
  }
}

const LONGEST_PAUSE = 160;

function waitOf(
  step: StopStep,
  { waits, processes }: { readonly waits: StopWaits; readonly processes: readonly MachineProcess[] },
): number {
  const { containers } = waits;
  if (step !== 'terminate' || containers === undefined) return waits[step];
  return processes.some((one) => startsContainer(one.args())) ? containers : waits.terminate;
}

/** Who cleans up at a SIGTERM, and not at a SIGINT, gets that first. */
function signalOf(step: StopStep, one: MachineProcess): 'SIGINT' | 'SIGTERM' | 'SIGKILL' {
  switch (step) {
    case 'interrupt':
      return expectsTerm(one) ? 'SIGTERM' : 'SIGINT';
    case 'terminate':
      return 'SIGTERM';
    case 'kill':
      return 'SIGKILL';
    default:
      return step satisfies never;
  }
}
