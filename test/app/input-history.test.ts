import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openInputHistory } from '../../src/app/input-history.ts';

function open() {
  const folder = mkdtempSync(path.join(tmpdir(), 'meanwhile-history-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'input-history.jsonl');
  return { file, history: openInputHistory(file) };
}

test('what was sent comes back in its order, in a file for its user alone', () => {
  const { file, history } = open();
  expect(history.load()).toEqual([]);
  history.add('one\ntwo "three"');
  history.add('!npm test');
  expect(openInputHistory(file).load()).toEqual(['one\ntwo "three"', '!npm test']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('torn lines and lines of another make are left out', () => {
  const { file, history } = open();
  writeFileSync(file, '"a"\n{"b":1}\n"c');
  expect(history.load()).toEqual(['a']);
});

test('it is bounded: the newest 500, none longer than 32 KiB, and the file is written anew when it is large', () => {
  const { file, history } = open();
  history.add('x'.repeat(40_000));
  expect(history.load()).toEqual([]);
  for (let index = 0; index < 60; index += 1)
    appendFileSync(file, `${JSON.stringify(`${index} ${'y'.repeat(20_000)}`)}\n`);
  const loaded = history.load();
  expect(loaded.at(-1)).toMatch(/^59 /);
  expect(statSync(file).size).toBeLessThan(600_000);
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(loaded.length + 1);
  writeFileSync(file, Array.from({ length: 600 }, (_, index) => `"${index}"\n`).join(''));
  expect([history.load().length, history.load()[0]]).toEqual([500, '100']);
});

test('a file that cannot be written harms nothing', () => {
  const history = openInputHistory('/nowhere/at/all.jsonl');
  history.add('a');
  expect(history.load()).toEqual([]);
});
