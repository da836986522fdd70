import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { splitHistory } from '../../src/agent/compaction.ts';
import { readJournal } from '../../src/agent/read-journal.ts';
import type { Message } from '../../src/agent/messages.ts';
import { replay } from '../../src/agent/replay.ts';
import { call, end, httpError, say, uses } from '../fixtures/api-replies.ts';
import type { ApiRequest } from '../fixtures/api-server.ts';
import { openSession, userText, type OpenSession } from '../fixtures/open-session.ts';

const LONG = 'All work and no play makes a long file.\n'.repeat(600);
const tooLong = httpError(400, 'invalid_request_error', 'prompt is too long: 210000 tokens > 200000 maximum');

/** A session in which a long file was read; `models` as in settings. */
async function withLongResult(script: Parameters<typeof openSession>[0], models = {}): Promise<OpenSession> {
  const opened = await openSession(script, { models });
  writeFileSync(path.join(opened.root, 'long.txt'), LONG);
  return opened;
}

const readIt = [say('I read it.'), call('read_file', { path: 'long.txt' })];
const textsOf = (request: ApiRequest | undefined) => JSON.stringify(request?.body.messages);
const journalOf = ({ root }: OpenSession) => readJournal(path.join(root, '.state', 'session.jsonl'));

test('near the limit old results are shortened first, without a request, and the journal keeps them', async () => {
  const opened = await withLongResult([readIt, [say('Read.'), uses({ input_tokens: 9_000 })], say('It is long.')], {
    contextTokens: 20_000,
    compactPercent: 40,
  });
  opened.session.submit('read it');
  await opened.turnsEnded(1);
  opened.session.submit('and now?');
  await opened.turnsEnded(2);
  expect(await opened.event('compacted')).toMatchObject({ cause: 'limit', summary: null });
  expect(textsOf(opened.server.requests[1])).toContain('a long file');
  expect(textsOf(opened.server.requests.at(-1)).length).toBeLessThan(6_000);
  expect(userText(opened.server.requests.at(-1))).toContain('read it');
  const recorded = await journalOf(opened);
  expect(JSON.stringify(recorded)).toContain(LONG.slice(-200).trim().split('\n')[0]);
  expect(recorded.find(({ type }) => type === 'tool_done')).toBeDefined();
});

test('a window that is too small for instructions and tools is said once, and not every request makes room', async () => {
  const step = [call('list_directory', { path: '.' }), uses({ input_tokens: 9_000 })];
  const opened = await openSession(
    ({ messages }) =>
      JSON.stringify(messages.at(-1)).includes('Summarize')
        ? say('A summary.')
        : (steps.shift() ?? [say('Done.'), uses({ input_tokens: 9_000 })]),
    { models: { contextTokens: 8_000 } },
  );
  const steps = [step, step, step, step];
  opened.session.submit('go');
  await opened.turnsEnded(1);
  const problems = opened.events.filter(({ type }) => type === 'problem');
  expect(problems).toMatchObject([{ sentence: expect.stringContaining('A window of 8,000 tokens is too small') }]);
  expect(opened.events.filter(({ type }) => type === 'compacted').length).toBeLessThanOrEqual(1);
});

describe('newest results that overflow the window alone', () => {
  const reads = Array.from({ length: 8 }, () => call('read_file', { path: 'long.txt' }));
  const isSummary = (request: { readonly messages: readonly unknown[] }) =>
    JSON.stringify(request.messages.at(-1)).includes('Summarize this conversation');
  const tokensIn = (body: unknown) => JSON.stringify(body).length / 3.5;

  test.each([
    ['a summary is written', say('They want it read.')],
    ['no summary is written', [] as const],
  ])('are shortened too, nothing is sent that cannot fit, and the turn goes on: %s', async (_, summary) => {
    const answers = [[say('I read them.'), ...reads], say('I have read them.')];
    const opened = await withLongResult((body) => (isSummary(body) ? summary : (answers.shift() ?? say('More?'))), {
      contextTokens: 32_000,
    });
    opened.session.submit('read it eight times');
    await opened.turnsEnded(1);
    expect(opened.events.at(-1)).toMatchObject({ reason: 'answered' });
    for (const { body } of opened.server.requests) expect(tokensIn(body)).toBeLessThan(32_000);
    expect(userText(opened.server.requests.at(-1))).toContain('it was shortened to fit into the window of the model');
    const compacted = await opened.event('compacted');
    expect(compacted.after).toBeLessThan(compacted.before / 2);
    expect(opened.server.refusals).toEqual([]);
  });

  test('are shortened when the server says that they do not fit, whatever is known of its window', async () => {
    const answers = [[say('I read them.'), ...reads], tooLong, say('I have read them.')];
    const opened = await withLongResult((body) =>
      isSummary(body) ? say('A summary.') : (answers.shift() ?? say('?')),
    );
    opened.session.submit('read it eight times');
    await opened.turnsEnded(1);
    expect(opened.events.at(-1)).toMatchObject({ reason: 'answered' });
    expect(userText(opened.server.requests.at(-1))).toContain('it was shortened to fit into the window of the model');
  });
});

