import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from '../../src/agent/journal.ts';
import { readJournal } from '../../src/agent/read-journal.ts';
import { endedTask } from '../fixtures/tasks.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'meanwhile-journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const records = (file: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

test('what lasts is written at once, one line of JSON an event, with a version', () => {
  const journal = openJournal(path.join(folder, 'sessions', 'a.jsonl'));
  const message = { role: 'user', blocks: [{ kind: 'prompt', text: 'two\nlines' }] } as const;
  journal.append({ type: 'prompt_queued', id: 1, text: 'two\nlines' });
  journal.append({ type: 'user_message', at: 7, message, told: ['1f3a9c2e'], promptIds: [1] });
  journal.append({ type: 'task_done', task: endedTask() });
  expect(records(journal.file)).toEqual([
    { v: 1, type: 'prompt_queued', id: 1, text: 'two\nlines' },
    { v: 1, type: 'user_message', at: 7, message, told: ['1f3a9c2e'], promptIds: [1] },
    { v: 1, type: 'task_done', task: endedTask() },
  ]);
  journal.close();
});

test('deltas and output are not written', () => {
  const journal = openJournal(path.join(folder, 'a.jsonl'));
  journal.append({ type: 'text_delta', text: 'hel' });
  journal.append({ type: 'task_output', id: '1f3a9c2e', output: { size: 3, lastLine: 'hel' } });
  expect(records(journal.file)).toEqual([]);
  journal.close();
});

test('only the owner can read it, and a second start goes on where the first ended', () => {
  const file = path.join(folder, 'private', 'a.jsonl');
  for (const id of [1, 2]) {
    const journal = openJournal(file);
    journal.append({ type: 'prompt_queued', id, text: 'x' });
    journal.close();
  }
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  expect(records(file).map((record) => record.id)).toEqual([1, 2]);
});

test.skipIf(!existsSync('/dev/full'))(
  'a disk without space is answered with a sentence, and leaves no half record',
  () => {
    const journal = openJournal('/dev/full');
    const answer = journal.append({ type: 'prompt_queued', id: 1, text: 'x' });
    expect(answer).toEqual({
      ok: false,
      sentence: expect.stringMatching(/cannot be recorded .*ENOSPC.* Free some space/),
    });
    journal.close();
  },
);

test('half a record at the end is cut, and what cannot be understood is passed over and kept', async () => {
  const file = path.join(folder, 'torn.jsonl');
  const whole = '{"v":1,"type":"prompt_queued","id":1,"text":"x"}\nno json\n{"v":2,"type":"later"}\n';
  writeFileSync(file, `${whole}{"v":1,"type":"prompt_que`);
  expect(await readJournal(file)).toEqual([{ type: 'prompt_queued', id: 1, text: 'x' }]);
  const journal = openJournal(file);
  journal.append({ type: 'prompt_queued', id: 2, text: 'y' });
  journal.close();
  expect(readFileSync(file, 'utf8')).toBe(`${whole}{"v":1,"type":"prompt_queued","id":2,"text":"y"}\n`);
});

test.each<[what: string, harm: (file: string) => void]>([
  ['removed', (file) => rmSync(file)],
  ['replaced', (file) => (writeFileSync(`${file}.new`, 'rubbish\n'), renameSync(`${file}.new`, file))],
  ['removed with its folder', (file) => rmSync(path.dirname(file), { recursive: true })],
])('a record that is %s is written anew, and that is said once', (_, harm) => {
  const journal = openJournal(path.join(folder, 'sessions', 'a.jsonl'));
  journal.append({ type: 'prompt_queued', id: 1, text: 'x' });
  harm(journal.file);
  expect(journal.append({ type: 'prompt_queued', id: 2, text: 'y' })).toEqual({
    ok: true,
    note: expect.stringContaining('was written anew'),
  });
  expect(journal.append({ type: 'prompt_queued', id: 3, text: 'z' })).toEqual({ ok: true });
  expect(records(journal.file).map(({ id }) => id)).toEqual([1, 2, 3]);
  journal.close();
});

test.each([
  { type: 'prompt_queued', id: 1 },
  { type: 'session_titled', title: 7 },
  { type: 'user_message' },
  { type: 'user_message', message: { role: 'user', blocks: 'none' }, told: [], promptIds: [] },
  { type: 'assistant_message', message: null },
  { type: 'compacted', history: [{}] },
  { type: 'task_done', task: { id: 'a' } },
  { type: 'tool_started', callId: 'a' },
  { type: 'tool_done', result: {} },
])('a record that lacks what a session is taken up from is passed over: %j', async (event) => {
  const file = path.join(folder, 'a.jsonl');
  const whole = { type: 'prompt_queued', id: 2, text: 'on' };
  writeFileSync(file, [event, whole].map((one) => `${JSON.stringify({ v: 1, ...one })}\n`).join(''));
  expect(await readJournal(file)).toEqual([whole]);
});
