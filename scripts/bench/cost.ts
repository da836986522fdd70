import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Linux counts processor time in hundredths of a second for every program (`USER_HZ`, proc(5)). */
const TICK = 10;

/** Processor time that a process itself has used, in milliseconds. */
export async function processorTime(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The second field, the name, may hold blanks; it ends with the last parenthesis.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK;
}

/** Its share of one processor during the next `duration` milliseconds, in percent. */
export async function processorShare(pid: number, duration: number): Promise<number> {
  const [before, from] = [await processorTime(pid), performance.now()];
  await sleep(duration);
  return ((await processorTime(pid)) - before) / ((performance.now() - from) / 100);
}

/** Memory that is its own or mapped by it, in MB of 1,000,000 bytes. */
export async function residentMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return (Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024) / 1e6;
}
