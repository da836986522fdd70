/**
 * What was sent in this project, for later sessions: one JSON string a line, the newest last, in a file of its own for
 * its user alone (0600). Programs that run side by side append to the same file.
 *
 * It is a convenience: a file that cannot be read or written means no history, and harms nothing else.
 */
import { statSync } from 'node:fs';
import { appendRegularFile, readRegularText } from '../background/regular-file.ts';
import { writeWhole } from '../background/write-whole.ts';

export interface InputHistory {
  /** Oldest first. */
  load(): readonly string[];
  add(text: string): void;
}

const ENTRIES = 500;
/** A longer text is kept for its own session only. */
const LONGEST = 32_768;
/** Characters in all entries together, and bytes from which the file is written anew with the newest. */
const SIZE = 1_048_576;

export function openInputHistory(file: string): InputHistory {
  return {
    load() {
      try {
        const entries = newest(readRegularText(file).split('\n').flatMap(entryOf));
        if (statSync(file).size > SIZE) rewrite(file, entries);
        return entries;
      } catch {
        return [];
      }
    },
    add(text) {
      if (text.length > LONGEST) return;
      try {
        appendRegularFile(file, lineOf(text));
      } catch {
        // Not worth a word while the user works.
      }
    },
  };
}

function newest(entries: readonly string[]): readonly string[] {
  let size = 0;
  const last = entries.slice(-ENTRIES);
  const first = last.findLastIndex((entry) => (size += entry.length) > SIZE / 2);
  return last.slice(first + 1);
}

/** A torn line, or one of another make, is left out. */
function entryOf(line: string): readonly string[] {
  if (line === '') return [];
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'string' ? [value] : [];
  } catch {
    return [];
  }
}

function rewrite(file: string, entries: readonly string[]): void {
  writeWhole(file, entries.map(lineOf).join(''));
}

function lineOf(text: string): string {
  return `${JSON.stringify(text)}\n`;
}
