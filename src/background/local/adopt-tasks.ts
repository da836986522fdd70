/** Takes up what other programs started: what runs is followed, what has ended is told as it ended. */
import { setImmediate } from 'node:timers/promises';
import type { AdoptedRun, AdoptOptions, Run, RunEnd } from '../executor.ts';
import type { Leftovers, TaskEndKind, TaskId } from '../task.ts';
import { driftSince } from './clock-drift.ts';
import { bootId } from './boot-id.ts';
import { endOfCode } from './exit-code.ts';
import { lastSign, readTask, taskFolders, type TaskOnDisk } from './find-tasks.ts';
import { readPause, readRequest, readSignal, writeOwner, writeRequest } from './folder-notes.ts';
import { hostedEnd, isHostGone, readAnswer } from './hosted-folder.ts';
import { createOutputReader } from './last-output.ts';
import type { Supervisor } from './launch.ts';
import { inSlices } from './in-slices.ts';
import { type LeftoverWatcher, leftoversOf } from './leftovers.ts';
import { LOST } from './local-run.ts';
import { readLogPage } from './log-reader.ts';
import { canSeeProcessesOf, isOfEarlierBoot } from './pid-namespace.ts';
import { type Family, findMembers, isSupervised, membersIn, NO_PROCESS } from './process-tree.ts';
import { listProcesses, type MachineProcess } from './processes.ts';
import { type ListProcesses, shareListing } from './shared-listing.ts';
import { stopProcesses, type StopWaits } from './stop-processes.ts';
import { markLost } from './task-folder.ts';
import { whenRoom } from './when-room.ts';

export interface AdoptPorts extends AdoptOptions {
  readonly tasksFolder: string;
  readonly stopWaits: StopWaits;
  readonly now: () => number;
  readonly leftovers: LeftoverWatcher;
  /** Those that ended and were not wanted; added to. */
  readonly unwanted: Set<TaskId>;
  follow(found: TaskOnDisk, supervisor: Supervisor): Run;
}

export async function adoptTasks(ports: AdoptPorts): Promise<void> {
  const { tasksFolder, unwanted, isKnown, onAdopted } = ports;
  const boot = bootId();
  const onDisk: TaskOnDisk[] = [];
  const unknown = taskFolders(tasksFolder).filter((id) => !unwanted.has(id) && !isKnown(id));
  await inSlices(unknown, (id) => {
    const task = readTask(tasksFolder, id);
    if (task !== undefined) onDisk.push(task);
  });
  const list = shareListing();
  const settled: TaskOnDisk[] = [];
  for (let from = 0; from < onDisk.length; from += SETTLED_TOGETHER) {
    const some = onDisk.slice(from, from + SETTLED_TOGETHER);
    settled.push(...(await Promise.all(some.map((task) => settle(task, { tasksFolder, boot, list })))));
    await setImmediate();
  }
  const mayLeave = settled.some((task) => task.endedAt !== null && isOfBoot(task, boot));
  const marks = new Set<TaskId | undefined>();
  const processes = await whenRoom(async () => {
    const listed = mayLeave ? await listProcesses() : [];
    await inSlices(listed, (one) => marks.add(one.mark()));
    return listed;
  });
  const oldestFirst = settled.toSorted((one, other) => one.record.createdAt - other.record.createdAt);
  await inSlices(oldestFirst, (task) => {
    if (isKnown(task.record.id)) return;
    const left = leftoversIn(isOfBoot(task, boot) ? processes : [], { task, marks });
    // Nothing waits in between, so that no listener is called before its run is known.
    if (isWanted({ task, left }, ports)) onAdopted(adopted({ task, left }, ports));
  });
}

/** They share a look at the processes of the machine, and nothing else has its turn meanwhile. */
const SETTLED_TOGETHER = 100;

interface Found {
  readonly task: TaskOnDisk;
  readonly left: Leftovers;
}

/** None of a task that runs. Hundreds may have ended: only those are looked at of which something can be there. */
function leftoversIn(
  processes: readonly MachineProcess[],
  { task, marks }: { readonly task: TaskOnDisk; readonly marks: ReadonlySet<TaskId | undefined> },
): Leftovers {
  const { record, state } = task;
  const mayLeave = task.endedAt !== null && (state.kind === 'exit' || marks.has(record.id));
  return leftoversOf(mayLeave ? membersIn(processes, familyOf(task)) : []);
}

function isOfBoot({ record }: TaskOnDisk, boot: string): boolean {
  return !isOfEarlierBoot(record, boot);
}

/**
 * The task, taken out of its state when nobody is there to change that: after a restart nothing of it can be alive,
 * whatever has its numbers now. One that has not begun is left to who follows it.
 */
