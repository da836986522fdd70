import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openJournal } from '../../src/agent/journal.ts';
import { journalPieces, readJournal } from '../../src/agent/read-journal.ts';
import { recordLine } from '../../src/agent/record-line.ts';

const MIB = 1024 * 1024;

function recordOf(lines: readonly string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'meanwhile-read-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'session.jsonl');
  writeFileSync(file, lines.join(''));
  return file;
}

const prompt = (id: number, text: string) => ({ type: 'prompt_queued', id, text }) as const;

test('other work goes on while a long record is read', async () => {
  const line = recordLine(prompt(1, 'x'.repeat(1_000)));
  const another = recordLine(prompt(2, 'y'.repeat(1_000)));
  const file = recordOf(Array.from({ length: 8 * 1024 }, (_, n) => (n % 2 === 0 ? line : another)));
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 0);
  const events = await readJournal(file);
  clearInterval(timer);
  expect(events).toHaveLength(8 * 1024);
  expect(turns).toBeGreaterThanOrEqual(4);
});

test('a line is whole wherever the pieces end, also one that is longer than they are', async () => {
  const texts = ['é'.repeat(MIB - 100), '日'.repeat(MIB), '😀'.repeat(700_000), 'short', 'a'.repeat(5 * MIB)];
  const events = texts.map((text, id) => prompt(id, text));
  expect(await readJournal(recordOf(events.map(recordLine)))).toEqual(events);
});

test('a line that stands there twice in a row counts once, also across two pieces', async () => {
  const [one, other] = [recordLine(prompt(1, 'x'.repeat(MIB / 2))), recordLine(prompt(2, 'y'))];
  expect(await readJournal(recordOf([one, one, one, other]))).toMatchObject([{ id: 1 }, { id: 2 }]);
});

test('who needs only the first records reads no further', async () => {
  const file = recordOf([
    recordLine(prompt(1, 'first')),
    ...Array(40).fill(recordLine(prompt(2, 'x'.repeat(MIB / 4)))),
  ]);
  let read = 0;
  for await (const events of journalPieces(file)) {
    read += events.length;
    break;
  }
  expect(read).toBeLessThan(10);
});

test('of a record that is opened for writing only the end is read, however long it is', () => {
  const file = recordOf([]);
  const size = 3 * 1024 * MIB;
  const fd = openSync(file, 'r+');
  ftruncateSync(fd, size);
  writeSync(fd, `\n{"v":1}\n${'torn'.repeat(50_000)}`, size);
  closeSync(fd);
  // All of it would not fit into one buffer.
  openJournal(file).close();
  expect(statSync(file).size).toBe(size + '\n{"v":1}\n'.length);
});
