import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { listSessions } from '../../src/app/session-list.ts';
import { lockSession } from '../../src/app/session-lock.ts';
import { runningTask, spec } from '../fixtures/tasks.ts';

const NOW = 1_000_000_000_000;

test('sessions are listed by title, age and what runs, newest first, without the own and the empty ones', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'meanwhile-list-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const prompt = (text: string) => ({ type: 'prompt_queued', id: 1, text });
  const records = {
    aaaaaaaa: [prompt('build\nthe shop'), { type: 'problem', at: 1, sentence: '{"v":1,"type":"session_titled"}' }],
    bbbbbbbb: [prompt('a'), { type: 'session_titled', title: 'Old' }, { type: 'session_titled', title: 'The shop' }],
    cccccccc: [{ type: 'session_started' }],
    dddddddd: [{ type: 'shell_started', command: 'ls', background: false }],
    eeeeeeee: [prompt('this one')],
    ffffffff: [{ type: 'prompt_queued', id: 1 }],
  };
  mkdirSync(path.join(folder, '99999999.jsonl'));
  for (const [index, [id, events]] of Object.entries(records).entries()) {
    const file = path.join(folder, `${id}.jsonl`);
    writeFileSync(file, events.map((event) => `${JSON.stringify({ v: 1, ...event })}\n`).join(''));
    utimesSync(file, NOW / 1000 - index * 60, NOW / 1000 - index * 60);
  }
  const lock = await lockSession(path.join(folder, 'dddddddd.jsonl'));
  onTestFinished(() => lock?.release());
  const tasks = [runningTask({ id: '00000001', spec: { ...spec, sessionId: 'bbbbbbbb' } })];
  expect(await listSessions({ folder, current: 'eeeeeeee', tasks, now: NOW })).toEqual([
    { id: 'aaaaaaaa', title: 'build the shop', words: '0 s ago · aaaaaaaa' },
    { id: 'bbbbbbbb', title: 'The shop', words: '1 min ago · 1 task running · bbbbbbbb' },
    { id: 'dddddddd', title: '!ls', words: '3 min ago · open in another program · dddddddd' },
  ]);
});

test('of very many sessions hundreds are listed, also when one of them cannot be read', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'meanwhile-list-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (let index = 0; index < 300; index++) {
    const record = JSON.stringify({ v: 1, type: 'prompt_queued', id: 1, text: `prompt ${index}` });
    writeFileSync(path.join(folder, `${index}.jsonl`), `${record}\n`, { mode: index === 7 ? 0 : 0o600 });
  }
  symlinkSync(path.join(folder, 'gone'), path.join(folder, 'dead.jsonl'));
  const listed = await listSessions({ folder, current: '5', tasks: [], now: NOW });
  expect(listed.length).toBeGreaterThanOrEqual(298);
});
