import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { SessionWish } from '../../src/config.ts';
import { readEnds } from '../../src/app/read-ends.ts';
import { chooseSession } from '../../src/app/session-choice.ts';
import { isSessionLocked, lockSession } from '../../src/app/session-lock.ts';

const NOW = 1_000_000_000_000;

function sessions(recorded: Readonly<Record<string, { readonly age: number; readonly prompt?: string }>> = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'meanwhile-sessions-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [id, { age, prompt }] of Object.entries(recorded)) {
    const file = path.join(folder, `${id}.jsonl`);
    const lines = [{ type: 'session_started' }, ...(prompt ? [{ type: 'prompt_queued', id: 1, text: prompt }] : [])];
    writeFileSync(file, lines.map((line) => `${JSON.stringify({ v: 1, ...line })}\n`).join(''));
    utimesSync(file, (NOW - age) / 1000, (NOW - age) / 1000);
  }
  const choose = async (wish: SessionWish) => {
    const chosen = await chooseSession({ folder, wish, now: NOW });
    if (chosen.kind === 'chosen') onTestFinished(chosen.lock.release);
    return chosen;
  };
  return { folder, choose, file: (id: string) => path.join(folder, `${id}.jsonl`) };
}

const three = {
  aaaaaaaa: { age: 7_200_000, prompt: 'first\nof all' },
  aabbbbbb: { age: 60_000, prompt: 'second' },
  cccccccc: { age: 1_000 },
};

test('--continue takes up the last session in which something was asked', async () => {
  const chosen = await sessions(three).choose({ kind: 'continue' });
  expect(chosen).toMatchObject({ kind: 'chosen', id: 'aabbbbbb', recorded: [{}, { text: 'second' }] });
});

test('--resume takes the beginning of an id', async () => {
  expect(await sessions(three).choose({ kind: 'resume', id: 'aaa' })).toMatchObject({ id: 'aaaaaaaa' });
});

test.each<[name: string, wish: SessionWish, sentence: RegExp]>([
  [
    'an unknown id names those there are, newest first',
    { kind: 'resume', id: 'f' },
    /no session f .*:\n {2}aabbbbbb {2}1 min ago {2}second\n {2}aaaaaaaa {2}2 h ago {2}first of all$/,
  ],
  ['an ambiguous id, too', { kind: 'resume', id: 'aa' }, /More than one session id begins with aa\. There are:/],
])('%s', async (_name, wish, sentence) => {
  expect(await sessions(three).choose(wish)).toMatchObject({
    kind: 'refused',
    sentence: expect.stringMatching(sentence),
  });
});

test('a record that cannot be read blocks no other, and is named', async () => {
  const { folder, choose, file } = sessions({ ...three, dddddddd: { age: 0, prompt: 'last' } });
  rmSync(file('dddddddd'));
  // Root may read every file, but no file is read of a FIFO.
  execFileSync('mkfifo', [file('dddddddd')]);
  expect(await choose({ kind: 'continue' })).toMatchObject({ kind: 'chosen', id: 'aabbbbbb' });
  await expect(readEnds(path.join(folder, 'dddddddd.jsonl'))).rejects.toThrow('it is no regular file');
});

test.runIf(process.platform === 'linux')(
  'that the last session cannot be read is said when an older one is taken up',
  async () => {
    const { choose, file } = sessions({ ...three, dddddddd: { age: 0, prompt: 'last' } });
    rmSync(file('dddddddd'));
    // A regular file that fails when it is read, by root too.
    symlinkSync('/proc/self/mem', file('dddddddd'));
    utimesSync(file('aabbbbbb'), NOW / 1000, NOW / 1000);
    expect(await choose({ kind: 'continue' })).toMatchObject({
      id: 'aabbbbbb',
      passedOver: expect.stringMatching(/^Passed over: session dddddddd cannot be read: EIO/),
    });
  },
);

test('of a record of any size only the ends are read', async () => {
  const { file } = sessions({ aaaaaaaa: { age: 0, prompt: 'first' } });
  const line = `${JSON.stringify({ v: 1, type: 'problem', sentence: 'x'.repeat(1_000_000) })}\n`;
  writeFileSync(file('aaaaaaaa'), line.repeat(8), { flag: 'a' });
  writeFileSync(file('aaaaaaaa'), `${JSON.stringify({ v: 1, type: 'session_titled', title: 'Named' })}\n`, {
    flag: 'a',
  });
  const ends = await readEnds(file('aaaaaaaa'));
  expect(ends.length).toBeLessThan(400_000);
  expect(
    ends
      .split('\n')
      .filter(Boolean)
      .map((one) => JSON.parse(one).type),
  ).toEqual(['session_started', 'prompt_queued', 'session_titled']);
});

test('without any session there is nothing to continue', async () => {
  const sentence = expect.stringMatching(/No session .* Start without --continue/);
  expect(await sessions().choose({ kind: 'continue' })).toEqual({ kind: 'refused', sentence });
});

test('a session has one program, until that one ends', async () => {
  const { choose, file } = sessions(three);
  expect(await isSessionLocked(file('aabbbbbb'))).toBe(false);
  const lock = await lockSession(file('aabbbbbb'));
  expect(await isSessionLocked(file('aabbbbbb'))).toBe(true);
  const sentence = expect.stringMatching(/aabbbbbb is open in another program\.[^]*aaaaaaaa/);
  expect(await choose({ kind: 'continue' })).toEqual({ kind: 'refused', sentence });
  lock?.release();
  await expect.poll(() => isSessionLocked(file('aabbbbbb'))).toBe(false);
  expect(await choose({ kind: 'continue' })).toMatchObject({ kind: 'chosen' });
});

test('a new session is open from its beginning', async () => {
  const { choose } = sessions();
  const chosen = await choose({ kind: 'new' });
  expect(chosen).toMatchObject({ kind: 'chosen', id: expect.stringMatching(/^[0-9a-f]{8}$/), recorded: [] });
  if (chosen.kind === 'chosen') expect(await isSessionLocked(chosen.file)).toBe(true);
});
