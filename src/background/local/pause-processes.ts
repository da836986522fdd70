import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { StopReport } from '../executor.ts';
import { processName } from './process-name.ts';
import type { MachineProcess } from './processes.ts';
import { sendToAll } from './send-signal.ts';

type Find = () => Promise<readonly MachineProcess[]>;

/**
 * Lets processes stand still. Done when two looks in a row find nothing else: what the first one missed was started
 * before it, by one that stands still since, so the second one sees it. Undone when that cannot be reached in time.
 * `isOver`: they have ended, or are being stopped.
 */
export async function pauseProcesses(find: Find, isOver: () => boolean): Promise<StopReport> {
  const deadline = performance.now() + PATIENCE;
  const told = new Set<number>();
  for (let stillLooks = 0; ; await delay(BETWEEN_LOOKS)) {
    const processes = await find();
    if (isOver()) return report([]);
    const moving = processes.filter((one) => !isStopped(one) && !(told.has(one.pid) && cannotMove(one)));
    // At the very start there is none yet.
    stillLooks = moving.length === 0 && processes.length > 0 ? stillLooks + 1 : 0;
    if (stillLooks === 2) return report([]);
    if (performance.now() > deadline) {
      await resumeProcesses(find);
      return report(moving);
    }
    sendToAll(moving, 'SIGSTOP');
    for (const { pid } of moving) told.add(pid);
  }
}

/** Lets processes go on. */
export async function resumeProcesses(find: Find): Promise<StopReport> {
  const deadline = performance.now() + PATIENCE;
  // To all: one that could not be disturbed would stand still later.
  sendToAll(await find(), 'SIGCONT');
  for (; ; await delay(BETWEEN_LOOKS)) {
    const stopped = (await find()).filter(isStopped);
    if (stopped.length === 0 || performance.now() > deadline) return report(stopped);
    sendToAll(stopped, 'SIGCONT');
  }
}

const PATIENCE = 3_000;
const BETWEEN_LOOKS = 10;

function report(processes: readonly MachineProcess[]): StopReport {
  return { left: processes.map((one) => ({ pid: one.pid, name: processName(one) })) };
}

function isStopped({ state }: MachineProcess): boolean {
  return state === 'T' || state === 't';
}

/** It stands still as soon as it could run: a shell whose child was stopped between vfork(2) and exec, for one. */
function cannotMove({ state }: MachineProcess): boolean {
  return state === 'D' || state === 'U';
}
