/** What may pass is waited out: asked again by itself, seen, hastened, ended, bounded, and paid only once unseen. */
import { describe, expect, test } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { readJournal } from '../../src/agent/read-journal.ts';
import { spendingOf } from '../../src/agent/spending.ts';
import path from 'node:path';
import {
  breakOff,
  call,
  declined,
  end,
  errorEvent,
  gate,
  httpError,
  say,
  uses,
  type Reply,
} from '../fixtures/api-replies.ts';
import { createManualClock, type ManualClock } from '../fixtures/manual-clock.ts';
import { openSession, toldIn, userText, type OpenSession, type OpenSessionOptions } from '../fixtures/open-session.ts';

const overloaded = httpError(529, 'overloaded_error', 'Overloaded');

async function open(script: Parameters<typeof openSession>[0], options: OpenSessionOptions = {}) {
  const clock = createManualClock();
  return { ...(await openSession(script, { ...options, clock })), clock };
}

const waits = ({ events }: Pick<OpenSession, 'events'>) => events.filter((event) => event.type === 'request_waiting');

/** Lets time pass until so many requests were made. */
async function passUntil({ server, clock }: { server: OpenSession['server']; clock: ManualClock }, requests: number) {
  const from = clock.steady();
  await expect
    .poll(() => (server.requests.length < requests ? clock.advance(1_000) : undefined, server.requests.length), {
      interval: 5,
      timeout: 20_000,
    })
    .toBe(requests);
  return clock.steady() - from;
}

const textsSaid = (events: readonly AgentEvent[]) =>
  events.flatMap((event) =>
    event.type === 'assistant_message'
      ? event.message.blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : []))
      : [],
  );

describe('a request', () => {
  test.each<[string, Reply]>([
    ['an overload', overloaded],
    ['a server that fails', httpError(500, 'api_error', 'Oops')],
    ['an overload that says not to ask again', httpError(529, 'overloaded_error', 'x', { 'x-should-retry': 'false' })],
    ['an error event before the first word', say(errorEvent())],
    ['a connection that breaks before the first word', say(breakOff())],
  ])('is made again by itself after %s, with growing pauses', async (_, reply) => {
    const opened = await open([...Array.from({ length: 9 }, () => reply), say('Here.')]);
    opened.session.submit('are you there?');
    await passUntil(opened, 10);
    await opened.turnsEnded(1);
    expect(textsSaid(opened.events)).toEqual(['Here.']);
    const pauses = waits(opened).map(({ at, until }) => until - at);
    expect(pauses).toHaveLength(9);
    expect(pauses[0]).toBeLessThan(1_300);
    expect(pauses[3]).toBeGreaterThan(5_000);
    expect(Math.min(...pauses.slice(-2))).toBeGreaterThan(60_000);
    expect(Math.max(...pauses)).toBeLessThan(120_000);
    expect(opened.server.refusals).toEqual([]);
  });

  test('waits as long as the server says, for hours', async () => {
    const limit = httpError(429, 'rate_limit_error', 'Slow down', { 'retry-after': '10800' });
    const opened = await open([limit, say('At last.')]);
    opened.session.submit('hi');
    const { at, until } = await opened.event('request_waiting');
    expect(until - at).toBe(10_800_000);
    await expect.poll(() => opened.clock.timers()).toBe(1);
    opened.clock.advance(10_799_000);
    expect(opened.server.requests).toHaveLength(1);
    opened.clock.advance(1_000);
    await opened.turnsEnded(1);
    expect(textsSaid(opened.events)).toEqual(['At last.']);
  });

  test('is made again when its time has come while the machine slept', async () => {
    const opened = await open([httpError(429, 'rate_limit_error', 'x', { 'retry-after': '3600' }), say('Hello.')]);
    opened.session.submit('hi');
    await opened.event('request_waiting');
    await expect.poll(() => opened.clock.timers()).toBe(1);
    opened.clock.jump(3_700_000);
    opened.clock.advance(1_000);
    await opened.turnsEnded(1);
    expect(textsSaid(opened.events)).toEqual(['Hello.']);
  });

  test('is made at once when the wait is hastened, and waits no longer for that', async () => {
    const opened = await open([httpError(429, 'rate_limit_error', 'x', { 'retry-after': '3600' }), say('Hello.')]);
    expect(opened.session.hasten()).toBe(false);
    opened.session.submit('hi');
    await opened.event('request_waiting');
    await expect.poll(() => opened.session.hasten()).toBe(true);
    await opened.turnsEnded(1);
    expect(opened.server.requests).toHaveLength(2);
    expect(opened.session.hasten()).toBe(false);
  });

  test('is not made again when the wait is interrupted, and the next prompt goes on', async () => {
    const opened = await open([overloaded, say('Now.')]);
    opened.session.submit('hi');
    await opened.event('request_waiting');
    opened.session.interrupt();
    await opened.turnsEnded(1);
    expect(opened.events.at(-1)).toMatchObject({ type: 'turn_ended', reason: 'interrupted' });
    expect(opened.clock.timers()).toBe(0);
    opened.session.submit('and now?');
    await opened.turnsEnded(2);
    expect(opened.server.requests).toHaveLength(2);
    expect(opened.server.refusals).toEqual([]);
  });

  test('fails when it was made again for as long as the setting allows', async () => {
    const opened = await open(() => overloaded, { models: { maxWait: 20_000 } });
    opened.session.submit('hi');
    const tick = setInterval(() => opened.clock.advance(1_000), 5);
    await opened.turnsEnded(1);
    clearInterval(tick);
    expect(opened.server.requests.length).toBeGreaterThan(3);
    const failed = opened.events.findLast((event) => event.type === 'request_failed');
    expect(failed).toMatchObject({ failure: { sentence: expect.stringMatching(/529.*maxWait is 20 s/) } });
    expect(failed).not.toHaveProperty('mended');
    expect(opened.events.at(-1)).toMatchObject({ reason: 'failed' });
  });

  test.each([
    [0, /^The rate limit is reached \(429\)\. The server says to wait 90 s\.(?!.*maxWait)/],
    [60_000, /maxWait allows \(60 s\)/],
  ])('fails at once when the server wants a longer wait than %i ms', async (maxWait, words) => {
    const limit = httpError(429, 'rate_limit_error', 'x', { 'retry-after': '90' });
    const opened = await open([limit], { models: { maxWait } });
    opened.session.submit('hi');
    await opened.turnsEnded(1);
    expect(await opened.event('request_failed')).toMatchObject({
      failure: { kind: 'rate-limit', sentence: expect.stringMatching(words) },
    });
    expect(waits(opened)).toEqual([]);
  });

  test('that cannot pass is not made again', async () => {
    const opened = await open([httpError(401, 'authentication_error', 'no')]);
    opened.session.submit('hi');
    await opened.turnsEnded(1);
    expect(opened.server.requests).toHaveLength(1);
    expect(waits(opened)).toEqual([]);
  });
});

