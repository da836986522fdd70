import { expect } from 'vitest';
import { cleanText } from '../../../src/background/clean-text.ts';

/** A digest taken apart: each line is a quote with its number, or a remark of ours. */
export interface TakenApart {
  readonly quotes: readonly { readonly number: string; readonly text: string }[];
  readonly remarks: readonly string[];
}

export function takeApart(digest: string): TakenApart {
  const quotes: { number: string; text: string }[] = [];
  const remarks: string[] = [];
  for (const line of digest.split('\n')) {
    const [, number, text = ''] = /^(-?\d+|\?): (.*)$/.exec(line) ?? [];
    if (number === undefined) remarks.push(line);
    else quotes.push({ number, text });
  }
  return { quotes, remarks };
}

/**
 * Fails unless a digest keeps its word: within its budget, each quoted line word for word at its number, each remark
 * one of those that are made. `log` are all lines that were printed.
 */
export function expectTrue(digest: string, { log, budget }: { log: readonly string[]; budget: number }): void {
  expect(digest.length).toBeLessThanOrEqual(budget);
  const plain = log.map((line) => cleanText(line).trimEnd());
  if (digest === plain.join('\n') || digest === '' || digest === '…') return;
  const { quotes, remarks } = takeApart(digest);
  for (const { number, text } of quotes) {
    const there = number.startsWith('-') ? plain.at(Number(number)) : plain[Number(number) - 1];
    const isCut = text !== there && text.endsWith('…');
    expect(isCut ? there?.slice(0, text.length - 1) : there).toBe(isCut ? text.slice(0, -1) : text);
  }
  for (const remark of remarks) expect(remark).toMatch(REMARK);
}

const REMARK =
  /^… (?:\d+ lines? left out|(?:\d+ lines? and )?\d[\d.]* (?:bytes?|kB|MB) left out)?(?:(?:; )?from here on line -1 is the last)?$|^… (?:at least )?\d+ more like this(?:: .*)?$/;

/** How many lines are quoted or counted as left out, to see that none is missing. */
export function linesAccountedFor(digest: string): number {
  const { quotes, remarks } = takeApart(digest);
  const leftOut = remarks.map((remark) => Number(/^… (\d+) lines? /.exec(remark)?.[1] ?? 0));
  return leftOut.reduce((sum, count) => sum + count, quotes.length);
}
