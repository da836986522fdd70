import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openTools } from '../../fixtures/open-tools.ts';

function project() {
  const tools = openTools();
  const read = async (name: string) => (await tools.call('read_file', { path: name })).result;
  const write = async (name: string, content: string) =>
    (await tools.call('write_file', { path: name, content })).result;
  const at = (name: string) => path.join(tools.root, name);
  return { ...tools, read, write, at };
}

test('a new file is made with its folders', async () => {
  const { write, at } = project();
  expect(await write('src/deep/a.ts', 'one\ntwo\n')).toMatchObject({
    text: 'Created src/deep/a.ts (2 lines).',
    summary: 'new · +2 −0',
    isError: false,
  });
  expect(readFileSync(at('src/deep/a.ts'), 'utf8')).toBe('one\ntwo\n');
});

test('a file that is there is replaced, and the lines that came and went are counted', async () => {
  const { read, write, at } = project();
  writeFileSync(at('a.txt'), 'one\ntwo\nthree\n');
  await read('a.txt');
  const result = await write('a.txt', 'one\n2\nthree\nfour\n');
  expect(result).toMatchObject({ text: 'Overwrote a.txt (+2 −1).', summary: '+2 −1' });
  expect(readFileSync(at('a.txt'), 'utf8')).toBe('one\n2\nthree\nfour\n');
});

test('the mode of a replaced file stays and nothing else is left in the folder', async () => {
  const { root, read, write, at } = project();
  writeFileSync(at('run.sh'), '#!/bin/sh\n');
  await read('run.sh');
  chmodSync(at('run.sh'), 0o751);
  await write('run.sh', '#!/bin/sh\nexit\n');
  expect(statSync(at('run.sh')).mode & 0o777).toBe(0o751);
  expect(readdirSync(root)).toEqual(['run.sh']);
});

test('a link that stays in the project stays a link', async () => {
  const { read, write, at } = project();
  writeFileSync(at('real.txt'), 'old');
  symlinkSync('real.txt', at('link.txt'));
  await read('real.txt');
  await write('link.txt', 'new');
  expect(lstatSync(at('link.txt')).isSymbolicLink()).toBe(true);
  expect(readFileSync(at('real.txt'), 'utf8')).toBe('new');
});

test('a file outside the project is written only when the user allows it', async () => {
  const tools = openTools({ answer: ({ body }) => ({ kind: body.includes('allowed') ? 'once' : 'no', word: '' }) });
  const file = `${tools.root}-outside.txt`;
  onTestFinished(() => rmSync(file, { force: true }));
  const write = (content: string) => tools.call('write_file', { path: `../${path.basename(file)}`, content });
  expect((await write('x')).result).toMatchObject({ isError: true, summary: 'declined' });
  expect(existsSync(file)).toBe(false);
  expect((await write('allowed')).result.isError).toBe(false);
  expect(readFileSync(file, 'utf8')).toBe('allowed');
  expect(tools.questions[0]).toMatchObject({ body: [file, 'x'], why: `${file} is outside the project` });
});

test('a file that was not read is not overwritten, unless it is empty', async () => {
  const { read, write, at } = project();
  writeFileSync(at('a.txt'), 'precious');
  writeFileSync(at('empty.txt'), '');
  expect(await write('a.txt', 'new')).toMatchObject({
    isError: true,
    summary: 'not read',
    text: expect.stringContaining(
      'a.txt is there already and was not read in this session, so it was not overwritten.',
    ),
  });
  expect(readFileSync(at('a.txt'), 'utf8')).toBe('precious');
  expect(await write('empty.txt', 'new')).toMatchObject({ isError: false });
  await read('a.txt');
  expect(await write('a.txt', 'new')).toMatchObject({ isError: false });
  expect(await write('a.txt', 'newer')).toMatchObject({ isError: false });
});

test('a file that was changed since it was read is not overwritten', async () => {
  const { call, read, write, at } = project();
  writeFileSync(at('a.txt'), 'one');
  await read('a.txt');
  writeFileSync(at('a.txt'), 'two');
  expect(await write('a.txt', 'x')).toMatchObject({ isError: true, summary: 'changed since' });
  writeFileSync(at('a.txt'), 'one');
  await call('edit_file', { path: 'a.txt', old_text: 'one', new_text: 'three' });
  expect(await write('a.txt', 'x')).toMatchObject({ isError: false });
});

test('a folder is not overwritten', async () => {
  const { write, at } = project();
  mkdirSync(at('src'));
  expect(await write('src', 'x')).toMatchObject({ isError: true, text: 'src is a folder; give the path of a file.' });
});

test('very different texts are counted in bounded time', async () => {
  const { call, read, write, at } = project();
  const lines = (word: string) =>
    Array.from({ length: 4_000 }, (_, index) => `${word} ${(index * 7919) % 4_000}\n`).join('');
  writeFileSync(at('a.txt'), lines('old'));
  await read('a.txt');
  await call('read_file', { path: 'a.txt', offset: 2_001 });
  expect(await write('a.txt', lines('new'))).toMatchObject({ summary: '+4000 −4000' });
});

test('the question shows the path and the lines that a new file gets', async () => {
  const tools = openTools({ answer: () => ({ kind: 'once' }) });
  await tools.call('write_file', { path: 'a.txt', content: 'one\ntwo' });
  expect(tools.questions).toEqual([
    {
      id: expect.any(String),
      callId: 'call-1',
      title: 'Write this file?',
      body: ['a.txt', 'one', 'two'],
      change: { from: 1, kind: 'new' },
      context: `in ${tools.root} · new file, 2 lines`,
      scope: 'all edits in this folder',
    },
  ]);
});

test('the question shows what an overwritten file loses', async () => {
  const tools = openTools({ answer: () => ({ kind: 'no', word: 'keep it' }) });
  writeFileSync(path.join(tools.root, 'a.txt'), 'one\ntwo\n');
  await tools.call('read_file', { path: 'a.txt' });
  const { result } = await tools.call('write_file', { path: 'a.txt', content: 'one\n2\n' });
  expect(tools.questions[0]).toMatchObject({
    title: 'Overwrite this file?',
    body: ['a.txt', '@@ line 1 @@', ' one', '-two', '+2'],
  });
  expect(result).toMatchObject({ isError: true, text: 'The user refused this and said: keep it', summary: 'declined' });
  expect(readFileSync(path.join(tools.root, 'a.txt'), 'utf8')).toBe('one\ntwo\n');
});

test('what cannot be written is not asked', async () => {
  const tools = openTools({ answer: () => ({ kind: 'once' }) });
  const { result } = await tools.call('write_file', { path: '.', content: '' });
  expect(result.isError).toBe(true);
  expect(tools.questions).toEqual([]);
});
