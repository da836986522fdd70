/** What a server tells of the progress of a call, as lines of its task's log. */
import type { Progress } from '@modelcontextprotocol/sdk/types.js';
import { cleanText } from '../../background/clean-text.ts';
import { startOf } from '../../background/cut.ts';

export interface ProgressPorts {
  print(text: string): void;
  now(): number;
}

/** Milliseconds. */
const LEAST_GAP = 1_000;
const MOST_CHARS = 200;

/** The longer a call takes, the fewer lines there are, so that the answer does not drown in them. */
export function createProgressLines({ print, now }: ProgressPorts): (progress: Progress) => void {
  const startedAt = now();
  let printedAt = -Infinity;
  let last = '';
  return (progress) => {
    const line = progressLine(progress);
    const gap = Math.max(LEAST_GAP, (now() - startedAt) / 20);
    if (line === last || now() - printedAt < gap) return;
    last = line;
    printedAt = now();
    print(`${line}\n`);
  };
}

/** `40 %  fetching page 4`, or without a total `4  fetching page 4`. */
function progressLine({ progress, total, message = '' }: Progress): string {
  const share = total === undefined || total <= 0 ? String(progress) : `${Math.floor((progress / total) * 100)} %`;
  return startOf([share, cleanText(message).replace(/\s+/g, ' ').trim()].filter(Boolean).join('  '), MOST_CHARS);
}
