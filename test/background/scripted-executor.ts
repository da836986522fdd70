import { createBackgroundManager } from '../../src/background/manager.ts';
import type { BackgroundManager } from '../../src/background/manager-contract.ts';
import type { Executor, RunEnd, RunListener, StopReport } from '../../src/background/executor.ts';
import type { Task, TaskEvent, TaskId, TaskSpec } from '../../src/background/task.ts';

/** An executor that does nothing by itself: a test says what happens to a run, and when. */
export interface ScriptedExecutor extends Executor {
  readonly runs: ReadonlyMap<TaskId, ScriptedRun>;
  readonly isClosed: () => boolean;
}

export interface ScriptedRun {
  readonly listener: RunListener;
  /** What was asked of it besides a stop: `pause`, `resume`, or a signal. */
  readonly asked: readonly string[];
  readonly sent: readonly string[];
  /** How often it was asked to stop. */
  readonly stops: () => number;
  /** Settles what `stop` has promised. */
  reportStopped(report?: StopReport): void;
  end(end?: Partial<RunEnd>): void;
}

export interface Scripted {
  readonly executor: ScriptedExecutor;
  readonly manager: BackgroundManager;
  readonly events: readonly TaskEvent[];
  start(spec?: Partial<TaskSpec>, attended?: boolean): Task & { readonly run: ScriptedRun };
}

/** A manager over a scripted executor. Its clock stands at 10. */
export function openScripted(options: { readonly newId?: () => TaskId; readonly parallel?: number } = {}): Scripted {
  const executor = createScriptedExecutor();
  const manager = createBackgroundManager({ executor, now: () => 10, ...options });
  const events: TaskEvent[] = [];
  manager.subscribe((event) => events.push(event));
  return {
    executor,
    manager,
    events,
    start(given = {}, attended = false) {
      const spec = { command: 'x', cwd: '/', timeLimit: null, startedBy: 'user', sessionId: 's', ...given } as const;
      const task = manager.run(spec, { attended });
      const run = executor.runs.get(task.id);
      if (run === undefined) throw new Error('not started');
      return { ...task, run };
    },
  };
}

/** What a listener heard, in the phases of its task. */
export function phases(events: readonly TaskEvent[]): readonly string[] {
  return events.map((event) => (event.type === 'task_output' ? 'output' : event.task.status.phase));
}

function createScriptedExecutor(): ScriptedExecutor {
  const runs = new Map<TaskId, ScriptedRun>();
  let closed = false;
  return {
    runs,
    isClosed: () => closed,
    start(id, _spec, listener) {
      const waiting: ((report: StopReport) => void)[] = [];
      const sent: string[] = [];
      let stops = 0;
      const asked: string[] = [];
      const obey = async (word: string) => {
        asked.push(word);
        return { left: [] };
      };
      runs.set(id, {
        listener,
        asked,
        sent,
        stops: () => stops,
        reportStopped: (report = { left: [] }) => waiting.splice(0).forEach((settle) => settle(report)),
        end: (end = {}) => listener.onEnd({ end: { kind: 'exited', code: 0 }, at: 50, leftRunning: 0, ...end }),
      });
      return {
        logFolder: `/tasks/${id}`,
        stop() {
          stops++;
          return new Promise((resolve) => waiting.push(resolve));
        },
        noteStop() {},
        noteSignal() {},
        assign: () => true,
        pause: () => obey('pause'),
        resume: () => obey('resume'),
        signal: async (signal) => (await obey(signal)) && 1,
        async send(input, { eof }) {
          sent.push(eof ? `${input}<eof>` : input);
          return { kind: 'sent' };
        },
        readLog: async () => ({ lines: [], from: 0, to: 0, size: 0, atStart: true, atEnd: true }),
      };
    },
    noteSkipped: () => undefined,
    watchUsage: () => () => undefined,
    adopt: async () => {},
    async close() {
      closed = true;
    },
  };
}
