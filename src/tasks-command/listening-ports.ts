/** On which TCP ports tasks listen at this moment: one look, as whoever only lists them does not stay to be told. */
import { findOwner } from '../background/local/find-owner.ts';
import { machineListeners } from '../background/local/listeners.ts';
import type { Family } from '../background/local/process-tree.ts';
import { listProcesses } from '../background/local/processes.ts';
import { readState } from '../background/local/task-folder.ts';
import { isEnded, type Task, type TaskId } from '../background/task.ts';

/** Ascending; of tasks that run and whose processes can be seen from here. */
export async function listeningPorts(tasks: readonly Task[]): Promise<ReadonlyMap<TaskId, readonly number[]>> {
  const owners = tasks.filter((task) => !isEnded(task)).flatMap(ownerOf);
  if (owners.length === 0) return new Map();
  const listeners = machineListeners();
  const sockets = await listeners.sockets();
  const holders = await listeners.holders(new Set(sockets.keys()));
  const processes = await listProcesses();
  const ports = new Map<TaskId, readonly number[]>();
  for (const [socket, port] of sockets) {
    const id = findOwner(holders.get(socket) ?? [], { processes, owners })?.family.id;
    if (id !== undefined)
      ports.set(
        id,
        [...new Set([...(ports.get(id) ?? []), port])].sort((one, other) => one - other),
      );
  }
  return ports;
}

function ownerOf({ id, logFolder }: Task): readonly { readonly family: Family }[] {
  const state = readState(logFolder);
  return state.kind === 'run' ? [{ family: { id, folder: logFolder, supervisor: state.supervisor, since: 0 } }] : [];
}
