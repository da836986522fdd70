import os from 'node:os';
import type { TaskEndKind } from '../task.ts';

/** What a shell's exit code says: by convention 128 + n means that signal n ended the command. */
export function endOfCode(code: number): TaskEndKind {
  const signal = Object.entries(os.constants.signals).find(([, number]) => number === code - 128)?.[0];
  return signal === undefined ? { kind: 'exited', code } : { kind: 'signalled', signal };
}
