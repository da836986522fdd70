import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { AgentEvent } from '../../../src/agent/events.ts';
import { createFileImages, type FileImages } from '../../../src/agent/undo/file-images.ts';
import { createUndo, type Undo } from '../../../src/agent/undo/undo.ts';
import { readJournal } from '../../../src/agent/read-journal.ts';
import { call, say } from '../../fixtures/api-replies.ts';
import { temporaryFolder } from '../../fixtures/open-tools.ts';
import { openSession, userText } from '../../fixtures/open-session.ts';

const write = (name: string, content: string) => call('write_file', { path: name, content });
const edit = (name: string, before: string, after: string) =>
  call('edit_file', { path: name, old_text: before, new_text: after });

async function twoTurns() {
  const opened = await openSession([
    [edit('a.txt', 'one', 'two'), write('new/b.txt', 'made')],
    [edit('a.txt', 'two', 'three')],
    [say('Done.')],
    [edit('a.txt', 'three', 'four')],
    [say('Done.')],
    [say('I see.')],
  ]);
  const at = (name: string) => path.join(opened.root, name);
  writeFileSync(at('a.txt'), 'one\n');
  chmodSync(at('a.txt'), 0o640);
  opened.session.submit('first');
  await opened.turnsEnded(1);
  opened.session.submit('second');
  await opened.turnsEnded(2);
  return { ...opened, at, text: (name: string) => readFileSync(at(name), 'utf8') };
}

test('the changes of a turn are taken back together, turn by turn, and can be put back', async () => {
  const { session, at, text, events } = await twoTurns();
  expect(text('a.txt')).toBe('four\n');
  expect(await session.undo()).toBe('Changes undone. /redo restores them.');
  expect(text('a.txt')).toBe('three\n');
  await session.undo();
  expect(text('a.txt')).toBe('one\n');
  expect(existsSync(at('new/b.txt'))).toBe(false);
  expect(statSync(at('a.txt')).mode & 0o777).toBe(0o640);
  expect(await session.undo()).toBe('Nothing to undo.');
  await session.redo();
  await session.redo();
  expect([text('a.txt'), text('new/b.txt')]).toEqual(['four\n', 'made']);
  expect(await session.redo()).toBe('Nothing to redo.');
  expect(events.filter(({ type }) => type === 'changes_undone')).toMatchObject([
    { files: ['a.txt'] },
    { files: ['new/b.txt', 'a.txt'] },
  ]);
});

test('nothing is touched where a file was changed since, and it is named', async () => {
  const { session, at, text } = await twoTurns();
  await session.undo();
  writeFileSync(at('new/b.txt'), 'mine');
  expect(await session.undo()).toBe('new/b.txt was changed since. Nothing was touched.');
  expect([text('a.txt'), text('new/b.txt')]).toEqual(['three\n', 'mine']);
});

test('the model is told at its next call', async () => {
  const { session, server, turnsEnded } = await twoTurns();
  await session.undo();
  session.submit('third');
  await turnsEnded(3);
  expect(userText(server.requests.at(-1))).toContain('As they were before it are again: a.txt.');
});

test('also after a restart, from what was recorded and kept', async () => {
  const { root, session, text, server } = await twoTurns();
  await session.undo();
  await session.close('keep');
  const state = path.join(root, '.state');
  expect(statSync(path.join(state, 'images')).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(path.join(state, 'images'))) {
    expect(statSync(path.join(state, 'images', name)).mode & 0o777).toBe(0o600);
  }
  expect(server.requests).toHaveLength(5);
  const recorded = await readJournal(path.join(state, 'session.jsonl'));
  const later = await openSession([[say('I see.')]], { root, recorded });
  expect(await later.session.redo()).toBe('Changes restored.');
  expect(text('a.txt')).toBe('four\n');
  await later.session.undo();
  await later.session.undo();
  expect(text('a.txt')).toBe('one\n');
  later.session.submit('what now?');
  // Those that were recorded are shown again.
  await later.turnsEnded(3);
  expect(userText(later.server.requests[0]).match(/<undo>/g)).toHaveLength(4);
});

test('what is kept is bounded: the oldest goes, and is not mistaken for something else', async () => {
  const around = temporaryFolder();
  onTestFinished(() => rmSync(around, { recursive: true, force: true }));
  const folder = path.join(around, 'images');
  const images = createFileImages(folder, { most: 1_000 });
  const hashes = [];
  for (const letter of ['a', 'b', 'c']) hashes.push(await images.keep(letter.repeat(400)));
  expect(await Promise.all(hashes.map(async (hash) => (await images.read(hash))?.length ?? null))).toEqual([
    null,
    400,
    400,
  ]);
  writeFileSync(path.join(folder, hashes[2] ?? ''), 'torn');
  expect(await images.read(hashes[2] ?? '')).toBeNull();
});

