import { performance } from 'node:perf_hooks';
import { findOwner } from './find-owner.ts';
import { type Listeners, machineListeners } from './listeners.ts';
import type { Family } from './process-tree.ts';
import { listProcesses } from './processes.ts';

/** Tells on which TCP ports the processes of tasks listen, as long as anybody wants to know. */
export interface PortSampler {
  /** `onPorts` is called when the ports have changed, ascending; they are none at first. Answers how to hear no more. */
  watch(family: Family, onPorts: (ports: readonly number[]) => void): () => void;
}

/**
 * One look for all tasks: often after a task has begun, then every few seconds, and never for more than a small part
 * of the time. A look reads the list of listening sockets; only when there is a new one it asks whose it is.
 */
export function createPortSampler(
  options: { readonly listeners?: Listeners; readonly waits?: readonly [number, ...number[]] } = {},
): PortSampler {
  const { listeners = machineListeners(), waits = WAITS } = options;
  const watches = new Set<Watch>();
  /** Whose each listening socket is; `null`: no task's. */
  const owners = new Map<string, Watch | null>();
  let looks = 0;
  let isLooking = false;
  let next: { readonly at: number; readonly timer: NodeJS.Timeout } | undefined;
  let notBefore = 0;

  return {
    watch(family, onPorts) {
      const watch: Watch = { family, onPorts, ports: [] };
      watches.add(watch);
      // It may have begun to listen before it was watched.
      for (const [socket, owner] of owners) if (owner === null || !watches.has(owner)) owners.delete(socket);
      looks = 0;
      if (!isLooking) lookSoon();
      return () => {
        watches.delete(watch);
        if (watches.size === 0) forget();
      };
    },
  };

  /** A look that is due earlier stays. */
  function lookSoon(): void {
    const at = Math.max(performance.now() + (waits[Math.min(looks, waits.length - 1)] ?? waits[0]), notBefore);
    if (next !== undefined && next.at <= at) return;
    forget();
    next = { at, timer: setTimeout(() => void look(), at - performance.now()).unref() };
  }

  function forget(): void {
    clearTimeout(next?.timer);
    next = undefined;
  }

  async function look(): Promise<void> {
    next = undefined;
    isLooking = true;
    const begun = process.cpuUsage();
    try {
      const sockets = await listeners.sockets();
      await findOwners(sockets);
      for (const watch of [...watches]) tell(watch, sockets);
    } catch {
      // The machine has no room for it now, such as too many open files: the next look tells.
    }
    isLooking = false;
    looks += 1;
    const { user, system } = process.cpuUsage(begun);
    notBefore = performance.now() + Math.min((SHARE * (user + system)) / 1_000, LONGEST_WAIT);
    if (watches.size > 0) lookSoon();
  }

  async function findOwners(sockets: ReadonlyMap<string, number>): Promise<void> {
    for (const socket of owners.keys()) if (!sockets.has(socket)) owners.delete(socket);
    const unknown = new Set([...sockets.keys()].filter((socket) => !owners.has(socket)));
    if (unknown.size === 0) return;
    const holders = await listeners.holders(unknown);
    const processes = await listProcesses();
    for (const socket of unknown) {
      owners.set(socket, findOwner(holders.get(socket) ?? [], { processes, owners: watches }) ?? null);
    }
  }

  function tell(watch: Watch, sockets: ReadonlyMap<string, number>): void {
    const found = [...sockets].filter(([socket]) => owners.get(socket) === watch).map(([, port]) => port);
    const ports = [...new Set(found)].sort((one, other) => one - other);
    if (ports.join() === watch.ports.join()) return;
    watch.ports = ports;
    watch.onPorts(ports);
  }
}

interface Watch {
  readonly family: Family;
  readonly onPorts: (ports: readonly number[]) => void;
  ports: readonly number[];
}

/** After the start of a task, then after each look; the last one stays. */
const WAITS = [300, 400, 800, 1_500, 3_000, 5_000] as const;
/** So many times the processor time that passed during a look, it waits before the next one. */
const SHARE = 50;
const LONGEST_WAIT = 10_000;