describe('/compact', () => {
  test('lets the model sum up what is old, keeps what is new, and tells of live tasks again (FIELD D6)', async () => {
    const opened = await openSession([
      [call('background_run', { command: 'npm run dev', timeout: 0 })],
      say('It runs.'),
      say('The port is 5173. '.repeat(40)),
      [say('The user wants a shop.'), end('end_turn')],
      say('As I said.'),
    ]);
    opened.session.submit('build the shop');
    await opened.turnsEnded(1);
    opened.session.submit('which port?');
    await opened.turnsEnded(2);
    opened.session.compact('the port');
    const compacted = await opened.event('compacted');
    const asked = opened.server.requests[3];
    expect(userText(asked)).toContain('kept: the port');
    expect(asked?.body.tool_choice).toEqual({ type: 'none' });
    expect(compacted).toMatchObject({ cause: 'asked', summary: 'The user wants a shop.' });

    await opened.turnsEnded(3);
    opened.session.submit('go on');
    await opened.turnsEnded(4);
    const texts = userText(opened.server.requests.at(-1));
    expect(texts).toContain('<conversation-summary>\nThe user wants a shop.');
    expect(texts).toMatch(/<background-tasks>\n\[bg:\w+\] running .*npm run dev/);
    expect(texts).not.toContain('build the shop');
    expect(textsOf(opened.server.requests.at(-1))).toContain('The port is 5173.');

    const again = replay(await journalOf(opened), Date.now());
    const [first] = again.history;
    expect(first?.blocks[0]).toMatchObject({ kind: 'summary' });
    expect(again.history).toHaveLength(compacted.history.length + 2);
    expect((await journalOf(opened)).filter(({ type }) => type === 'prompt_queued')).toHaveLength(3);
  });

  test('that fails changes nothing and says so', async () => {
    const opened = await openSession([
      say('One. '.repeat(50)),
      say('Two. '.repeat(50)),
      httpError(400, 'invalid_request_error', 'No.'),
      say('Three.'),
    ]);
    opened.session.submit('first prompt');
    await opened.turnsEnded(1);
    opened.session.submit('second prompt');
    await opened.turnsEnded(2);
    opened.session.compact('');
    expect((await opened.event('compaction_failed')).sentence).toMatch(/^The conversation was not compacted: .*No\.$/);
    await opened.turnsEnded(3);
    opened.session.submit('third');
    await opened.turnsEnded(4);
    expect(userText(opened.server.requests.at(-1))).toMatch(/first prompt[^]*second prompt[^]*third/);
  });
});

test('a request that was too long is made once more after the conversation was compacted', async () => {
  const opened = await openSession([say('One. '.repeat(80)), tooLong, say('A summary.'), say('It fits now.')]);
  opened.session.submit('first prompt');
  await opened.turnsEnded(1);
  opened.session.submit('second prompt');
  await opened.turnsEnded(2);
  expect(await opened.event('compacted')).toMatchObject({ cause: 'overflow', summary: 'A summary.' });
  expect(await opened.event('request_failed')).toMatchObject({ mended: true });
  const last = userText(opened.server.requests.at(-1));
  expect(last).toContain('A summary.');
  expect(last).toContain('second prompt');
  expect(opened.events.at(-1)).toMatchObject({ type: 'turn_ended', reason: 'answered' });
});

test('that fails for want of a summary, the turn fails, and both are said', async () => {
  const no = httpError(400, 'invalid_request_error', 'No.');
  const opened = await openSession([say('One. '.repeat(80)), tooLong, no]);
  opened.session.submit('first prompt');
  await opened.turnsEnded(1);
  opened.session.submit('second prompt');
  await opened.turnsEnded(2);
  expect((await opened.event('compaction_failed')).sentence).toContain('No.');
  expect((await opened.event('problem')).sentence).toMatch(/too long for the model .* Begin a new one with \/clear/);
});

test('and when it is too long even then, the turn fails and the conversation is whole', async () => {
  const opened = await openSession([say('One. '.repeat(80)), tooLong, say('A summary.'), tooLong]);
  opened.session.submit('first prompt');
  await opened.turnsEnded(1);
  opened.session.submit('second prompt');
  await opened.turnsEnded(2);
  expect(opened.server.requests).toHaveLength(4);
  expect(opened.events.at(-1)).toMatchObject({ type: 'turn_ended', reason: 'failed' });
});

test.each([
  [{ tokens: 20 }, /used 26 tokens, and maxSessionTokens is 20\./],
  [{ dollars: 0.00001 }, /used \$0\.00, and maxSessionDollars/],
])('a session stops politely before the next request when it has used %j', async (limits, words) => {
  const prices = { scripted: { input: 10, output: 10, cacheRead: 1, cacheWrite: 10 } };
  const opened = await openSession([say('Hello.')], { models: { limits, prices } });
  opened.session.submit('hello');
  await opened.turnsEnded(1);
  opened.session.submit('again');
  await opened.turnsEnded(2);
  expect((await opened.event('problem')).sentence).toMatch(words);
  expect(opened.server.requests).toHaveLength(1);
  expect(opened.events.filter(({ type }) => type === 'request_done')).toMatchObject([{ model: 'scripted' }]);
});

test('what is kept never begins with a result whose call is gone', () => {
  const history: Message[] = [
    { role: 'user', blocks: [{ kind: 'prompt', text: 'x'.repeat(400) }] },
    { role: 'assistant', blocks: [{ kind: 'tool-call', id: 'a', name: 'bash', input: {} }] },
    {
      role: 'user',
      blocks: [{ kind: 'tool-result', callId: 'a', text: 'y'.repeat(400), isError: false, summary: '' }],
    },
  ];
  expect(splitHistory(history, 10)).toEqual({ old: history.slice(0, 1), kept: history.slice(1) });
  expect(splitHistory(history, 10_000)).toEqual({ old: [], kept: history });
});
