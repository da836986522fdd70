/** Whatever stands where a file is expected, nobody waits for it. A test that fails here hangs. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gitBranch } from '../../src/app/git-branch.ts';
import { gitDirectoryOf, obeyedIn } from '../../src/background/local/sandbox/git-directory.ts';
import { openInputHistory } from '../../src/app/input-history.ts';
import { appendRegularFile, readRegularText } from '../../src/background/regular-file.ts';

let folder = '';
let fifo = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'meanwhile-regular-'));
  fifo = path.join(folder, 'fifo');
  execFileSync('mkfifo', [fifo]);
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a file and a link to one are read and appended to', () => {
  const file = path.join(folder, 'file');
  writeFileSync(file, 'one\n');
  symlinkSync(file, path.join(folder, 'link'));
  appendRegularFile(path.join(folder, 'link'), 'two\n');
  expect(readRegularText(path.join(folder, 'link'))).toBe('one\ntwo\n');
});

test('a file that is made belongs to its user alone', () => {
  const file = path.join(folder, 'made');
  appendRegularFile(file, 'x');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toBe('x');
});

test('a FIFO, a device, a folder and nothing are errors at once', () => {
  for (const file of [fifo, '/dev/zero', folder, path.join(folder, 'nothing')]) {
    expect(() => readRegularText(file)).toThrow();
  }
  expect(() => appendRegularFile(fifo, 'x')).toThrow();
});

test('a FIFO in place of the input history means no history', () => {
  const history = openInputHistory(fifo);
  history.add('a prompt');
  expect(history.load()).toEqual([]);
});

test.each(['.git/HEAD', '.git'])('a FIFO at %s means that no branch is known', (name) => {
  const project = path.join(folder, name.replace('/', '-'));
  mkdirSync(path.dirname(path.join(project, name)), { recursive: true });
  execFileSync('mkfifo', [path.join(project, name)]);
  expect(gitBranch(project)).toBeNull();
});

test.each(['.git', '.git/commondir', '.git/config'])(
  'a FIFO at %s holds up nobody who looks for git directories',
  (name) => {
    const project = path.join(folder, `sandbox-${name.replace('/', '-')}`);
    mkdirSync(path.dirname(path.join(project, name)), { recursive: true });
    execFileSync('mkfifo', [path.join(project, name)]);
    const found = gitDirectoryOf(path.join(project, '.git'));
    if (name !== '.git/config') expect(found).toBeUndefined();
    else expect(obeyedIn(path.join(project, '.git'))).toContain(path.join(project, '.git/config'));
  },
);
