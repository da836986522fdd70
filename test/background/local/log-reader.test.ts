import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readLogPage } from '../../../src/background/local/log-reader.ts';
import type { LogLine, LogPage } from '../../../src/background/task-log.ts';

/** A log of segments, each at its offset; a number is a gap of so many bytes. */
function makeLog(parts: readonly (string | number)[]): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'meanwhile-log-'));
  onTestFinished(() => fs.rmSync(folder, { recursive: true }));
  writeSegments(folder, parts);
  return folder;
}

function writeSegments(folder: string, parts: readonly (string | number)[]): void {
  let offset = 0;
  for (const part of parts) {
    if (typeof part === 'string') fs.writeFileSync(path.join(folder, `log.${offset}`), part);
    offset += typeof part === 'string' ? Buffer.byteLength(part) : part;
  }
}

const texts = (page: LogPage): readonly string[] =>
  page.lines.map((line) => (line.kind === 'text' ? line.text : `<${line.bytes}>`));

describe('a page', () => {
  test('of nothing is empty, and of a folder that is not there', () => {
    const empty = { lines: [], from: 0, to: 0, size: 0, atStart: true, atEnd: true };
    expect(readLogPage(makeLog([]), { before: 'end', bytes: 1_000 })).toEqual(empty);
    expect(readLogPage('/no/such/folder', { after: 0, bytes: 1_000 })).toEqual(empty);
  });

  test('has whole lines, and ends where a line is not finished', () => {
    const folder = makeLog(['one\ntwo\nthr']);
    const page = { lines: texts, size: 11, atStart: true, atEnd: true };
    for (const query of [{ before: 'end', bytes: 1_000 } as const, { after: 0, bytes: 1_000 }]) {
      const read = readLogPage(folder, query);
      expect({ ...read, lines: texts(read) }).toEqual({ ...page, lines: ['one', 'two', 'thr'], from: 0, to: 8 });
    }
  });

  test('goes over segments that touch, also in the middle of a line and of a character', () => {
    const folder = makeLog(['one\nt', 'wo\nthree\n']);
    expect(texts(readLogPage(folder, { before: 'end', bytes: 1_000 }))).toEqual(['one', 'two', 'three']);
  });

  test('stops at a gap, which it shows, and the next one goes on behind it', () => {
    const folder = makeLog(['a\nb\nhal', 1_000, 'f\nc\n', 'd\n']);
    const last = readLogPage(folder, { before: 'end', bytes: 1_000 });
    expect(texts(last)).toEqual(['<1000>', 'f', 'c', 'd']);
    expect(last).toMatchObject({ from: 7, to: 1_013, size: 1_013, atStart: false, atEnd: true });
    const first = readLogPage(folder, { before: last.from, bytes: 1_000 });
    expect(texts(first)).toEqual(['a', 'b', 'hal']);
    expect(first).toMatchObject({ from: 0, to: 7, atStart: true, atEnd: false });
    const forwards = readLogPage(folder, { after: 0, bytes: 1_000 });
    expect(texts(forwards)).toEqual(['a', 'b', 'hal', '<1000>']);
    expect(texts(readLogPage(folder, { after: forwards.to, bytes: 1_000 }))).toEqual(['f', 'c', 'd']);
  });

  test('from an offset that has been dropped meanwhile begins or ends with the gap', () => {
    const folder = makeLog(['a\n', 1_000, 'b\n']);
    const after = readLogPage(folder, { after: 500, bytes: 1_000 });
    expect({ ...after, lines: texts(after) }).toMatchObject({ lines: ['<502>', 'b'], from: 500, to: 1_004 });
    const before = readLogPage(folder, { before: 500, bytes: 1_000 });
    expect({ ...before, lines: texts(before) }).toMatchObject({ lines: ['<498>'], from: 2, to: 500 });
  });

  test('shows the gap before a log whose beginning was not kept', () => {
    const page = readLogPage(makeLog([100, 'a\n']), { before: 'end', bytes: 1_000 });
    expect({ ...page, lines: texts(page) }).toMatchObject({ lines: ['<100>', 'a'], from: 0, atStart: true });
  });

  test('of a line longer than itself is a piece that goes on in the next', () => {
    const folder = makeLog([`${'é'.repeat(1_000)}\nend\n`]);
    const first = readLogPage(folder, { after: 0, bytes: 501 });
    expect(texts(first)).toEqual(['é'.repeat(250)]);
    expect(first.to).toBe(500);
    const last = readLogPage(folder, { before: 2_001, bytes: 501 });
    expect(texts(last)).toEqual(['é'.repeat(250)]);
    expect(last.from).toBe(1_500);
  });

  test('is about as long as asked, however long the log is', () => {
    const folder = makeLog([`${'x'.repeat(79)}\n`.repeat(100_000)]);
    const page = readLogPage(folder, { before: 'end', bytes: 8_000 });
    expect(page.lines).toHaveLength(99);
    expect(page).toMatchObject({ from: 8_000_000 - 99 * 80, to: 8_000_000, atStart: false, atEnd: true });
  });
});

