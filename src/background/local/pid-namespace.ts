/**
 * Whether the processes of a task can be seen from here. In a container the same number is another process, so from
 * there nobody can tell that a supervisor is dead (pid_namespaces(7)).
 */
import fs from 'node:fs';
import { bootId } from './boot-id.ts';
import type { TaskRecord } from './task-folder.ts';

/** The namespace in which this program sees processes; nothing where the system has none or does not tell. */
export function pidNamespace(): string | undefined {
  try {
    return fs.readlinkSync('/proc/self/ns/pid');
  } catch {
    return undefined;
  }
}

/** Whether a process of the task that is not found is dead. Records of earlier versions count as written here. */
export function canSeeProcessesOf(record: Pick<TaskRecord, 'pidNamespace' | 'bootId'>): boolean {
  if (process.platform === 'linux' && !fs.existsSync('/proc/self/stat')) return false;
  return record.pidNamespace === undefined || record.pidNamespace === pidNamespace() || isOfEarlierBoot(record);
}

/** After a restart of the machine nothing of it is alive in any container. */
export function isOfEarlierBoot({ bootId: recorded }: Pick<TaskRecord, 'bootId'>, boot = bootId()): boolean {
  return recorded !== boot && recorded !== 'unknown' && boot !== 'unknown';
}

/** Where a task was started, for its record. */
export function namespaceRecord(): Pick<TaskRecord, 'pidNamespace'> {
  const namespace = pidNamespace();
  return namespace === undefined ? {} : { pidNamespace: namespace };
}
