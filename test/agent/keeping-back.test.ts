/** What the user keeps back is not told, is not lost, and is told once when it is let go. */
import { expect, test } from 'vitest';
import { call, say } from '../fixtures/api-replies.ts';
import { openSession, toldIn, type OpenSession } from '../fixtures/open-session.ts';

const replies = [call('background_run', { command: 'build' }), say('It runs.'), say('Noted.'), say('Noted too.')];

async function oneRuns({ session, executor, turnsEnded }: OpenSession): Promise<string> {
  session.submit('build it');
  await turnsEnded(1);
  return executor.running[0] ?? '';
}

test('an end that is held wakes nobody and goes with no call; let go, it is told once', async () => {
  const opened = await openSession(replies, { wake: 'ask' });
  const { session, server, executor, event, turnsEnded } = opened;
  const id = await oneRuns(opened);
  executor.end(id, { printed: 'ok\n' });
  const { news } = await event('news_unread');
  expect(news).toEqual({ id, taskId: id, kind: 'ended', line: expect.stringMatching(/^build completed after /) });
  expect(await session.previewNext()).toContain(`[bg:${id}] completed`);
  session.holdNews(id, true);
  expect(await session.previewNext()).toBe('');
  session.submit('and now?');
  await turnsEnded(2);
  expect(toldIn(server.requests.at(-1))).toHaveLength(0);
  session.holdNews(id, false);
  session.submit('');
  await turnsEnded(3);
  expect(toldIn(server.requests.at(-1))).toHaveLength(1);
  expect(await session.previewNext()).toBe('');
});

test('a muted task wakes nobody until it may speak again, and then by itself', async () => {
  const opened = await openSession(replies);
  const { session, server, executor, event, turnsEnded } = opened;
  const id = await oneRuns(opened);
  session.muteTask(id, true);
  executor.end(id);
  await event('news_unread');
  session.submit('go on');
  await turnsEnded(2);
  expect(toldIn(server.requests.at(-1))).toHaveLength(0);
  session.muteTask(id, false);
  await turnsEnded(3);
  expect(toldIn(server.requests.at(-1))).toHaveLength(1);
});

test('what a request carries is not foreseen for the next one, from the moment in which it is recorded', async () => {
  const opened = await openSession(replies);
  const { session, executor, turnsEnded } = opened;
  const id = await oneRuns(opened);
  const foreseen: Promise<string>[] = [];
  session.subscribe((event) => {
    if (event.type === 'user_message' && event.told.includes(id)) foreseen.push(session.previewNext());
  });
  executor.end(id, { printed: 'ok\n' });
  await turnsEnded(2);
  expect(await Promise.all(foreseen)).toEqual(['']);
});
