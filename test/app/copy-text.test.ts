import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { copyText } from '../../src/app/copy-text.ts';

function copy(text: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'meanwhile-copy-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'copied.txt');
  const written: string[] = [];
  const sentence = copyText(text, { file, shown: '~/copied.txt', write: (sequence) => void written.push(sequence) });
  return { file, written, sentence };
}

test('a text goes to the clipboard of the terminal and into a file for its user alone', () => {
  const { file, written, sentence } = copy('déjà vu');
  expect(written).toEqual([`\x1b]52;c;${Buffer.from('déjà vu').toString('base64')}\x07`]);
  expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['déjà vu', 0o600]);
  expect(sentence).toContain('~/copied.txt');
});

test('one that terminals would drop goes into the file alone', () => {
  const { file, written, sentence } = copy('x'.repeat(100_000));
  expect(written).toEqual([]);
  expect(readFileSync(file, 'utf8')).toHaveLength(100_000);
  expect(sentence).toMatch(/^Too long for the clipboard; it is in/);
});
