/** Numbers, times and states in the words and signs of the screen. */
import { outcomeOf } from '../background/task-outcome.ts';
import type { Outcome } from '../background/task-outcome.ts';
import type { TaskStatus } from '../background/task.ts';
import type { Style, Theme } from './theme.ts';

/** A duration as a clock: `0:12`, `4:03`, `1:02:09`. Milliseconds in. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** The nearest whole second, in milliseconds: what took 5.99 s took six seconds. */
export function wholeSeconds(ms: number): number {
  return Math.round(ms / 1000) * 1000;
}

/** A duration in words: `0.3 s`, `12.4 s`, `2 min 5 s`, `1 h 2 min`. Milliseconds in. */
export function secondsWords(ms: number): string {
  const tenths = Math.max(0, Math.round(ms / 100));
  if (tenths < 600) return `${(tenths / 10).toFixed(tenths % 10 === 0 ? 0 : 1)} s`;
  const seconds = Math.round(tenths / 10);
  if (seconds < 3600) return units([Math.floor(seconds / 60), 'min'], [seconds % 60, 's']);
  const minutes = Math.round(seconds / 60);
  return units([Math.floor(minutes / 60), 'h'], [minutes % 60, 'min']);
}

/** How long ago something was, in one unit: `12 s ago`, `3 h ago`, `2 days ago`. Milliseconds in. */
export function agoWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  return `${count(Math.floor(seconds / 86_400), 'day')} ago`;
}

function units(...parts: readonly (readonly [number, string])[]): string {
  return parts
    .filter(([value]) => value > 0)
    .map(([value, unit]) => `${value} ${unit}`)
    .join(' ');
}

/** A size: `0 B`, `18 kB`, `1.2 MB`; powers of 1,000. */
export function bytes(size: number): string {
  let value = Math.max(0, size);
  let unit = 0;
  while (unit < UNITS.length - 1 && Number(value.toFixed(decimals(value, unit))) >= 1000) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(decimals(value, unit))} ${UNITS[unit]}`;
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

function decimals(value: number, unit: number): number {
  return unit >= 2 && value < 9.95 ? 1 : 0;
}

/** `1 task`, `3 tasks`, `0 tasks`; irregular plurals are given. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? noun : plural}`;
}

/** `1st`, `2nd`, `11th`. */
export function ordinal(number: number): string {
  const last = number % 100 > 10 && number % 100 < 20 ? 0 : number % 10;
  return `${number}${['th', 'st', 'nd', 'rd'][last] ?? 'th'}`;
}

/** A path with the home folder as `~`. */
export function homePath(path: string, home: string): string {
  const base = home.endsWith('/') ? home.slice(0, -1) : home;
  if (base === '' || (path !== base && !path.startsWith(`${base}/`))) return path;
  return `~${path.slice(base.length)}`;
}

/** How a status looks: a sign, which never stands without a word beside it, its word, and the style of both. */
export interface StatusLook {
  readonly glyph: string;
  readonly word: string;
  readonly style: Style;
}

export function statusLook(status: TaskStatus, theme: Theme): StatusLook {
  switch (status.phase) {
    case 'queued':
      return { glyph: '◌', word: 'waiting', style: theme.dim };
    case 'starting':
      return { glyph: '◌', word: 'starting', style: theme.alive };
    case 'running':
      return { glyph: '●', word: 'running', style: theme.alive };
    case 'paused':
      return { glyph: '‖', word: 'paused', style: theme.warn };
    case 'stopping':
      return { glyph: '◼', word: 'stopping', style: theme.warn };
    case 'done':
      return outcomeLook(outcomeOf(status.end), theme);
    default:
      return status satisfies never;
  }
}

function outcomeLook(outcome: Outcome, theme: Theme): StatusLook {
  switch (outcome) {
    case 'completed':
      return { glyph: '✓', word: outcome, style: theme.good };
    case 'exited':
      return { glyph: '✓', word: outcome, style: theme.warn };
    case 'failed':
    case 'timeout':
    case 'error':
      return { glyph: '✗', word: outcome, style: theme.bad };
    case 'stopped':
    case 'skipped':
      return { glyph: '◼', word: outcome, style: theme.dim };
    case 'lost':
      return { glyph: '?', word: outcome, style: theme.bad };
    default:
      return outcome satisfies never;
  }
}
