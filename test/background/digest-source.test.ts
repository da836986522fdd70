import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createDigestSource } from '../../src/background/digest-source.ts';
import { digestLines } from './digest/digest-lines.ts';
import { readLogPage } from '../../src/background/local/log-reader.ts';
import type { LogQuery } from '../../src/background/task-log.ts';

/** The log of a task, from what was printed at each offset. */
function logOf(segments: Readonly<Record<number, string>>) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'meanwhile-digest-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [offset, text] of Object.entries(segments)) writeFileSync(path.join(folder, `log.${offset}`), text);
  const reads: LogQuery[] = [];
  const readLog = async (query: LogQuery) => {
    reads.push(query);
    return readLogPage(folder, query);
  };
  return { reads, readLog };
}

async function digestOf(segments: Readonly<Record<number, string>>, budget = 600): Promise<readonly string[]> {
  const { readLog } = logOf(segments);
  return digestLines(await createDigestSource().read(readLog), budget).split('\n');
}

const filler = (count: number): string => 'a line of 31 characters and so\n'.repeat(count);

test('the first error is found at its line, also far from both ends', async () => {
  const digest = await digestOf({ 0: `${filler(80_000)}main.c:3:1: error: x\n${filler(80_000)}the end` });
  expect(digest).toContain('80001: main.c:3:1: error: x');
  expect(digest.at(-1)).toBe('160002: the end');
  expect(digest[0]).toBe('… 80000 lines left out');
});

test('numbers stay right over the edges of what is read at once, with lines of every length', async () => {
  const lines = Array.from(
    { length: 30_000 },
    (_, nth) => `${nth % 977 === 0 ? 'error: ' : ''}é${'x'.repeat(nth % 83)} ${nth}`,
  );
  const digest = await digestOf({ 0: lines.join('\n') }, 4_000);
  const quotes = digest.filter((line) => /^\d+: /.test(line));
  expect(quotes.length).toBeGreaterThan(20);
  for (const quote of quotes) {
    const [, number, text] = /^(\d+): (.*)$/.exec(quote) ?? [];
    expect(lines[Number(number) - 1]).toBe(text);
  }
});

test('of a log beyond 8 MiB the first error and the end are found, and numbers go on from the end', async () => {
  const start = `${filler(250_000)}fatal: x\n${filler(20_000)}`;
  const digest = await digestOf({ 0: `${start}${filler(500_000)}nearly\nthe end\n` });
  expect(digest).toContain('250001: fatal: x');
  expect(digest.slice(-2)).toEqual(['-2: nearly', '-1: the end']);
  expect(digest.join('\n')).toMatch(/… \d+ lines and \d+\.\d MB left out; from here on line -1 is the last\n/);
});

test('output that was not kept ends the numbers from the start', async () => {
  const digest = await digestOf({
    0: `${filler(2_000)}error: one\n`,
    9_000_000: `${filler(2_000)}error: two\n${filler(2)}`,
  });
  expect(digest).toContain('2001: error: one');
  expect(digest).toContain('-3: error: two');
});

test('behind a line that is too long to be read at once no number is made up', async () => {
  const long = 'x'.repeat(200_000);
  const digest = await digestOf({ 0: `first\n${long}\nerror: y\n${filler(3_000)}the end\n` });
  expect(digest).toContain('-3002: error: y');
  expect(digest.at(-1)).toBe('-1: the end');
});

test('a log that grows while it is read gives a digest of what was there', async () => {
  const { readLog } = logOf({ 0: `${filler(3_000)}error: z\n` });
  const endless = async (query: LogQuery) => ({ ...(await readLog(query)), atEnd: false });
  const pieces = await createDigestSource().read(endless);
  expect(digestLines(pieces, 400)).toContain('3001: error: z');
});

test('it reads a bounded part of a log of 64 MiB, in small slices between which everything else has its turn', async () => {
  const { readLog, reads } = logOf({ 0: filler(2 ** 21) });
  let turns = 0;
  let isOver = false;
  const countTurns = (): void => {
    turns++;
    if (!isOver) setImmediate(countTurns);
  };
  countTurns();
  await createDigestSource().read(readLog);
  isOver = true;
  expect(reads.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(9 * 1024 * 1024);
  expect(Math.max(...reads.map(({ bytes }) => bytes))).toBeLessThanOrEqual(64 * 1024);
  expect(turns).toBeGreaterThan(reads.length - 2);
});

test('one log is read at a time, and one that cannot be read holds up no other', async () => {
  const { readLog } = logOf({ 0: filler(20_000) });
  const source = createDigestSource();
  let reading = 0;
  let most = 0;
  const watched = async (query: LogQuery) => {
    most = Math.max(most, ++reading);
    const page = await readLog(query);
    await new Promise(setImmediate);
    reading--;
    return page;
  };
  const broken = () => Promise.reject(new Error('no disk'));
  const [first, failed, last] = await Promise.allSettled([
    source.read(watched),
    source.read(broken),
    source.read(watched),
  ]);
  expect([first.status, failed.status, last.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(most).toBe(1);
});
