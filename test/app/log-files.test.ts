import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createLogFiles } from '../../src/app/log-files.ts';

function place() {
  const folder = mkdtempSync(path.join(tmpdir(), 'meanwhile-log-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string) => path.join(folder, name);
  return { folder, file };
}

function script(file: string, words: string): string {
  writeFileSync(file, `#!/bin/sh\n${words}\n`);
  chmodSync(file, 0o700);
  return file;
}

async function* pieces(...texts: readonly string[]) {
  yield* texts;
}

test('a log is saved in a new file, and never over one that is there', async () => {
  const { folder, file } = place();
  const { save } = createLogFiles({ cwd: folder, environment: {} });
  expect(await save('a.log', pieces('one\n', 'two\n'))).toMatchObject({ kind: 'saved' });
  expect(readFileSync(file('a.log'), 'utf8')).toBe('one\ntwo\n');
  expect(await save('a.log', pieces('three\n'))).toMatchObject({
    kind: 'failed',
    sentence: expect.stringContaining('is there already: give another name'),
  });
  expect(readFileSync(file('a.log'), 'utf8')).toBe('one\ntwo\n');
  expect(await save('no/such/folder.log', pieces('x'))).toMatchObject({
    kind: 'failed',
    sentence: expect.stringMatching(/folder\.log cannot be written: no such file or directory\.$/),
  });
});

test('nothing is left of a file that could not be written whole', async () => {
  const { folder, file } = place();
  async function* broken() {
    yield 'one\n';
    throw new Error('the log is gone');
  }
  const saved = await createLogFiles({ cwd: folder, environment: {} }).save('a.log', broken());
  expect(saved).toMatchObject({ kind: 'failed', sentence: expect.stringContaining('the log is gone') });
  expect(existsSync(file('a.log'))).toBe(false);
});

test('a pager reads it in a file for its user alone, without secrets, and the file is gone afterwards', async () => {
  const { folder, file } = place();
  const pager = script(
    file('pager'),
    `{ cat "$2"; ls -l "$2" | cut -c1-10; echo "$ANTHROPIC_API_KEY"; } > ${file('seen')}; echo "$2" > ${file('where')}`,
  );
  const { view } = createLogFiles({
    cwd: folder,
    environment: { ...process.env, PAGER: `${pager} -x`, ANTHROPIC_API_KEY: 'secret' },
  });
  expect(await view('pager', pieces('one\n'))).toBeNull();
  expect(readFileSync(file('seen'), 'utf8')).toBe('one\n-rw-------\n\n');
  expect(existsSync(readFileSync(file('where'), 'utf8').trim())).toBe(false);
});

test('a program that is not there is named, with what to set', async () => {
  const { view } = createLogFiles({
    cwd: tmpdir(),
    environment: { ...process.env, VISUAL: '', EDITOR: 'no-such-one' },
  });
  expect(await view('editor', pieces(''))).toBe('There is no no-such-one. Set EDITOR to the editor you use.');
});
