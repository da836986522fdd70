import path from 'node:path';
import type { Executor, Run, RunListener } from '../executor.ts';
import type { TaskId, TaskSpec } from '../task.ts';
import { adoptTasks } from './adopt-tasks.ts';
import { bootId } from './boot-id.ts';
import { createTaskFolder } from './task-folder.ts';
import { driftSince, uptime } from './clock-drift.ts';
import type { HostedWork } from '../hosted-work.ts';
import type { Environment } from './environment.ts';
import { host, hostedFolder } from './host.ts';
import { followHosted } from './hosted-run.ts';
import { createLeftoverWatcher } from './leftovers.ts';
import { launch, type Supervisor } from './launch.ts';
import { followRun, type LocalRun } from './local-run.ts';
import { LOW_DISK_BYTES } from './low-disk.ts';
import { readLogPage } from './log-reader.ts';
import { canSeeProcessesOf } from './pid-namespace.ts';
import { createPortSampler } from './port-sampler.ts';
import { shareListing } from './shared-listing.ts';
import { createUsageSampler } from './usage-sampler.ts';
import type { SandboxSurroundings } from './sandbox/sandbox-command.ts';
import type { StopWaits } from './stop-processes.ts';
import { createFolderWatcher } from './watch-folder.ts';

export interface LocalExecutorOptions extends Partial<LocalSettings> {
  /** Holds a folder for each task; it is made when it is missing. */
  readonly tasksFolder: string;
  /** The environment that commands inherit, without our own secrets and settings. */
  readonly environment: Environment;
  readonly now: () => number;
  /** Runs what is hosted; without it such a task does not start. */
  readonly work?: HostedWork;
  /** Of commands in the sandbox; asked for at each start. */
  readonly surroundings?: () => SandboxSurroundings;
}

/** Times in milliseconds. */
export interface LocalSettings {
  /** `supervise.sh`: beside this module, also in the bundle. */
  readonly supervisorScript: URL;
  /** `keep-limit.sh`, in the same way. */
  readonly limitScript: URL;
  /** The most that a log takes on the disk, its beginning and its end; at least 4 MiB. */
  readonly logBytes: number;
  /** A log keeps its first segment and the newest `keptSegments`, at least 2; by default so that it stays in bounds. */
  readonly segmentBytes: number;
  readonly keptSegments: number;
  /** With less free on the disk, no more than the first MiB of a log is kept. */
  readonly lowDiskBytes: number;
  /** How much nicer than this program commands run. */
  readonly niceness: number;
  /** How long children may hold the output after the shell ended, before the task counts as ended. */
  readonly drain: number;
  readonly outputInterval: number;
  readonly pollInterval: number;
  readonly stopWaits: StopWaits;
}

