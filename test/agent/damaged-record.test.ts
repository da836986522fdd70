/** A record that a disk, a hand or another version has spoiled never makes its session unusable. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { readJournal } from '../../src/agent/read-journal.ts';
import { call, say } from '../fixtures/api-replies.ts';
import { openSession } from '../fixtures/open-session.ts';

const list = (id: string) => call('list_directory', { path: '.' }, { id });

/** The lines of a session with three answered calls. */
async function recordedLines(): Promise<readonly string[]> {
  const opened = await openSession([[list('a')], [list('b')], [list('c')], say('Three times the same.')]);
  opened.session.submit('look three times');
  await opened.turnsEnded(1);
  return readFileSync(path.join(opened.root, '.state', 'session.jsonl'), 'utf8')
    .split('\n')
    .slice(0, -1);
}

function readBack(lines: readonly string[]): Promise<readonly AgentEvent[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'meanwhile-damaged-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'session.jsonl');
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  return readJournal(file);
}

/** Index of the nth line of that type. */
function nth(lines: readonly string[], type: string, n: number): number {
  return lines.flatMap((line, index) => (line.includes(`"type":"${type}"`) ? [index] : []))[n] ?? -1;
}

const without = (lines: readonly string[], at: number) => lines.filter((_, index) => index !== at);
const changed = (lines: readonly string[], at: number, change: (line: string) => string) =>
  lines.map((line, index) => (index === at ? change(line) : line));
const twice = (lines: readonly string[], at: number) =>
  lines.flatMap((line, index) => (index === at ? [line, line] : [line]));

test.each<[what: string, damage: (lines: readonly string[]) => readonly string[]]>([
  ['the second result deleted', (lines) => without(lines, nth(lines, 'user_message', 2))],
  ['the last result deleted', (lines) => without(lines, nth(lines, 'user_message', 3))],
  [
    'NUL bytes in a result',
    (lines) =>
      changed(
        lines,
        nth(lines, 'user_message', 2),
        (line) => `${line.slice(0, 50)}${'\0'.repeat(200)}${line.slice(250)}`,
      ),
  ],
  ['a result twice', (lines) => twice(lines, nth(lines, 'user_message', 2))],
  ['a call twice', (lines) => twice(lines, nth(lines, 'assistant_message', 1))],
  ['a call deleted', (lines) => without(lines, nth(lines, 'assistant_message', 1))],
  ['the first prompt deleted', (lines) => without(lines, nth(lines, 'user_message', 0))],
  [
    'a result whose text is null',
    (lines) =>
      changed(lines, nth(lines, 'user_message', 2), (line) => line.replace(/"text":"(?:[^"\\]|\\.)*"/, '"text":null')),
  ],
  [
    'a block of another version',
    (lines) =>
      changed(lines, nth(lines, 'assistant_message', 1), (line) =>
        line.replace('"blocks":[', '"blocks":[{"kind":"hologram"},'),
      ),
  ],
  [
    'a block that is null',
    (lines) =>
      changed(lines, nth(lines, 'assistant_message', 1), (line) => line.replace('"blocks":[', '"blocks":[null,')),
  ],
  ['an unknown kind of line', (lines) => ['{"v":1,"type":"dreamt"}', 'rubbish', '', ...lines]],
])('%s: the session goes on, and no request is refused', async (_, damage) => {
  const lines = await recordedLines();
  const recorded = await readBack(damage(lines));
  const opened = await openSession(() => say('Gone on.'), { recorded });
  opened.session.submit('go on');
  await expect
    .poll(() =>
      opened.events.some((event) => event.type === 'assistant_message' && JSON.stringify(event).includes('Gone on.')),
    )
    .toBe(true);
  expect(opened.server.refusals).toEqual([]);
});

test('a result that was lost is put back from where the record still has it', async () => {
  const lines = await recordedLines();
  const recorded = await readBack(without(lines, nth(lines, 'user_message', 2)));
  const opened = await openSession(() => say('Gone on.'), { recorded });
  opened.session.submit('go on');
  await opened.turnsEnded(2);
  const sent = JSON.stringify(opened.server.requests.at(-1)?.body.messages);
  expect(sent.match(/"tool_use_id":"[abc]"/g)).toEqual(['"tool_use_id":"a"', '"tool_use_id":"b"', '"tool_use_id":"c"']);
  expect(sent).not.toContain('is missing in the record');
  const [problem] = opened.events.filter(({ type }) => type === 'problem');
  expect(problem).toMatchObject({ sentence: expect.stringContaining('The record of this session is damaged') });
});

test('a record that is whole is taken up without a word', async () => {
  const opened = await openSession(() => say('Gone on.'), { recorded: await readBack(await recordedLines()) });
  opened.session.submit('go on');
  await opened.turnsEnded(2);
  expect(opened.events.filter(({ type }) => type === 'problem')).toEqual([]);
});