describe('an answer that broke off after the first words', () => {
  test.each<[string, Reply]>([
    ['an error event', [say('Half an '.repeat(20), errorEvent())]],
    ['a broken connection', [say('Half an '.repeat(20), breakOff())]],
    [
      'a call that was not written to its end',
      [say('Half an '.repeat(20)), call('bash', { command: 'rm -rf x' }, { midway: breakOff() })],
    ],
  ])('by %s is asked for again with the same history, recorded once and counted', async (_, broken) => {
    const opened = await open([broken, [say('The whole answer.')]]);
    opened.session.submit('tell me');
    await passUntil(opened, 2);
    await opened.turnsEnded(1);
    const [first, second] = opened.server.requests;
    expect(second?.body).toEqual(first?.body);
    expect(textsSaid(opened.events)).toEqual(['The whole answer.']);
    expect(await opened.event('request_failed')).toMatchObject({ mended: true, usage: { input: 11 } });
    const recorded = await readJournal(path.join(opened.root, '.state', 'session.jsonl'));
    expect(JSON.stringify(recorded)).not.toContain('Half an');
    // 46 tokens were seen of the first, and 7 are counted for the second.
    const { requests, usage } = spendingOf(recorded);
    expect(requests).toBe(2);
    expect(usage).toMatchObject({ input: 22, cacheRead: 10 });
    expect(usage.output).toBeGreaterThan(50);
    expect(opened.executor.running).toEqual([]);
  });

  test('by silence is said to be silent, then asked for again', async () => {
    const hold = gate();
    const opened = await open([say('Half an ', hold), say('All of it.')]);
    opened.session.submit('tell me');
    await opened.event('text_delta');
    await hold.reached;
    opened.clock.advance(61_000);
    expect(await opened.event('request_silent')).toMatchObject({ since: expect.any(Number) });
    opened.clock.advance(60_000);
    await opened.event('request_waiting');
    await passUntil(opened, 2);
    await opened.turnsEnded(1);
    expect(textsSaid(opened.events)).toEqual(['All of it.']);
  });

  test('because the machine slept is asked for again at once', async () => {
    const hold = gate();
    const opened = await open([say('Half an ', hold), say('All of it.')]);
    opened.session.submit('tell me');
    await opened.event('text_delta');
    opened.clock.jump(7_200_000);
    opened.clock.advance(1_000);
    await opened.turnsEnded(1);
    expect(waits(opened).map(({ at, until }) => until - at)).toEqual([0]);
    expect(textsSaid(opened.events)).toEqual(['All of it.']);
  });

  test('stops before it is asked for again when a limit of the session is reached by it', async () => {
    const broken = [uses({ input_tokens: 5_000 }), say('Half an ', breakOff())];
    const opened = await open([broken, say('No.')], { models: { limits: { tokens: 1_000 } } });
    opened.session.submit('tell me');
    await opened.event('request_waiting');
    await expect.poll(() => opened.session.hasten()).toBe(true);
    await opened.turnsEnded(1);
    expect(opened.server.requests).toHaveLength(1);
    expect(await opened.event('problem')).toMatchObject({ sentence: expect.stringContaining('maxSessionTokens') });
  });
});

