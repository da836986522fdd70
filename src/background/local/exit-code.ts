import os from 'node:os';
import type { TaskEndKind } from '../task.ts';
import { createOutputReader } from './last-output.ts';
import { NOT_MADE } from './sandbox/sandbox-status.ts';

/**
 * What the exit code in a task's folder says: by the convention of shells 128 + n means that signal n ended the command;
 * from 1000 on its sandbox could not be made, and what it printed is why.
 */
export function endOfCode(code: number, folder: string): TaskEndKind {
  if (code >= NOT_MADE) {
    const { lastLine } = createOutputReader(folder)();
    return { kind: 'failed-to-start', reason: notMade(lastLine || `exit ${code - NOT_MADE}`), part: 'sandbox' };
  }
  const signal = Object.entries(os.constants.signals).find(([, number]) => number === code - 128)?.[0];
  return signal === undefined ? { kind: 'exited', code } : { kind: 'signalled', signal };
}

function notMade(why: string): string {
  return `the sandbox could not be made: ${why}`;
}
