/** A call that was cut off is never run, and calls are told apart whatever ids a gateway gives them. */
import { describe, expect, test } from 'vitest';
import { call, callJson, end, say } from '../fixtures/api-replies.ts';
import { openSession, userText } from '../fixtures/open-session.ts';

describe('a call within which the answer was cut off', () => {
  test.each([
    ['half its input', callJson('bash', '{"command": "rm -rf x", "tim')],
    ['nothing of its input', callJson('list_directory', '')],
    ['input that looks whole', callJson('bash', '{"command": "rm -rf x"}')],
  ])('is not run with %s, and the model is told at how many tokens', async (_, cut) => {
    const opened = await openSession([[say('I do it.'), cut, end('max_tokens')], say('In pieces then.')]);
    opened.session.submit('do it');
    await opened.turnsEnded(1);
    expect(opened.executor.running).toEqual([]);
    expect(userText(opened.server.requests[1])).toContain('Your answer was cut off at its limit of 7 tokens');
    expect(await opened.event('tool_done')).toMatchObject({ result: { isError: true, summary: 'cut off' } });
  });

  test('leaves the whole call before it to be run', async () => {
    const opened = await openSession([
      [call('list_directory', { path: '.' }), callJson('bash', '{"comm'), end('max_tokens')],
      say('Done.'),
    ]);
    opened.session.submit('look');
    await opened.turnsEnded(1);
    const results = opened.events.flatMap((event) => (event.type === 'tool_done' ? [event.result.isError] : []));
    expect(results).toEqual([false, true]);
  });

  test('ends the turn with a sentence when it happens three times in a row', async () => {
    const { session, server, events, turnsEnded } = await openSession(() => [
      callJson('bash', '{"comm'),
      end('max_tokens'),
    ]);
    session.submit('do it');
    await turnsEnded(1);
    expect(server.requests).toHaveLength(3);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'problem', sentence: expect.stringContaining('three times') }),
    );
    expect(events.at(-1)).toMatchObject({ type: 'turn_ended', reason: 'failed' });
    session.submit('again');
    await turnsEnded(2);
    expect(server.refusals).toEqual([]);
  });
});

test.each([
  ['the same id in two answers', ['call_0', 'call_0']],
  ['no id', ['', '']],
  ['ids that the API would refuse', ['call_abc|fc_1', 'functions.bash:0']],
])('%s makes no request that is refused, and each result belongs to its call', async (_, [one = '', other = '']) => {
  const opened = await openSession([
    [call('list_directory', { path: '.' }, { id: one })],
    [call('read_file', { path: 'nowhere' }, { id: other })],
    say('Done.'),
  ]);
  opened.session.submit('look');
  await opened.turnsEnded(1);
  expect(opened.server.refusals).toEqual([]);
  expect(opened.server.requests).toHaveLength(3);
  const started = opened.events.flatMap((event) => (event.type === 'tool_started' ? [event.callId] : []));
  const done = opened.events.flatMap((event) => (event.type === 'tool_done' ? [event.result.callId] : []));
  expect(new Set(started).size).toBe(2);
  expect(done).toEqual(started);
});

test('the same id twice in one answer is two calls with a result each', async () => {
  const opened = await openSession([
    [call('list_directory', { path: '.' }, { id: 'x' }), call('read_file', { path: 'nowhere' }, { id: 'x' })],
    say('Done.'),
  ]);
  opened.session.submit('look');
  await opened.turnsEnded(1);
  expect(opened.server.refusals).toEqual([]);
  const done = opened.events.flatMap((event) => (event.type === 'tool_done' ? [event.result] : []));
  expect(done.map(({ isError }) => isError)).toEqual([false, true]);
  expect(new Set(done.map(({ callId }) => callId)).size).toBe(2);
});