test('the end of a task that meets an outage is told once, when the outage is over', async () => {
  const opened = await open([
    [call('background_run', { command: 'npm test', timeout: 0 })],
    say('It runs.'),
    overloaded,
    overloaded,
    say('It ended.'),
  ]);
  opened.session.submit('test it');
  await opened.turnsEnded(1);
  opened.executor.end(opened.executor.running[0] ?? '', { printed: 'done\n' });
  await opened.event('request_waiting');
  await passUntil(opened, 5);
  await opened.turnsEnded(2);
  expect(toldIn(opened.server.requests.at(-1))).toHaveLength(1);
  expect(textsSaid(opened.events)).toEqual(['It runs.', 'It ended.']);
});

test('what an interrupted answer cost is counted', async () => {
  const hold = gate();
  const opened = await open([[say('word '.repeat(100), hold)]]);
  opened.session.submit('tell me');
  await hold.reached;
  await opened.event('text_delta');
  opened.session.interrupt();
  await opened.turnsEnded(1);
  expect(await opened.event('request_aborted')).toMatchObject({
    usage: { input: 11, cacheRead: 5 },
    model: 'scripted',
  });
  expect(spendingOf(opened.events)).toMatchObject({ requests: 1, usage: { input: 11 } });
});

test('a request for a summary is made again too, and all of it is counted', async () => {
  const opened = await open([
    say('A word. '.repeat(60)),
    say('Another.'),
    say('The sum', breakOff()),
    overloaded,
    say('The summary.'),
  ]);
  for (const turn of [1, 2]) {
    opened.session.submit(`prompt ${turn}`);
    await opened.turnsEnded(turn);
  }
  opened.session.compact('');
  await opened.event('request_waiting');
  await passUntil(opened, 5);
  expect(await opened.event('compacted')).toMatchObject({ summary: 'The summary.', spent: { usage: { input: 22 } } });
});

describe('an answer that was declined', () => {
  test('is asked of the other model once, and what was said of it is dropped', async () => {
    const refused = [say('I will'), declined('It could harm.')];
    const opened = await open([refused, say('Of course.'), refused, refused], { models: { fallback: 'other' } });
    opened.session.submit('do it');
    await opened.turnsEnded(1);
    expect(opened.server.requests.map(({ body }) => body.model)).toEqual(['scripted', 'other']);
    expect(textsSaid(opened.events)).toEqual(['Of course.']);
    expect(await opened.event('model_fell_back')).toMatchObject({ from: 'scripted', to: 'other', why: 'declined' });
    expect(spendingOf(opened.events)).toMatchObject({ requests: 2, unpriced: { scripted: 1, other: 1 } });
    opened.session.submit('and this');
    await opened.turnsEnded(2);
    expect(opened.server.requests).toHaveLength(4);
    expect(opened.server.requests[2]?.body.model).toBe('scripted');
    expect(opened.events.findLast((event) => event.type === 'request_done')).toMatchObject({
      stopReason: 'refusal',
      refusal: 'It could harm.',
      model: 'other',
    });
  });

  test('ends the turn with the words of the server where no other model is set', async () => {
    const opened = await open([[say('No.'), declined(null, 'cyber')]]);
    opened.session.submit('do it');
    await opened.turnsEnded(1);
    expect(await opened.event('request_done')).toMatchObject({ stopReason: 'refusal', refusal: 'cyber' });
  });
});

test('an answer that the server paused goes on, with what was said before', async () => {
  const opened = await open([[say('First part.'), end('pause_turn')], say('Second part.')]);
  opened.session.submit('tell me');
  await opened.turnsEnded(1);
  expect(opened.server.requests[1]?.body.messages).toContainEqual(
    expect.objectContaining({ role: 'assistant', content: [{ type: 'text', text: 'First part.' }] }),
  );
  expect(textsSaid(opened.events)).toEqual(['First part.', 'Second part.']);
  expect(userText(opened.server.requests[1])).toContain('tell me');
});

test('a server that pauses for ever ends the turn', async () => {
  const opened = await open(() => [say('Wait.'), end('pause_turn')]);
  opened.session.submit('tell me');
  await opened.turnsEnded(1);
  expect(opened.server.requests).toHaveLength(20);
  expect(opened.events.at(-1)).toMatchObject({ reason: 'failed' });
});

test.each([
  ['the list says so', [{ id: 'scripted', max_input_tokens: 1_000_000, max_tokens: 96_000 }], 'scripted', 96_000],
  ['it is known', [], 'claude-opus-5-5', 128_000],
  ['its window is small', [{ id: 'scripted', max_input_tokens: 40_000, max_tokens: 96_000 }], 'scripted', 10_000],
  ['it is not known', [], 'qwen3', 32_000],
])('the longest answer is that of the model: %s', async (_, offered, model, most) => {
  const opened = await open([say('Hi.')], { offered });
  await opened.session.loadModels();
  opened.session.chooseModel(model, null);
  opened.session.submit('hi');
  await opened.turnsEnded(1);
  expect(opened.server.requests[0]?.body.max_tokens).toBe(most);
});
