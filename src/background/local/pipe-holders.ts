import fs from 'node:fs';
import type { MachineProcess } from './processes.ts';

/**
 * Who holds the output or the stdin of a command: a pipe that ends in one of the processes of its supervisor. None on
 * systems without `/proc`, and of those of other users.
 */
export function holdersIn(
  processes: readonly MachineProcess[],
  supervision: ReadonlySet<MachineProcess>,
): readonly MachineProcess[] {
  const pipes = new Set([...supervision].flatMap(({ pid }) => [pipeAt(pid, '0'), pipeAt(pid, '1')]));
  pipes.delete(undefined);
  if (pipes.size === 0) return [];
  return processes.filter(
    (one) => !supervision.has(one) && descriptorsOf(one.pid).some((name) => pipes.has(pipeAt(one.pid, name))),
  );
}

function descriptorsOf(pid: number): readonly string[] {
  try {
    return fs.readdirSync(`/proc/${pid}/fd`);
  } catch {
    return [];
  }
}

/** `pipe:[4711]`, or nothing when it is no pipe. */
function pipeAt(pid: number, descriptor: string): string | undefined {
  try {
    const target = fs.readlinkSync(`/proc/${pid}/fd/${descriptor}`);
    return target.startsWith('pipe:') ? target : undefined;
  } catch {
    return undefined;
  }
}
