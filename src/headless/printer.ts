/** Prints a headless run in one of its formats; what is for people goes to standard error. */
import type { Writable } from 'node:stream';
import type { AgentEvent } from '../agent/events.ts';
import { describeOutcome, isEnded, type Task } from '../background/task.ts';
import { cleanText } from '../background/clean-text.ts';
import type { HeadlessWish } from '../config/headless-wish.ts';
import type { Outcome } from './outcome.ts';
import type { RunState } from './run-report.ts';

/** Grows when a field or an event changes its meaning or goes; docs/headless.md says what each has. */
export const FORMAT_VERSION = 1;

export interface Printer {
  event(event: AgentEvent): void;
  result(run: RunState, end: { readonly outcome: Outcome; readonly exitCode: number; readonly ms: number }): void;
  note(sentence: string): void;
  /** Settles when everything is written. */
  flush(): Promise<void>;
}

export function createPrinter(options: {
  readonly format: HeadlessWish['output'];
  readonly stdout: Writable;
  readonly stderr: Writable;
}): Printer {
  const { format, stdout, stderr } = options;
  const line = (value: object) => void stdout.write(`${JSON.stringify(value)}\n`);
  if (format === 'stream-json') line({ type: 'stream_started', version: FORMAT_VERSION });

  return {
    event(event) {
      if (format === 'stream-json') line(event);
      else if (event.type === 'problem') note(event.sentence);
      else if (event.type === 'request_retrying') note(event.sentence);
    },
    result(run, end) {
      const { outcome, exitCode, ms } = end;
      if (format === 'text') {
        if (run.text !== '') stdout.write(`${cleanText(run.text).trimEnd()}\n`);
        if (run.failure !== null) note(run.failure);
        return;
      }
      const { sessionId, text, requests, usage, failure, tasks } = run;
      line({
        type: 'result',
        version: FORMAT_VERSION,
        session: sessionId,
        outcome,
        exitCode,
        text,
        ...(failure === null ? {} : { failure }),
        requests,
        usage,
        ms,
        tasks: [...tasks.values()].map(taskFacts),
      });
    },
    note,
    flush: () => new Promise((written) => stdout.write('', () => written())),
  };

  function note(sentence: string): void {
    stderr.write(`${cleanText(sentence)}\n`);
  }
}

function taskFacts(task: Task) {
  const { id, spec, status } = task;
  const state = isEnded(task) ? describeOutcome(task.status.end) : status.phase;
  return { id, command: spec.command, ...(spec.label === undefined ? {} : { label: spec.label }), state };
}
