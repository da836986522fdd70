import type { MachineProcess } from './processes.ts';

/** Sends a signal to each; answers how many were there to get it. */
export function sendToAll(processes: readonly MachineProcess[], signal: NodeJS.Signals): number {
  return processes.filter(({ pid }) => sendSignal(pid, signal)).length;
}

/** False when it ended meanwhile or belongs to another user: the next look tells. */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
