import path from 'node:path';
import type { Run, RunListener, StopReport } from '../executor.ts';
import type { TaskEndKind, TaskId, TaskOutput } from '../task.ts';
import { endOfCode } from './exit-code.ts';
import { findLeftovers, type LeftoverWatcher } from './leftovers.ts';
import { createOutputReader } from './last-output.ts';
import type { Supervisor } from './launch.ts';
import { readLogPage } from './log-reader.ts';
import {
  readPause,
  readRequest,
  readSignal,
  writeOwner,
  writePause,
  writeRequest,
  writeSignal,
} from './folder-notes.ts';
import { pauseProcesses, resumeProcesses } from './pause-processes.ts';
import type { PortSampler } from './port-sampler.ts';
import { type Family, findMembers, isSupervised, type Seen } from './process-tree.ts';
import type { MachineProcess } from './processes.ts';
import { beganAt, between, endedAt } from './run-times.ts';
import type { ListProcesses } from './shared-listing.ts';
import { sendToAll } from './send-signal.ts';
import { stopProcesses, type StopWaits } from './stop-processes.ts';
import { sendInput } from './stdin-folder.ts';
import { type FolderState, markLost, readState, stateFile } from './task-folder.ts';
import type { FolderWatcher } from './watch-folder.ts';

export interface LocalRunOptions {
  readonly id: TaskId;
  readonly folder: string;
  readonly supervisor: Supervisor;
  readonly listener: RunListener;
  readonly ports: PortSampler;
  readonly leftovers: LeftoverWatcher;
  readonly list: ListProcesses;
  readonly now: () => number;
  /** When the folder was made, before the supervisor was started. */
  readonly createdAt: number;
  /** Whether its processes can be seen from here; else nobody here can tell that its supervisor is dead. */
  readonly isSeen: boolean;
  /** How far the clock was set forward since then, in milliseconds. */
  readonly drift: () => number;
  /** How long the output may stay open after the shell ended, before the run counts as ended. */
  readonly drain: number;
  readonly folders: FolderWatcher;
  readonly stopWaits: StopWaits;
}

export interface LocalRun extends Run {
  /** By what its processes are known. */
  family?(): Family;
  /** Stops watching. The listener hears no more; the command goes on. */
  release(): void;
}

/** Why nothing more is known of a command, and why it never ran. */
export const LOST = 'its supervisor was killed or could not record the end, so that is not known';
export const UNSUPERVISED =
  'its supervisor ended before the command began, killed or without room for more processes; start it again';

