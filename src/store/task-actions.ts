/** What the user can do to one task. */
import { isEnded, isPausable, isStoppable, type Task, type TaskId } from '../background/task.ts';
import type { SessionUiPorts } from './ui-ports.ts';

export interface TaskActions {
  /** Asks first; asked a second time for the same task, stops it. */
  stopTask(id: TaskId): void;
  /** Takes a task of another session into this one. */
  adoptTask(id: TaskId): void;
  /** Lets a running task stand still, or says why not. */
  pauseTask(id: TaskId): void;
  /** Lets a paused task go on, or says why not. */
  resumeTask(id: TaskId): void;
  /** Starts the same command as a new task. While the old one lives it asks first. In an open log the new one opens. */
  rerunTask(id: TaskId): void;
}

export interface TaskActionPorts extends SessionUiPorts {
  now(): number;
  openLog(id: TaskId): void;
}

/** A second press that comes sooner is a key that bounced, or a letter of a word. */
const MEANT_MS = 250;

export function createTaskActions({ session, store, act, now, openLog }: TaskActionPorts): TaskActions {
  const find = (id: TaskId) => store.getState().tasks.byId[id];

  /** True when the same was asked before; else it is asked now. */
  function confirmed(kind: 'stop' | 'rerun', id: TaskId): boolean {
    const { confirming } = store.getState().ui;
    if (confirming?.kind !== kind || confirming.id !== id) act({ confirming: { kind, id, since: now() } });
    else if (Math.abs(now() - confirming.since) >= MEANT_MS) return true;
    return false;
  }

  return {
    stopTask(id) {
      const task = find(id);
      if (task === undefined || !isStoppable(task)) return act({});
      if (!confirmed('stop', id)) return;
      act({});
      session.stopTask(id);
    },
    adoptTask(id) {
      act({});
      session.adoptTask(id);
    },
    pauseTask(id) {
      const task = find(id);
      const can = task !== undefined && isPausable(task);
      act(can ? {} : { hint: cannot('paused', task) });
      if (can) session.pauseTask(id);
    },
    resumeTask(id) {
      const isPaused = find(id)?.status.phase === 'paused';
      act(isPaused ? {} : { hint: cannot('resumed', find(id)) });
      if (isPaused) session.resumeTask(id);
    },
    rerunTask(id) {
      const task = find(id);
      if (task === undefined) return act({});
      if (!isEnded(task) && !confirmed('rerun', id)) return;
      act({});
      const again = session.rerunTask(id);
      if (again !== null && store.getState().ui.view === 'log') openLog(again);
    },
  };
}

function cannot(verb: 'paused' | 'resumed', task: Task | undefined): string {
  return `It cannot be ${verb}: ${whyNot(task)}.`;
}

function whyNot(task: Task | undefined): string {
  if (task === undefined) return 'it is gone';
  const { spec, status } = task;
  return spec.hosted !== undefined && status.phase === 'running' ? 'it runs inside this program' : PHASES[status.phase];
}

const PHASES: { readonly [phase in Task['status']['phase']]: string } = {
  queued: 'it has not started yet',
  starting: 'it is starting',
  running: 'it runs',
  paused: 'it is paused already',
  stopping: 'it is being stopped',
  done: 'it has ended',
};