test('a link that leads elsewhere since is not followed', async () => {
  const { session, at } = await twoTurns();
  const elsewhere = temporaryFolder();
  onTestFinished(() => rmSync(elsewhere, { recursive: true }));
  await session.undo();
  await session.undo();
  rmSync(at('new'), { recursive: true });
  symlinkSync(elsewhere, at('new'));
  expect(await session.redo()).toBe('new/b.txt leads elsewhere than before. Nothing was touched.');
  expect(readdirSync(elsewhere)).toEqual([]);
});

test('what could not be written is recorded as not made', async () => {
  const events: AgentEvent[] = [];
  const { root, undo } = plainUndo(events);
  const file = path.join(root, 'a.txt');
  writeFileSync(file, 'one');
  await undo.changing({ file, before: 'one', after: 'two', mode: 0o644 });
  writeFileSync(file, 'two');
  (await undo.changing({ file, before: 'two', after: 'three', mode: 0o644 }))();
  expect(events.at(-1)).toMatchObject({ type: 'file_change_failed' });
  expect(await undo.move('undo')).toMatchObject({ kind: 'moved', files: ['a.txt'] });
  expect(readFileSync(file, 'utf8')).toBe('one');
  undo.fold({ type: 'turn_started', at: 0, cause: 'prompt' });
  (await undo.changing({ file, before: 'one', after: 'four', mode: 0o644 }))();
  expect(await undo.move('undo')).toMatchObject({ kind: 'refused', sentence: 'Nothing to undo.' });
});

test('files that are as before already are said to be, and the turn before is next', async () => {
  const { session, at, text, events } = await twoTurns();
  writeFileSync(at('a.txt'), 'three\n');
  expect(await session.undo()).toBe(
    'Already as before that turn: a.txt. Nothing was changed; /undo again goes further back.',
  );
  expect(events.at(-1)).toMatchObject({ type: 'changes_undone', files: [] });
  await session.undo();
  expect(text('a.txt')).toBe('one\n');
});

test('a hard link is one before, after and when it is taken back', async () => {
  const { root, undo } = plainUndo();
  const [file, other] = [path.join(root, 'a.txt'), path.join(root, 'b.txt')];
  writeFileSync(file, 'two');
  linkSync(file, other);
  await undo.changing({ file, before: 'one', after: 'two', mode: 0o644 });
  await undo.move('undo');
  expect(readFileSync(other, 'utf8')).toBe('one');
  await undo.move('redo');
  expect([readFileSync(other, 'utf8'), statSync(file).nlink]).toEqual(['two', 2]);
});

test('where a named pipe is in place of one of the files nothing hangs, and none is changed', async () => {
  const { root, undo } = plainUndo();
  const at = (name: string) => path.join(root, name);
  await undo.changing({ file: at('a.txt'), before: 'old', after: 'new', mode: null });
  writeFileSync(at('a.txt'), 'new');
  execFileSync('mkfifo', [at('pipe')]);
  await undo.changing({ file: at('pipe'), before: 'old', after: 'new', mode: null });
  expect(await undo.move('undo')).toEqual({
    kind: 'refused',
    sentence: 'pipe cannot be read: it is not a regular file. Nothing was touched.',
  });
  expect(readFileSync(at('a.txt'), 'utf8')).toBe('new');
});

test('when one of the files cannot be written, those before it are put back', async () => {
  const { root, undo, images } = plainUndo();
  const [first, second] = [path.join(root, 'a.txt'), path.join(root, 'b.txt')];
  await undo.changing({ file: first, before: 'old a', after: 'new', mode: null });
  await undo.changing({ file: second, before: 'old b', after: 'new', mode: null });
  for (const file of [first, second]) writeFileSync(file, 'new');
  // Somebody writes to it after all was looked at.
  images.onRead = (text) => text === 'old b' && writeFileSync(second, 'mine');
  expect(await undo.move('undo')).toEqual({
    kind: 'refused',
    sentence: 'b.txt could not be written: it was changed just now. Nothing was changed.',
  });
  expect([readFileSync(first, 'utf8'), readFileSync(second, 'utf8')]).toEqual(['new', 'mine']);
});

test('in a project that is gone nothing is made anew', async () => {
  const { root, undo } = plainUndo();
  await undo.changing({ file: path.join(root, 'd/a.txt'), before: 'old', after: 'new', mode: null });
  rmSync(root, { recursive: true });
  expect(await undo.move('undo')).toEqual({
    kind: 'refused',
    sentence: `The project folder ${root} is gone. Nothing was touched.`,
  });
  expect(existsSync(root)).toBe(false);
});

function plainUndo(events: AgentEvent[] = []) {
  const [root, state] = [temporaryFolder(), temporaryFolder()];
  onTestFinished(() => [root, state].forEach((folder) => rmSync(folder, { recursive: true, force: true })));
  const emit = (event: AgentEvent) => {
    events.push(event);
    undo.fold(event);
  };
  const kept = createFileImages(state);
  const images: FileImages & { onRead: (text: string) => void } = {
    ...kept,
    onRead: () => undefined,
    async read(hash) {
      const bytes = await kept.read(hash);
      images.onRead(String(bytes));
      return bytes;
    },
  };
  const undo: Undo = createUndo({ root, images, now: Date.now, emit });
  return { root, undo, images };
}
