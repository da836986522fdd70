/** What the user can do to one task. */
import { isEnded, isPausable, isStoppable, type Task, type TaskId } from '../background/task.ts';
import type { SessionUiPorts } from './ui-ports.ts';

export interface TaskActions {
  /** Asks; `confirmTask` stops it. */
  stopTask(id: TaskId): void;
  /** Does what was asked about a task. */
  confirmTask(): void;
  /** Takes a task of another session into this one. */
  adoptTask(id: TaskId): void;
  /** Lets a running task stand still, or says why not. */
  pauseTask(id: TaskId): void;
  /** Lets a paused task go on, or says why not. */
  resumeTask(id: TaskId): void;
  /** Starts the same command as a new task; while the old one lives it asks first. In an open log the new one opens. */
  rerunTask(id: TaskId): void;
}

export interface TaskActionPorts extends SessionUiPorts {
  now(): number;
  openLog(id: TaskId): void;
}

/** A confirmation that comes sooner was typed before the question was read. */
const MEANT_MS = 250;

export function createTaskActions({ session, store, act, now, openLog }: TaskActionPorts): TaskActions {
  const find = (id: TaskId) => store.getState().tasks.byId[id];

  const ask = (kind: 'stop' | 'rerun', id: TaskId) => act({ confirming: { kind, id, since: now() } });

  function startAgain(id: TaskId): void {
    act({});
    const again = session.rerunTask(id);
    if (again !== null && store.getState().ui.view === 'log') openLog(again);
  }

  return {
    stopTask(id) {
      const task = find(id);
      if (task === undefined || !isStoppable(task)) act({});
      else ask('stop', id);
    },
    confirmTask() {
      const { confirming } = store.getState().ui;
      if (confirming?.kind !== 'stop' && confirming?.kind !== 'rerun') return;
      if (Math.abs(now() - confirming.since) < MEANT_MS) return;
      if (confirming.kind === 'rerun') return startAgain(confirming.id);
      act({});
      session.stopTask(confirming.id);
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
      if (task === undefined) act({});
      else if (isEnded(task)) startAgain(id);
      else ask('rerun', id);
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
