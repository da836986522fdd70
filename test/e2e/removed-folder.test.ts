/** The program started by a shell that stands in a folder which was removed. */
import { execFile } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPlace, PROGRAM, type Place } from '../fixtures/program.ts';

let place: Place;
beforeAll(async () => {
  place = await createPlace();
});
afterAll(() => place.remove());

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function fromRemovedFolder(args: readonly string[]): Promise<Ran> {
  const script = 'mkdir "$1"; cd "$1"; rmdir "$1"; shift; exec "$@"';
  const folder = `${place.project}/removed`;
  return new Promise((resolve) => {
    const child = execFile(
      'sh',
      ['-c', script, 'sh', folder, process.execPath, PROGRAM, ...args],
      { env: place.env },
      (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
    child.stdin?.end();
  });
}

test.each([
  [['--help'], /^meanwhile/],
  [['--version'], /^meanwhile \d/],
  [['tasks', 'list', '--help'], /^meanwhile tasks list/],
  [['export', '--help'], /^meanwhile export/],
])('%j works there', async (args, says) => {
  expect(await fromRemovedFolder(args)).toMatchObject({ code: 0, out: expect.stringMatching(says), err: '' });
});

test.each([[['-p', 'hello']], [['tasks', 'list']], [['export']], [['config']], [['doctor']]])(
  '%j says in a sentence that the folder does not exist',
  async (args) => {
    const { code, out, err } = await fromRemovedFolder(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^The folder \/.*\/removed does not exist\. Give the project folder with --cwd\.\n$/);
  },
);

test('with --cwd it works', async () => {
  const { code, out } = await fromRemovedFolder(['--cwd', place.project, '-p', 'Say hello']);
  expect(code).toBe(0);
  expect(out).not.toBe('');
});