/** Runs commands on this machine, each under a supervisor that outlives this program (`supervise.sh`). */
export function createLocalExecutor(options: LocalExecutorOptions): Executor {
  const settings = { ...defaults(options.logBytes), ...options };
  const runs = new Set<LocalRun>();
  const unwanted = new Set<TaskId>();
  const ports = createPortSampler();
  const leftovers = createLeftoverWatcher();
  const list = shareListing();
  const folders = createFolderWatcher({ interval: settings.outputInterval, poll: settings.pollInterval });
  const usage = createUsageSampler({ families: () => [...runs].flatMap((run) => run.family?.() ?? []) });

  return {
    start(id, spec, listener) {
      const { now, tasksFolder } = settings;
      const folder = path.join(tasksFolder, id);
      if (spec.hosted !== undefined) return startHosted({ id, spec, folder, listener });
      const createdAt = now();
      const created = { createdAt, uptime: uptime(), bootId: bootId() };
      const drift = () => driftSince(created, now());
      const launched = launch({ ...settings, id, spec, folder, createdAt });
      if (launched.kind === 'failed') return failedRun({ folder, ...launched, listener, now });
      return follow({ id, folder, createdAt, supervisor: launched.supervisor, isSeen: true, drift, listener });
    },
    noteSkipped(id, spec, skipped) {
      const record = {
        version: 1,
        id,
        spec,
        createdAt: settings.now(),
        uptime: uptime(),
        bootId: bootId(),
        skipped,
      } as const;
      try {
        createTaskFolder(path.join(settings.tasksFolder, id), record, 'skipped');
      } catch {
        // It is told all the same; only other programs do not know of it.
      }
    },
    adopt: (wanted) =>
      adoptTasks({
        ...settings,
        ...wanted,
        unwanted,
        leftovers,
        follow({ folder, record }, supervisor) {
          const { id, spec, createdAt } = record;
          const listener = wanted.listenerFor(id);
          const drift = () => driftSince(record, settings.now());
          const isSeen = canSeeProcessesOf(record);
          if (spec.hosted === undefined) return follow({ id, folder, createdAt, supervisor, isSeen, drift, listener });
          return keep(listener, (kept) => followHosted({ ...settings, folders, folder, record, listener: kept }));
        },
      }),
    watchUsage: usage.watch,
    async close() {
      for (const run of runs) run.release();
      runs.clear();
      leftovers.close();
    },
  };

  function startHosted(wanted: {
    readonly id: TaskId;
    readonly spec: TaskSpec;
    readonly folder: string;
    readonly listener: RunListener;
  }): Run {
    const { work, now } = settings;
    const { id, spec, folder, listener } = wanted;
    const reason = 'it runs only inside an open session; start it there';
    if (work === undefined) return failedRun({ folder, reason, listener, now });
    const made = hostedFolder(folder, { id, spec, now: now() });
    if (made.kind === 'failed') return failedRun({ folder, reason: made.reason, listener, now });
    const { record } = made;
    return keep(listener, (kept) => host({ ...settings, folders, folder, record, work, listener: kept }));
  }

  function follow(followed: {
    readonly id: TaskId;
    readonly folder: string;
    readonly createdAt: number;
    readonly supervisor: Supervisor;
    readonly isSeen: boolean;
    readonly drift: () => number;
    readonly listener: RunListener;
  }): Run {
    return keep(followed.listener, (listener) =>
      followRun({ ...settings, ...followed, folders, ports, leftovers, list, listener }),
    );
  }

  /** Holds a run until it has ended. */
  function keep(listener: RunListener, make: (listener: RunListener) => LocalRun): LocalRun {
    const run = make({
      onRunning: (startedAt) => listener.onRunning(startedAt),
      onOutput: (output) => listener.onOutput(output),
      onPaused: (since) => listener.onPaused(since),
      onPorts: (found) => listener.onPorts(found),
      onLeftovers: (left) => listener.onLeftovers(left),
      onEnd(end) {
        runs.delete(run);
        listener.onEnd(end);
      },
    });
    runs.add(run);
    usage.wake();
    return run;
  }
}

function defaults(logBytes = 64 * MIB): LocalSettings {
  return {
    supervisorScript: new URL('./supervise.sh', import.meta.url),
    limitScript: new URL('./keep-limit.sh', import.meta.url),
    logBytes,
    // The first, six more, and what each of them may grow beyond its size.
    segmentBytes: Math.floor(logBytes / 8),
    keptSegments: 6,
    lowDiskBytes: LOW_DISK_BYTES,
    niceness: 5,
    drain: 2_000,
    outputInterval: 50,
    pollInterval: 1_000,
    // `docker stop` gives a container ten seconds; compose stops one after the other.
    stopWaits: { interrupt: 500, terminate: 5_000, kill: 2_000, containers: 20_000 },
  };
}

const MIB = 1024 * 1024;

function failedRun(options: {
  readonly folder: string;
  readonly reason: string;
  readonly part?: 'sandbox';
  readonly listener: RunListener;
  readonly now: () => number;
}): Run {
  const { folder, reason, part, listener, now } = options;
  const end = { kind: 'failed-to-start', reason, ...(part === undefined ? {} : { part }) } as const;
  setImmediate(() => listener.onEnd({ end, at: now(), leftRunning: 0 }));
  return {
    logFolder: folder,
    stop: async () => ({ left: [] }),
    noteStop() {},
    noteSignal() {},
    assign: () => false,
    pause: async () => ({ left: [] }),
    resume: async () => ({ left: [] }),
    signal: async () => 0,
    readLog: async (query) => readLogPage(folder, query),
    send: async () => ({ kind: 'closed' }),
  };
}
