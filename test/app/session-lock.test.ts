/** A session has one program, whichever way its record is reached and however the one before ended. */
import { execa } from 'execa';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { isSessionLocked, lockSession } from '../../src/app/session-lock.ts';

function place(name = 'sessions') {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'meanwhile-lock-')));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const folder = path.join(root, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return { root, folder, file: path.join(folder, 'aabbccdd.jsonl') };
}

const FIXTURE = 'test/fixtures/programs/lock-session.ts';

/** Another program, and what it says of its tries. */
function otherProgram() {
  const child = execa(process.execPath, ['--import', './scripts/typescript.js', FIXTURE], { reject: false });
  onTestFinished(async () => void (child.kill('SIGKILL'), await child));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const lock = async (file: string) => {
    child.stdin.write(`${file}\n`);
    return String((await lines.next()).value);
  };
  return { child, lock };
}

test('a program that is killed leaves a session that can be taken up', async () => {
  const { folder, file } = place();
  const other = otherProgram();
  expect(await other.lock(file)).toBe('locked');
  expect(await lockSession(file)).toBeNull();
  other.child.kill('SIGKILL');
  await other.child;
  expect(readdirSync(folder)).toEqual(['aabbccdd.lock']);
  expect(await isSessionLocked(file)).toBe(false);
  const lock = await lockSession(file);
  expect(lock).not.toBeNull();
  lock?.release();
  expect(readdirSync(folder)).toEqual([]);
});

test('another spelling of the path is the same session', async () => {
  const { root, folder, file } = place();
  const link = path.join(root, 'link');
  symlinkSync(folder, link);
  const lock = await lockSession(file);
  expect(await lockSession(path.join(link, 'aabbccdd.jsonl'))).toBeNull();
  expect(await isSessionLocked(`${folder}/./aabbccdd.jsonl`)).toBe(true);
  lock?.release();
});

test('a path of any length holds a lock', async () => {
  const { file } = place(path.join(...Array.from({ length: 10 }, () => 'a-folder-with-a-long-name')));
  const lock = await lockSession(file);
  expect(await lockSession(file)).toBeNull();
  expect(await isSessionLocked(file)).toBe(true);
  lock?.release();
  expect(await isSessionLocked(file)).toBe(false);
});

test('of many programs that take up a session at once one gets it', { timeout: 120_000 }, async () => {
  const { folder } = place();
  const programs = Array.from({ length: 4 }, otherProgram);
  await Promise.all(programs.map(({ lock }, n) => lock(path.join(folder, `${n}.jsonl`))));
  for (let round = 0; round < 30; round++) {
    const file = path.join(folder, `round${round}.jsonl`);
    await leaveDeadSocket(path.join(folder, `round${round}.lock`));
    const answers = await Promise.all(programs.map(({ lock }) => lock(file)));
    expect(answers.toSorted()).toEqual(['locked', 'open elsewhere', 'open elsewhere', 'open elsewhere']);
  }
});

test('a folder in which others could make sockets holds no lock', async () => {
  const { folder, file } = place();
  chmodSync(folder, 0o777);
  await expect(lockSession(file)).rejects.toThrow('can be changed by other users');
});

test('what is no socket in the place of a lock holds nobody up', async () => {
  const { folder, file } = place();
  writeFileSync(path.join(folder, 'aabbccdd.lock'), 'rubbish');
  const lock = await lockSession(file);
  expect(lock).not.toBeNull();
  lock?.release();
});

/** As a killed program leaves it. */
async function leaveDeadSocket(file: string): Promise<void> {
  await execa(process.execPath, [
    '-e',
    `require('node:net').createServer().listen(${JSON.stringify(file)}, () => process.kill(process.pid, 'SIGKILL'))`,
  ]).catch(() => {});
}
