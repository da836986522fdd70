/** What cannot be recorded is not ordered; what happened is recorded later. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import type { Journal } from '../../src/agent/journal.ts';
import { call, say } from '../fixtures/api-replies.ts';
import { openSession, userText, type OpenSession } from '../fixtures/open-session.ts';

/** A disk that is full while `isFull` says so. */
function fullWhile(isFull: (type: AgentEvent['type'], n: number) => boolean) {
  const counts = new Map<string, number>();
  return (journal: Journal): Journal => ({
    ...journal,
    append(event) {
      const n = (counts.get(event.type) ?? 0) + 1;
      counts.set(event.type, n);
      return isFull(event.type, n) ? { ok: false, sentence: 'ENOSPC' } : journal.append(event);
    },
  });
}

function recordedTypes({ root }: OpenSession): readonly string[] {
  const lines = readFileSync(path.join(root, '.state', 'session.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean);
  return lines.map((line) => (JSON.parse(line) as AgentEvent).type);
}

test('an order that could not be recorded is not run, and is asked for again with the next word', async () => {
  const opened = await openSession(
    [[call('bash', { command: 'touch x' })], [call('bash', { command: 'touch x' })], say('Done.')],
    {
      wrapJournal: fullWhile((type, n) => type === 'assistant_message' && n === 1),
    },
  );
  opened.session.submit('go');
  await opened.turnsEnded(1);
  expect(opened.executor.running).toEqual([]);
  expect(opened.events.at(-1)).toMatchObject({ type: 'turn_ended', reason: 'failed' });
  opened.session.submit('again');
  await expect.poll(() => opened.executor.running.length).toBe(1);
  opened.executor.end(opened.executor.running[0] ?? '', { printed: '' });
  await opened.turnsEnded(2);
  expect(opened.server.refusals).toEqual([]);
});

test('that a prompt cannot be recorded is said once, and again at the next try', async () => {
  const opened = await openSession([say('Done.')], { wrapJournal: fullWhile(() => true) });
  const said = () => opened.events.filter(({ type }) => type === 'problem').length;
  opened.session.submit('go');
  await opened.turnsEnded(1);
  expect(said()).toBe(1);
  opened.session.submit('');
  await opened.turnsEnded(2);
  expect(said()).toBe(2);
});

test('a tool whose start could not be recorded is not run, and the model is told', async () => {
  const opened = await openSession([[call('bash', { command: 'touch x' })], say('Not done.')], {
    wrapJournal: fullWhile((type, n) => type === 'tool_started' && n === 1),
  });
  opened.session.submit('go');
  await opened.turnsEnded(1);
  expect(opened.executor.running).toEqual([]);
  expect(userText(opened.server.requests[1])).toContain('It was not run, because the session could not be recorded');
});

test('a result that could not be recorded is recorded before what comes next', async () => {
  const opened = await openSession([[call('list_directory', { path: '.' })], say('Done.')], {
    wrapJournal: fullWhile((type, n) => type === 'tool_done' && n === 1),
  });
  opened.session.submit('go');
  await opened.turnsEnded(1);
  const types = recordedTypes(opened);
  expect(types.filter((type) => type === 'tool_done')).toHaveLength(1);
  expect(types.indexOf('tool_done')).toBeLessThan(types.lastIndexOf('user_message'));
});

test('nothing is asked or run before the disk has what it follows from, and the program goes on meanwhile', async () => {
  const flushes: (() => void)[] = [];
  let isSlow = true;
  const opened = await openSession([[call('bash', { command: 'touch x' })], say('Done.')], {
    wrapJournal: (journal) => ({
      ...journal,
      flushed: () =>
        new Promise((resolve) => (isSlow ? flushes.push(() => resolve({ ok: true })) : resolve({ ok: true }))),
    }),
  });
  opened.session.submit('go');
  await expect.poll(() => flushes.length).toBe(1);
  expect(opened.server.requests).toHaveLength(0);
  flushes[0]?.();
  await expect.poll(() => flushes.length).toBe(2);
  expect(opened.executor.running).toEqual([]);
  flushes[1]?.();
  await expect.poll(() => opened.executor.running.length).toBe(1);
  opened.executor.end(opened.executor.running[0] ?? '', { printed: '' });
  await expect.poll(() => flushes.length).toBe(3);
  isSlow = false;
  flushes[2]?.();
  await opened.turnsEnded(1);
});

test('a disk that cannot keep what was written ends the turn with a sentence', async () => {
  const opened = await openSession([say('Never asked.')], {
    wrapJournal: (journal) => ({ ...journal, flushed: async () => ({ ok: false, sentence: 'EIO' }) }),
  });
  opened.session.submit('go');
  await opened.turnsEnded(1);
  expect(opened.server.requests).toHaveLength(0);
  expect(opened.events).toContainEqual(expect.objectContaining({ type: 'problem', sentence: 'EIO' }));
});
