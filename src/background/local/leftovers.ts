/** What a command that has ended left running, and how that changes. */
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { Leftovers } from '../task.ts';
import { type Family, findMembers, membersIn } from './process-tree.ts';
import { processName } from './process-name.ts';
import type { ListProcesses } from './shared-listing.ts';
import { listProcesses, type MachineProcess } from './processes.ts';
import { whenRoom } from './when-room.ts';

export interface LeftoverWatcher {
  /** `onChange` is called whenever another number than `known` is there, until none is. */
  watch(family: Family, known: Leftovers, onChange: (left: Leftovers) => void): void;
  /** Nobody hears any more. */
  close(): void;
}

/** One look for all tasks, every few seconds while there are any, and never for more than a small part of the time. */
export function createLeftoverWatcher(options: { readonly interval?: number } = {}): LeftoverWatcher {
  const { interval = 2_000 } = options;
  const watches = new Set<Watch>();
  let timer: NodeJS.Timeout | undefined;

  return {
    watch(family, { leftRunning }, onChange) {
      if (leftRunning === 0) return;
      watches.add({ family, onChange, leftRunning });
      timer ??= setTimeout(() => void look(), interval).unref();
    },
    close() {
      watches.clear();
      clearTimeout(timer);
    },
  };

  async function look(): Promise<void> {
    const begun = performance.now();
    if (watches.size > 0) {
      await whenRoom(async () => {
        const processes = await listProcesses();
        for (const watch of watches) tell(watch, leftoversOf(membersIn(processes, watch.family)));
      });
    }
    const wait = Math.max(interval, SHARE * (performance.now() - begun));
    timer = watches.size === 0 ? undefined : setTimeout(() => void look(), wait).unref();
  }

  function tell(watch: Watch, left: Leftovers): void {
    if (left.leftRunning === 0) watches.delete(watch);
    if (left.leftRunning === watch.leftRunning) return;
    watch.leftRunning = left.leftRunning;
    watch.onChange(left);
  }
}

/**
 * What a task leaves running at its end. Whoever is just ending is given a moment, because a shell does not wait for
 * all it started.
 */
export async function findLeftovers(family: Family, list: ListProcesses): Promise<Leftovers> {
  const first = await findMembers(family, list);
  if (first.length === 0) return leftoversOf(first);
  await delay(MOMENT, undefined, { ref: false });
  return leftoversOf(await findMembers(family, list));
}

export function leftoversOf(members: readonly MachineProcess[]): Leftovers {
  if (members.length === 0) return { leftRunning: 0 };
  const names = [...new Set(members.map(processName))].sort();
  const leftNames = names.length > MOST_NAMES ? [...names.slice(0, MOST_NAMES), '…'] : names;
  return { leftRunning: members.length, leftNames };
}

interface Watch {
  readonly family: Family;
  readonly onChange: (left: Leftovers) => void;
  leftRunning: number;
}

const MOMENT = 100;
const MOST_NAMES = 4;
/** So many times as long as a look took, it waits before the next one. */
const SHARE = 50;
