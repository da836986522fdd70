import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { readJournal } from '../../src/agent/read-journal.ts';
import { createFileImages } from '../../src/agent/undo/file-images.ts';
import { imagesFolder, recordFile } from '../../src/config/recorded-sessions.ts';
import { titleIn } from '../../src/app/session-list.ts';
import { writeFork } from '../../src/app/write-fork.ts';

function open() {
  const sessionsFolder = mkdtempSync(path.join(tmpdir(), 'meanwhile-fork-'));
  onTestFinished(() => rmSync(sessionsFolder, { recursive: true }));
  const fork = async (events: readonly AgentEvent[]) => {
    const id = writeFork({ session: { id: 'old' }, sessionsFolder }, events);
    const file = recordFile(sessionsFolder, id);
    return { id, events: await readJournal(file), title: titleIn(readFileSync(file, 'utf8')) };
  };
  return { sessionsFolder, fork };
}

const prompt: AgentEvent = { type: 'prompt_queued', id: 1, text: 'build the shop' };

test('a fork has what files were, also when the old session has lost it', async () => {
  const { sessionsFolder, fork } = open();
  const old = createFileImages(imagesFolder(sessionsFolder, 'old'));
  const [before, after] = [await old.keep('one'), await old.keep('two')];
  const change = { file: '/a.txt', before, after, mode: 0o644 };
  const { id } = await fork([prompt, { type: 'file_changing', at: 1, change }]);
  rmSync(imagesFolder(sessionsFolder, 'old'), { recursive: true });
  const images = createFileImages(imagesFolder(sessionsFolder, id));
  expect(String(await images.read(before))).toBe('one');
  expect(String(await images.read(after))).toBe('two');
});

test('a fork is called like the other, and so that the two are told apart', async () => {
  const { fork } = open();
  const first = await fork([prompt]);
  const second = await fork(first.events);
  expect([first.title, second.title]).toEqual(['build the shop (fork)', 'build the shop (fork 2)']);
  expect((await fork([])).title).toBeUndefined();
});
