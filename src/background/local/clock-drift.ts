/** How far the clock was set while a task ran. What follows from times counts without it. */
import os from 'node:os';
import { bootId } from './boot-id.ts';
import type { TaskRecord } from './task-folder.ts';

/** Milliseconds since the machine was started, by a clock that nobody sets; it goes on while the machine sleeps. */
export function uptime(): number {
  return Math.round(os.uptime() * 1000);
}

/**
 * By how many milliseconds the clock was set forward since a task of this boot was created; 0 when that is not known, or
 * no more than the two clocks run apart by themselves.
 */
export function driftSince(record: Pick<TaskRecord, 'createdAt' | 'uptime' | 'bootId'>, now: number): number {
  if (record.uptime === undefined || record.bootId !== bootId()) return 0;
  const drift = now - record.createdAt - (uptime() - record.uptime);
  return Math.abs(drift) < TOLERANCE ? 0 : drift;
}

const TOLERANCE = 3_000;
