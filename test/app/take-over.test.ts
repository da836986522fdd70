import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openJournal } from '../../src/agent/journal.ts';
import { formerProjects, otherProjects } from '../../src/app/other-projects.ts';
import { lockSession } from '../../src/app/session-lock.ts';
import { sweepGone } from '../../src/app/sweep-gone.ts';
import { takeOver } from '../../src/app/take-over.ts';
import { foldersOf, projectFolders } from '../../src/config/folders.ts';
import { likeness, type FolderIdentity } from '../../src/config/project-record.ts';
import { createTaskFolder } from '../../src/background/local/task-folder.ts';
import { spec } from '../fixtures/tasks.ts';

const DAY = 86_400_000;

/** A folder with one session, which was renamed since. */
function renamedFolder() {
  const base = realpathSync(mkdtempSync(path.join(tmpdir(), 'meanwhile-over-')));
  onTestFinished(() => rmSync(base, { recursive: true }));
  const stateFolder = path.join(base, 'state');
  const [before, cwd] = [path.join(base, 'before'), path.join(base, 'after')];
  mkdirSync(before);
  projectFolders({ stateFolder, cwd: before });
  const old = foldersOf({ stateFolder, cwd: before });
  const journal = openJournal(path.join(old.sessions, 'aaaaaaaa.jsonl'));
  const info = { id: 'aaaaaaaa', at: 1, cwd: before, provider: 'p', model: 'm' };
  journal.append({ type: 'session_started', info });
  journal.append({ type: 'prompt_queued', id: 1, text: 'hello' });
  journal.close();
  renameSync(before, cwd);
  projectFolders({ stateFolder, cwd });
  const folders = foldersOf({ stateFolder, cwd });
  const take = async (alike: 'identity' | 'name') => {
    const [project] = formerProjects({ stateFolder, cwd });
    if (project === undefined) throw new Error('Nothing to take over.');
    return takeOver({ ...project, likeness: alike }, { folders, cwd, home: '/home/x' });
  };
  return { stateFolder, before, cwd, old, folders, take, state: (of: typeof old) => path.dirname(of.sessions) };
}

test.each([
  ['identity', true],
  ['name', false],
] as const)('kept rules come along when the folder is the same by %s: %s', async (alike, comes) => {
  const { old, folders, take, state } = renamedFolder();
  writeFileSync(path.join(state(old), 'rules.json'), '{"allow":[]}');
  expect(await take(alike)).toMatchObject({
    kind: 'taken',
    sentence: expect.stringMatching(/^Took over 1 session of /),
  });
  expect(existsSync(path.join(folders.sessions, 'aaaaaaaa.jsonl'))).toBe(true);
  expect(existsSync(path.join(state(folders), 'rules.json'))).toBe(comes);
});

test('nothing is taken over while a program has a session open', async () => {
  const { old, take } = renamedFolder();
  const lock = await lockSession(path.join(old.sessions, 'aaaaaaaa.jsonl'));
  onTestFinished(() => lock?.release());
  expect(await take('identity')).toMatchObject({ kind: 'refused', sentence: expect.stringContaining('still open') });
  expect(existsSync(path.join(old.sessions, 'aaaaaaaa.jsonl'))).toBe(true);
});

test('what was taken over is offered no more', async () => {
  const { stateFolder, cwd, take } = renamedFolder();
  await take('identity');
  expect(otherProjects({ stateFolder, cwd })).toEqual([]);
});

test('of records from before folders were noted, the first event names the folder', () => {
  const { stateFolder, before, cwd, old, state } = renamedFolder();
  rmSync(path.join(state(old), 'project.json'));
  expect(otherProjects({ stateFolder, cwd })).toMatchObject([{ cwd: before, isGone: true, likeness: undefined }]);
});

test.each<[what: string, gone: FolderIdentity | undefined, here: FolderIdentity, expected: string | undefined]>([
  ['the same birth and inode, also after a restart', at('1', '7', '99'), at('2', '7', '99'), 'identity'],
  ['an inode that was used again', at('1', '7', '99'), at('1', '7', '100'), undefined],
  ['an inode where no birth is told', at('1', '7', '0'), at('1', '7', '0'), 'inode'],
  ['an inode of another device', at('1', '7', '0'), at('2', '7', '0'), undefined],
  ['nothing noted', undefined, at('1', '7', '1'), undefined],
])('likeness by %s', (_what, gone, here, expected) => {
  const noted = { cwd: '/a', ...(gone === undefined ? {} : { folder: gone }) };
  expect(likeness(noted, { cwd: '/b', folder: here })).toBe(expected);
});

test('folders are alike by their repository, then by their name', () => {
  const [one, other] = [at('1', '1', '1'), at('1', '2', '2')];
  const repository = '/main/.git';
  expect(likeness({ cwd: '/a', folder: one, repository }, { cwd: '/b', folder: other, repository })).toBe('repository');
  expect(likeness({ cwd: '/x/a', folder: one }, { cwd: '/y/a', folder: other })).toBe('name');
});

function at(device: string, inode: string, born: string): FolderIdentity {
  return { device, inode, born };
}

test('old tasks of folders that are gone are removed once they were told, those of folders that are there never', async () => {
  const { stateFolder, cwd, old, folders } = renamedFolder();
  const now = Date.now();
  const tasks = [
    [old.tasks, '00000001', 'aaaaaaaa', 30],
    [old.tasks, '00000002', 'bbbbbbbb', 30],
    [old.tasks, '00000003', 'bbbbbbbb', 1],
    [folders.tasks, '00000004', 'bbbbbbbb', 30],
  ] as const;
  for (const [folder, id, sessionId, days] of tasks) {
    const task = path.join(folder, id);
    const createdAt = now - days * DAY;
    createTaskFolder(task, { version: 1, id, spec: { ...spec, cwd, sessionId }, createdAt, bootId: 'earlier' });
    renameSync(path.join(task, 'new'), path.join(task, 'done.0'));
    utimesSync(path.join(task, 'done.0'), createdAt / 1000, createdAt / 1000);
  }
  expect(await sweepGone({ stateFolder, age: 7 * DAY, now })).toBe(1);
  expect(tasks.map(([folder, id]) => existsSync(path.join(folder, id)))).toEqual([true, false, true, true]);
});
