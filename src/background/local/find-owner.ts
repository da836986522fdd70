import type { Family } from './process-tree.ts';
import type { MachineProcess } from './processes.ts';

/**
 * The task to which one of these processes belongs: by its own or an ancestor's session or group, the nearest first,
 * else by the mark in its environment. Only for tasks whose supervisor is alive: their numbers are nobody else's.
 */
export function findOwner<Owner extends { readonly family: Family }>(
  pids: readonly number[],
  { processes, owners }: { readonly processes: readonly MachineProcess[]; readonly owners: Iterable<Owner> },
): Owner | undefined {
  const byPid = new Map(processes.map((one) => [one.pid, one]));
  const bySupervisor = new Map([...owners].map((owner) => [owner.family.supervisor, owner]));
  for (const pid of pids) {
    const owner = byAncestry(pid, byPid, bySupervisor) ?? byMark(byPid.get(pid), bySupervisor.values());
    if (owner !== undefined) return owner;
  }
  return undefined;
}

function byAncestry<Owner>(
  pid: number,
  byPid: ReadonlyMap<number, MachineProcess>,
  bySupervisor: ReadonlyMap<number, Owner>,
): Owner | undefined {
  const seen = new Set<number>();
  for (let one = byPid.get(pid); one !== undefined && !seen.has(one.pid); one = byPid.get(one.parent)) {
    seen.add(one.pid);
    const owner = bySupervisor.get(one.group) ?? bySupervisor.get(one.session ?? one.group);
    if (owner !== undefined) return owner;
  }
  return undefined;
}

function byMark<Owner extends { readonly family: Family }>(
  one: MachineProcess | undefined,
  owners: Iterable<Owner>,
): Owner | undefined {
  if (one === undefined) return undefined;
  for (const owner of owners) {
    const { id, since } = owner.family;
    if (one.started >= since && one.mark() === id) return owner;
  }
  return undefined;
}
