import { listProcesses, type MachineProcess } from './processes.ts';

export type ListProcesses = () => Promise<readonly MachineProcess[]>;

/**
 * A look at all processes for everybody who asks for one at the same time: hundreds of tasks may end at once. Nobody is
 * given a look that began before he asked.
 */
export function shareListing(list: ListProcesses = listProcesses): ListProcesses {
  let last: Promise<unknown> = Promise.resolve();
  let next: Promise<readonly MachineProcess[]> | undefined;

  async function look(previous: Promise<unknown>): Promise<readonly MachineProcess[]> {
    await previous;
    next = undefined;
    return list();
  }

  return () => {
    if (next !== undefined) return next;
    const looking = look(last);
    last = looking.catch(() => undefined);
    next = looking;
    return looking;
  };
}
