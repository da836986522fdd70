import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeFolder } from '../../src/config/make-folder.ts';

function place(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'meanwhile-folder-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('a folder is made with those above it, for its user alone, and may be there already', () => {
  const folder = path.join(place(), 'a', 'b', 'c');
  makeFolder(folder);
  makeFolder(folder);
  for (const one of [folder, path.dirname(folder)]) expect(statSync(one).mode & 0o777).toBe(0o700);
});

test('a file in its way is an error', () => {
  const file = path.join(place(), 'file');
  writeFileSync(file, '');
  expect(() => makeFolder(file)).toThrow('EEXIST');
  expect(() => makeFolder(path.join(file, 'folder'))).toThrow('ENOTDIR');
});

test.runIf(process.platform === 'linux')('where nothing can be made it ends, with an error', () => {
  expect(() => makeFolder('/proc/nothing/here')).toThrow('ENOENT');
});
