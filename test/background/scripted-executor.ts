import type { Executor, RunEnd, RunListener, StopReport } from '../../src/background/executor.ts';
import type { LogPage, TaskId } from '../../src/background/task.ts';

/** An executor that does nothing by itself: a test says what happens to a run, and when. */
export interface ScriptedExecutor extends Executor {
  readonly runs: ReadonlyMap<TaskId, ScriptedRun>;
  readonly isClosed: () => boolean;
}

export interface ScriptedRun {
  readonly listener: RunListener;
  /** How often it was asked to stop. */
  readonly stops: () => number;
  /** Settles what `stop` has promised. */
  reportStopped(report?: StopReport): void;
  end(end?: Partial<RunEnd>): void;
}

export function createScriptedExecutor(page: LogPage = EMPTY): ScriptedExecutor {
  const runs = new Map<TaskId, ScriptedRun>();
  let closed = false;
  return {
    runs,
    isClosed: () => closed,
    start(id, _spec, listener) {
      const waiting: ((report: StopReport) => void)[] = [];
      let stops = 0;
      runs.set(id, {
        listener,
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
        readLog: async () => page,
      };
    },
    async close() {
      closed = true;
    },
  };
}

const EMPTY: LogPage = { lines: [], from: 0, to: 0, size: 0, atStart: true, atEnd: true };
