import { expect, test } from 'vitest';
import { folderFailure, spawnFailure } from '../../../src/background/local/start-failure.ts';

const failure = (code: string) => Object.assign(new Error(`${code}: what the system says`), { code });

test.each([
  ['ENOSPC', 'the disk that holds /tasks/1 is full; free some space and start it again'],
  ['EROFS', '/tasks/1 cannot be written; make it writable or set MEANWHILE_HOME to another folder'],
  ['EIO', 'EIO: what the system says'],
])('a folder that cannot be made for %s says what to do', (code, reason) => {
  expect(folderFailure(failure(code), '/tasks/1')).toBe(reason);
});

test.each([
  ['EAGAIN', 'the system has no room for another process; end some and start it again'],
  ['EACCES', 'the folder /shop may not be entered; change its permissions or name another'],
  ['EMFILE', 'too many files are open; raise the limit (ulimit -n) or end some programs, and start it again'],
  ['EIO', 'EIO: what the system says'],
])('a command that the system does not start for %s says what to do', (code, reason) => {
  expect(spawnFailure(failure(code), '/shop')).toBe(reason);
});
