import { performance } from 'node:perf_hooks';
import type { UsageListener } from '../executor.ts';
import type { TaskId, TaskUsage } from '../task.ts';
import { type Family, membersIn } from './process-tree.ts';
import { listProcesses, type MachineProcess } from './processes.ts';

/** Tells what the processes of tasks use, as long as anybody wants to know. */
export interface UsageSampler {
  watch(listener: UsageListener): () => void;
  /** A task has begun: the next look is not far. */
  wake(): void;
}

export interface UsageSamplerOptions {
  /** The tasks that run now. */
  families(): readonly Family[];
  list?: () => Promise<readonly MachineProcess[]>;
  /** Milliseconds from one look to the next. */
  readonly interval?: number;
}

/**
 * One look at the machine for all tasks and all listeners. The more it costs, and the longer none of the tasks does
 * anything, the longer the next one waits.
 */
export function createUsageSampler({
  families,
  list = listProcesses,
  interval = INTERVAL,
}: UsageSamplerOptions): UsageSampler {
  const listeners = new Set<{ readonly tell: UsageListener }>();
  let timer: NodeJS.Timeout | undefined;
  let isLooking = false;
  let before: Look = { at: 0, cpu: new Map() };
  /** From one look to the next, by what the tasks do. */
  let wait = interval;
  let dueAt = 0;

  return {
    wake() {
      wait = interval;
      if (timer === undefined || dueAt <= performance.now() + interval) return;
      clearTimeout(timer);
      lookIn(interval);
    },
    watch(tell) {
      const listener = { tell };
      listeners.add(listener);
      if (!isLooking && timer === undefined) lookIn(0);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearTimeout(timer);
        timer = undefined;
        before = { at: 0, cpu: new Map() };
      };
    },
  };

  function lookIn(ms: number): void {
    dueAt = performance.now() + ms;
    timer = setTimeout(() => void look(), ms).unref();
  }

  async function look(): Promise<void> {
    timer = undefined;
    isLooking = true;
    const begun = process.cpuUsage();
    const running = families();
    try {
      const processes = running.length === 0 ? [] : await list();
      if (listeners.size > 0)
        wait = tell(running, processes) ? interval : Math.min(2 * wait, CALM_INTERVALS * interval);
    } catch {
      // The machine has no room for it now, such as too many open files: the next look tells.
    }
    isLooking = false;
    if (listeners.size === 0) return;
    const { user, system } = process.cpuUsage(begun);
    lookIn(Math.max(wait, Math.min((SHARE * (user + system)) / 1_000, LONGEST_WAIT)));
  }

  /** Answers whether any task did something since the look before. */
  function tell(running: readonly Family[], processes: readonly MachineProcess[]): boolean {
    const now: Look = { at: performance.now(), cpu: new Map() };
    const usage = new Map<TaskId, TaskUsage>();
    for (const family of running) {
      const members = membersIn(processes, family);
      const [eldest] = members.toSorted((one, other) => one.started - other.started || one.pid - other.pid);
      if (eldest === undefined) continue;
      now.cpu.set(
        family.id,
        sum(members, ({ cpu }) => cpu),
      );
      usage.set(family.id, {
        pid: eldest.pid,
        processes: members.length,
        memory: sum(members, ({ memory }) => memory()),
        ...cpuSince(before, now, family.id),
      });
    }
    before = now;
    for (const listener of [...listeners]) listener.tell(usage);
    return [...usage.values()].some(({ cpu }) => cpu === undefined || cpu >= BUSY);
  }
}

/** When it was, and the processor time that each task had used by then, in milliseconds. */
interface Look {
  readonly at: number;
  readonly cpu: Map<TaskId, number>;
}

/** A process that ended and was waited for by nobody takes its time along: then it is none, not less. */
function cpuSince(before: Look, now: Look, id: TaskId): Pick<TaskUsage, 'cpu'> {
  const [used, usedNow] = [before.cpu.get(id), now.cpu.get(id)];
  if (used === undefined || usedNow === undefined || now.at <= before.at) return {};
  return { cpu: Math.max(0, usedNow - used) / (now.at - before.at) };
}

function sum(processes: readonly MachineProcess[], figure: (one: MachineProcess) => number): number {
  return processes.reduce((total, one) => total + figure(one), 0);
}

const INTERVAL = 2_000;
/** So many intervals are between two looks at tasks that do nothing. */
const CALM_INTERVALS = 5;
/** A task that uses less of a core does nothing. */
const BUSY = 0.005;
/** So many times the processor time that passed during a look, it waits before the next one. */
const SHARE = 50;
const LONGEST_WAIT = 10_000;
