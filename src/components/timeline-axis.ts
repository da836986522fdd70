/** The axis of the timeline: a rule with the time of day at round moments. */
import type { Span } from '../store/timeline.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12, 24].map((hours) => hours * HOUR),
];
/** A label and some rule beside it. */
const LABEL_COLUMNS = 16;

/** `12:04:10 ───────── 12:04:40 ─────────`, exactly `columns` wide; labels stand where their moment is. */
export function axisLine({ from, to }: Span, columns: number): string {
  const cell = (to - from) / columns;
  const step =
    STEPS.find((each) => each / cell >= LABEL_COLUMNS) ?? 24 * HOUR * Math.ceil((LABEL_COLUMNS * cell) / (24 * HOUR));
  let line = '';
  // Whole steps of the day where the user is, also where that is half an hour off.
  const offset = new Date(from).getTimezoneOffset() * MINUTE;
  for (let at = Math.ceil((from - offset) / step) * step + offset; at < to; at += step) {
    const column = Math.floor((at - from) / cell);
    const label = timeOfDay(at);
    if (column + label.length + 1 > columns) break;
    line += rule(column - line.length, line === '') + label;
  }
  return line + rule(columns - line.length, line === '');
}

function rule(length: number, isFirst: boolean): string {
  if (length <= 0) return '';
  if (isFirst) return '─'.repeat(length - 1) + (length > 1 ? ' ' : '─');
  return length < 3 ? ' '.repeat(length) : ` ${'─'.repeat(length - 2)} `;
}

/** `12:04:10`, as the user's clock shows it. */
export function timeOfDay(at: number): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}
