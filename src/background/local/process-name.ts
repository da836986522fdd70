import { cleanText } from '../clean-text.ts';
import type { MachineProcess } from './processes.ts';
import { startOf } from '../cut.ts';

/**
 * What people call a process: the program that it was started as, or what the system calls it. Both are for the
 * process itself to choose, so the name is cleaned and bounded.
 */
export function processName({ args, name }: MachineProcess): string {
  const program = args().split(' ', 1)[0]?.split('/').at(-1) ?? '';
  const cleaned = cleanText(program === '' ? name : program)
    .replace(/\s+/g, ' ')
    .trim();
  return startOf(cleaned, LONGEST) || 'unnamed';
}

const LONGEST = 40;