async function settle(task: TaskOnDisk, { tasksFolder, boot, list }: SettlePorts): Promise<TaskOnDisk> {
  const { folder, record, state } = task;
  const isDead = isOfBoot(task, boot)
    ? state.kind === 'run' && (await isAbandoned(task, { supervisor: state.supervisor, list }))
    : task.endedAt === null;
  return isDead && markLost(folder, state) ? (readTask(tasksFolder, record.id) ?? task) : task;
}

interface SettlePorts {
  readonly tasksFolder: string;
  readonly boot: string;
  readonly list: ListProcesses;
}

async function isAbandoned(
  task: TaskOnDisk,
  { supervisor, list }: { readonly supervisor: number; readonly list: ListProcesses },
): Promise<boolean> {
  const { record } = task;
  if (record.spec.hosted !== undefined) return isHostGone(record);
  return canSeeProcessesOf(record) && !(await isSupervised({ ...familyOf(task), supervisor }, list));
}

function isWanted({ task, left }: Found, { wants, unwanted }: AdoptPorts): boolean {
  const { record, endedAt } = task;
  const { id, spec, createdAt: startedAt } = record;
  const wanted = wants({ id, spec, startedAt, endedAt, leftRunning: left.leftRunning });
  if (!wanted && endedAt !== null) unwanted.add(id);
  return wanted;
}

function adopted({ task, left }: Found, ports: AdoptPorts): AdoptedRun {
  const { folder, record } = task;
  const { id, spec, createdAt: startedAt } = record;
  const end = endOf(task, left);
  ports.leftovers.watch(familyOf(task), left, (now) => ports.listenerFor(id).onLeftovers(now));
  const run = end === null ? ports.follow(task, supervisorOf(task, ports.now())) : endedRun(task, ports.stopWaits);
  const output = createOutputReader(folder)();
  const drift = end === null ? driftSince(record, ports.now()) : 0;
  return { id, spec, startedAt, run, output, request: readRequest(folder), pause: readPause(folder), drift, end };
}

function endOf(task: TaskOnDisk, left: Leftovers): RunEnd | null {
  const { folder, endedAt } = task;
  const end = endKind(task);
  if (end === null) return null;
  const at = endedAt ?? lastSign(folder, task.record.createdAt);
  const { skipped } = task.record;
  const request = skipped === undefined ? readRequest(folder) : { by: skipped.by, since: at };
  return { end, at, ...left, request, signal: readSignal(folder) };
}

function endKind({ folder, state, record }: TaskOnDisk): TaskEndKind | null {
  if (state.kind === 'skipped') return { kind: 'skipped', reason: record.skipped?.reason ?? NEVER };
  if (record.spec.hosted !== undefined) return hostedEnd(folder, state);
  switch (state.kind) {
    case 'exit':
    case 'done':
      return endOfCode(state.code, folder);
    case 'never':
      return { kind: 'failed-to-start', reason: NEVER };
    case 'lost':
      return { kind: 'lost', reason: record.bootId === bootId() ? LOST : RESTARTED };
    default:
      return null;
  }
}

const NEVER = 'the program ended before it could be started; start it again';
const RESTARTED = 'the machine was restarted, so its end is not known';

/**
 * The supervisor of a task that was not ended when it was read. It is no child of ours, so it counts as possibly gone
 * from the first moment, and each look at the folder asks; one that has not begun is given time to.
 */
function supervisorOf({ state, record }: TaskOnDisk, now: number): Supervisor {
  const pid = state.kind === 'run' && canSeeProcessesOf(record) ? state.supervisor : NO_PROCESS;
  const patience = state.kind === 'new' ? Math.max(record.createdAt + BEGIN_WITHIN - now, 0) : 0;
  const gone = new Promise<string>((resolve) =>
    setTimeout(() => resolve(NEVER), Math.min(patience, BEGIN_WITHIN)).unref(),
  );
  return { pid, startedAt: 0, gone };
}

/** A program makes the folder and then starts the supervisor, which claims it, within this many milliseconds. */
const BEGIN_WITHIN = 2_000;

function endedRun(task: TaskOnDisk, waits: StopWaits): Run {
  const { folder } = task;
  return {
    logFolder: folder,
    stop: () =>
      stopProcesses({ find: (seen) => findMembers(familyOf(task), undefined, seen), isOver: () => true, waits }),
    noteStop: (request) => writeRequest(folder, request),
    noteSignal() {},
    assign: (sessionId) => writeOwner(folder, sessionId),
    pause: async () => ({ left: [] }),
    resume: async () => ({ left: [] }),
    signal: async () => 0,
    readLog: async (query) => readLogPage(folder, query),
    ...(task.record.spec.hosted === undefined ? {} : { answer: () => readAnswer(folder) }),
    send: async () => ({ kind: 'closed' }),
  };
}

function familyOf({ folder, record }: TaskOnDisk): Family {
  return { id: record.id, folder, supervisor: NO_PROCESS, since: 0 };
}
