/** Prints a headless run in one of its formats; what is for people goes to standard error. */
import type { Writable } from 'node:stream';
import type { AgentEvent } from '../agent/events.ts';
import { declinedWords, waitWords } from '../agent/request-words.ts';
import { describeOutcome } from '../background/task-outcome.ts';
import { isEnded, type Task } from '../background/task.ts';
import type { HeadlessWish } from '../config/headless-wish.ts';
import { flush, jsonText, printText } from '../print.ts';
import type { Outcome } from './outcome.ts';
import type { ResultTask, StreamLine } from './stream-line.ts';
import type { RunState } from './run-report.ts';

/** Grows when a field or an event changes its meaning or goes; docs/headless.md says what each has. */
export const FORMAT_VERSION = 1;

export interface Printer {
  event(event: AgentEvent): void;
  result(run: RunState, end: RunEnd): void;
  note(sentence: string): void;
  /** In place of a result: there is no session, and why. */
  noRun(sentence: string, exitCode: number): void;
  /** Settles when everything is written, with whether it could be. */
  flush(): Promise<boolean>;
}

export interface RunEnd {
  readonly outcome: Outcome;
  readonly exitCode: number;
  readonly ms: number;
  /** Rules that would have allowed what was refused because nobody could be asked. */
  readonly refused: readonly string[];
  /** What fits the schema that was asked for; `null` where none was, or none came. */
  readonly structured: object | null;
}

export function createPrinter(options: {
  readonly format: HeadlessWish['output'];
  readonly stdout: Writable;
  readonly stderr: Writable;
}): Printer {
  const { format, stdout, stderr } = options;
  const noted = new Set<string>();
  const line = (value: StreamLine) => void printText(stdout, `${jsonText(value)}\n`);
  if (format === 'stream-json') line({ type: 'stream_started', version: FORMAT_VERSION });

  return {
    event(event) {
      if (format === 'stream-json') {
        if (!isPromptText(event)) line(event);
      } else if (event.type === 'problem') note(event.sentence);
      else if (event.type === 'request_retrying') note(event.sentence);
      else if (event.type === 'request_silent') noteSilence(event.since);
      else if (event.type === 'request_waiting') {
        note(`${event.sentence} Asking again in ${waitWords(event.until - event.at)}.`);
      }
    },
    result(run, end) {
      const { outcome, exitCode, ms, refused, structured } = end;
      if (format === 'text') {
        if (structured !== null) printText(stdout, `${jsonText(structured, 2)}\n`);
        else if (run.texts.length > 0) printText(stdout, `${run.texts.join('\n\n')}\n`);
        if (run.failure !== null && !noted.has(run.failure)) note(run.failure);
        if (outcome === 'refused') note(refusedWords(refused));
      }
      if (outcome === 'cut-off') note(CUT_OFF);
      if (outcome === 'declined') note(declinedWords(run.refusal));
      if (format === 'text') return;
      const { sessionId, texts, requests, usage, failure, tasks } = run;
      line({
        type: 'result',
        version: FORMAT_VERSION,
        session: sessionId,
        outcome,
        exitCode,
        text: texts.join('\n\n'),
        texts,
        ...(structured === null ? {} : { structured }),
        ...(failure === null ? {} : { failure }),
        ...(outcome === 'declined' && run.refusal !== undefined ? { refusal: run.refusal } : {}),
        ...(refused.length === 0 ? {} : { refused }),
        requests,
        usage,
        ms,
        tasks: [...tasks.values()].map(taskFacts),
      });
    },
    note,
    noRun(sentence, exitCode) {
      note(sentence);
      if (format !== 'text')
        line({ type: 'result', version: FORMAT_VERSION, outcome: 'failed', exitCode, failure: sentence });
    },
    flush: () => flush(stdout),
  };

  function noteSilence(since: number | null): void {
    if (since !== null) note('Nothing has come from the model for a minute. If that lasts, it is asked again.');
  }

  function note(sentence: string): void {
    noted.add(sentence);
    printText(stderr, `${sentence}\n`);
  }
}

/** Each holds a whole system prompt, which is for the record and says nothing of what happens. */
function isPromptText({ type }: AgentEvent): boolean {
  return type === 'prefix_recorded' || type === 'system_change_told';
}

const CUT_OFF = 'The answer was cut off: it reached its length limit, or the window of the model is full.';

function refusedWords(rules: readonly string[]): string {
  const advice =
    rules.length === 0 ? '--permissions all allows it' : `allow it with --allowed-tools "${rules.join(', ')}"`;
  return `Something was refused because nobody could be asked: ${advice}.`;
}

function taskFacts(task: Task): ResultTask {
  const { id, spec, status } = task;
  const state = isEnded(task) ? describeOutcome(task.status.end) : status.phase;
  return { id, command: spec.command, ...(spec.label === undefined ? {} : { label: spec.label }), state };
}
