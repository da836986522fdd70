/** What an export says in words, in both of its forms. */
import { describeEnd, outcomeOf } from '../background/task-outcome.ts';
import { hasDuration, isEnded, type Task } from '../background/task.ts';
import { homePath, secondsWords } from '../components/format.ts';
import type { Report } from './report.ts';
import { lengthOf, union } from './time-scale.ts';

export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** The session in figures. */
export function factsOf({ startedAt, endedAt, spans, tasks, requests, usage }: Report): readonly Fact[] {
  const work = spans.filter(({ kind, endless }) => kind !== 'tool' && endless !== true);
  const saved = lengthOf(work) - lengthOf(union(work));
  const failed = tasks.filter(({ task }) => isFailure(task)).length;
  const tokens = usage.input + usage.cacheRead + usage.cacheWrite + usage.output;
  return [
    { name: 'from first to last', value: secondsWords(endedAt - startedAt) },
    { name: 'work of tasks', value: secondsWords(lengthOf(work.filter(({ kind }) => kind === 'task'))) },
    ...(saved >= 1_000 ? [{ name: 'saved by working at once', value: secondsWords(saved) }] : []),
    { name: `${noun('task', tasks.length)}${failed === 0 ? '' : `, ${failed} failed`}`, value: String(tasks.length) },
    { name: noun('request', requests), value: String(requests) },
    ...(tokens === 0 ? [] : [{ name: 'tokens', value: short(tokens) }]),
  ];
}

function noun(one: string, count: number): string {
  return count === 1 ? one : `${one}s`;
}

/** Where and with what: `~/shop`, the model. */
export function placeOf({ info }: Report, home: string): readonly string[] {
  return info === undefined ? [] : [homePath(info.cwd, home), info.model];
}

/** `completed`, `exit 0`, `12.4 s`, as far as there is any of it. */
export function taskFacts(task: Task): readonly string[] {
  if (!isEnded(task)) return [`${task.status.phase} when this was exported`];
  const { end, startedAt } = task.status;
  return [describeEnd(end), ...(hasDuration(end) ? [secondsWords(end.at - startedAt)] : [])];
}

export function stateWord(task: Task): string {
  return isEnded(task) ? outcomeOf(task.status.end) : task.status.phase;
}

export function titleOf({ title, id }: Report): string {
  return title === '' ? `Session ${id}` : title;
}

function isFailure(task: Task): boolean {
  return isEnded(task) && ['failed', 'timeout', 'error', 'lost'].includes(outcomeOf(task.status.end));
}

/** `45`, `12.3 k`, `4.5 M`. */
function short(value: number): string {
  if (value < 1_000) return String(value);
  return value < 1_000_000 ? `${(value / 1_000).toFixed(1)} k` : `${(value / 1_000_000).toFixed(1)} M`;
}

/** A moment as the reader's language-neutral local time of where it was exported: `25 Nov 2026, 22:57`. */
export function momentWords(at: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

export function clockWords(at: number): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' }).format(at);
}