const line = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.constant('日本語'.repeat(20)),
  fc.string({ minLength: 300, maxLength: 700 }),
);
const printable = line.map((text) => `${text.replace(/[\x00-\x1f\x7f-\x9f\u2000-\u206f]/g, '.')}\n`);
const stretch = fc.array(printable, { minLength: 1, maxLength: 12 }).map((lines) => lines.join(''));
const log = fc.array(fc.oneof(stretch, fc.integer({ min: 1, max: 5_000 })), { maxLength: 6 });

describe.each(['forwards', 'backwards'] as const)('page by page %s', (direction) => {
  test('nothing is missing and nothing comes twice', () => {
    const folder = makeLog([]);
    fc.assert(
      fc.property(log, fc.integer({ min: 256, max: 2_000 }), (parts, bytes) => {
        fs.readdirSync(folder).forEach((name) => fs.rmSync(path.join(folder, name)));
        // What was dropped at the very end cannot be known.
        writeSegments(folder, [...parts, 'end\n']);
        const lines = direction === 'forwards' ? walkForwards(folder, bytes) : walkBackwards(folder, bytes);
        const read = lines.map((one) => (one.kind === 'text' ? one.text : `<${one.bytes}>`)).join('');
        const written = joinGaps([...parts, 'end\n']).map((part) => (typeof part === 'string' ? part : `<${part}>`));
        expect(read).toBe(written.join('').replaceAll('\n', ''));
      }),
      { numRuns: 60 },
    );
  });
});

function walkForwards(folder: string, bytes: number): readonly LogLine[] {
  const lines: LogLine[] = [];
  let page = readLogPage(folder, { after: 0, bytes });
  for (; !page.atEnd; page = readLogPage(folder, { after: page.to, bytes })) lines.push(...page.lines);
  return [...lines, ...page.lines];
}

function walkBackwards(folder: string, bytes: number): readonly LogLine[] {
  const lines: LogLine[] = [];
  let page = readLogPage(folder, { before: 'end', bytes });
  for (; !page.atStart; page = readLogPage(folder, { before: page.from, bytes })) lines.unshift(...page.lines);
  return [...page.lines, ...lines];
}

function joinGaps(parts: readonly (string | number)[]): readonly (string | number)[] {
  const joined: (string | number)[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === 'number' && typeof last === 'number') joined.splice(-1, 1, last + part);
    else joined.push(part);
  }
  return joined;
}

test('each line says where it begins, however its page is read', () => {
  const log = 'one\nzwölf\r\n\n日本\nunfinished';
  const folder = makeLog(['first\n', 5_000, log]);
  const begins = (page: LogPage) => page.lines.flatMap((line) => (line.kind === 'text' ? [[line.text, line.at]] : []));
  const expected = [
    ['one', 5_006],
    ['zwölf', 5_010],
    ['', 5_018],
    ['日本', 5_019],
    ['unfinished', 5_026],
  ];
  expect(begins(readLogPage(folder, { before: 'end', bytes: 1_000 }))).toEqual(expected);
  expect(begins(readLogPage(folder, { after: 5_006, bytes: 1_000 }))).toEqual(expected);
  expect(begins(readLogPage(folder, { after: 5_010, bytes: 1_000 }))).toEqual(expected.slice(1));
});