/** Follows one command by what its supervisor writes into its folder. */
export function followRun(options: LocalRunOptions): LocalRun {
  const { folder, supervisor, listener, now, createdAt } = options;
  let family: Family = { id: options.id, folder, supervisor: supervisor.pid, since: supervisor.startedAt };
  let phase: 'starting' | 'running' | 'ending' | 'released' = 'starting';
  const readOutput = createOutputReader(folder);
  let told: TaskOutput | undefined;
  let pausedSince: number | undefined;
  let began = createdAt;
  let shellEndedAt: number | undefined;
  let drainTimer: NodeJS.Timeout | undefined;
  let stopping: Promise<StopReport> | undefined;
  /** Set when the supervisor is no more. */
  let gone: { readonly failure: string | undefined } | undefined;

  const watch = options.folders.watch({ folder, onState: look, onOutput: tellOutput });
  const unwatchPorts = options.ports.watch(family, listener.onPorts);
  // What happened before the folder was watched.
  setImmediate(look);
  void supervisor.gone.then((failure) => {
    gone = { failure };
    look();
  });

  return {
    logFolder: folder,
    family: () => family,
    stop,
    noteStop: (request) => writeRequest(folder, request),
    noteSignal: (request) => writeSignal(folder, request),
    assign: (sessionId) => writeOwner(folder, sessionId),
    pause,
    resume,
    signal: async (signal) => sendToAll(await find(), signal),
    readLog: async (query) => readLogPage(folder, query),
    send: async (input, sendOptions) => sendInput(folder, input, sendOptions),
    release,
  };

  function find(seen?: Seen): Promise<readonly MachineProcess[]> {
    return findMembers(family, options.list, seen);
  }

  async function pause(): Promise<StopReport> {
    const report = await pauseProcesses(find, () => isOver() || stopping !== undefined);
    if (report.left.length === 0) writePause(folder, { since: now(), total: readPause(folder).total });
    return report;
  }

  async function resume(): Promise<StopReport> {
    const report = await resumeProcesses(find);
    const { since, total } = readPause(folder);
    if (report.left.length === 0 && since !== undefined) writePause(folder, { total: total + now() - since });
    return report;
  }

  function look(): void {
    if (phase === 'ending' || phase === 'released') return;
    const state = readState(folder);
    switch (state.kind) {
      case 'new':
        return void giveUpWhenDead(state);
      case 'run':
        if (options.isSeen) family = { ...family, supervisor: state.supervisor };
        tellRunning(between(beganAt(fileOf(state)) ?? createdAt, [createdAt, now()]));
        tellPaused();
        return void giveUpWhenDead(state);
      case 'exit':
        noteEnd(state);
        return drainOutput(state.code);
      case 'done':
        noteEnd(state);
        return void finish(endOfCode(state.code, folder));
      case 'lost':
        return void finish({ kind: 'lost', reason: LOST });
      case 'skipped':
      case 'never':
        return void finish({ kind: 'failed-to-start', reason: gone?.failure ?? UNSUPERVISED });
      case 'gone':
        return void finish({ kind: 'lost', reason: `its record in ${folder} was removed, so its end is not known` });
      case 'unreadable':
        return;
      default:
        return state satisfies never;
    }
  }

  function tellRunning(startedAt: number): void {
    if (phase !== 'starting') return;
    phase = 'running';
    began = startedAt;
    listener.onRunning(startedAt);
  }

  /** One that was over before it was seen to run began about when it was created. */
  function noteEnd(state: FolderState): void {
    tellRunning(createdAt);
    shellEndedAt ??= between(endedAt(fileOf(state)) ?? now(), [began, now()]);
  }

  function fileOf(state: FolderState): string {
    return path.join(folder, stateFile(state) ?? '');
  }

  /** Also when another program paused it. */
  function tellPaused(): void {
    const { since } = readPause(folder);
    if (since === pausedSince) return;
    pausedSince = since;
    listener.onPaused(since);
  }

  function tellOutput(): boolean {
    if (phase === 'released') return false;
    const output = readOutput();
    if (output === told || output.size === 0) return false;
    told = output;
    listener.onOutput(output);
    return true;
  }

  function drainOutput(code: number): void {
    drainTimer ??= setTimeout(() => void finish(endOfCode(code, folder)), options.drain).unref();
  }

  /** A rename that fails was overtaken by a part of the supervisor that lives; the folder's next change tells. */
  async function giveUpWhenDead(state: FolderState): Promise<void> {
    if (!options.isSeen || gone === undefined || (await isSupervised(family, options.list)) || !markLost(folder, state))
      return;
    look();
  }

  async function finish(end: TaskEndKind): Promise<void> {
    if (phase === 'ending' || phase === 'released') return;
    phase = 'ending';
    const drift = options.drift();
    const at = Math.max((shellEndedAt ?? now()) - drift, createdAt);
    await stopping;
    const left = await findLeftovers(family, options.list);
    tellOutput();
    if (isReleased()) return;
    release();
    listener.onEnd({ end, at, drift, ...left, request: readRequest(folder), signal: readSignal(folder) });
    options.leftovers.watch(family, left, listener.onLeftovers);
  }

  function stop(): Promise<StopReport> {
    stopping ??= stopProcesses({ find, isOver, waits: options.stopWaits }).finally(() => {
      stopping = undefined;
    });
    return stopping;
  }

  /** Whether no process can come any more: the shell has ended. */
  function isOver(): boolean {
    const { kind } = readState(folder);
    return kind !== 'new' && kind !== 'run' && kind !== 'unreadable';
  }

  /** Asked by a function, because it may become true while somebody awaits something. */
  function isReleased(): boolean {
    return phase === 'released';
  }

  function release(): void {
    phase = 'released';
    watch.close();
    unwatchPorts();
    clearTimeout(drainTimer);
  }
}
