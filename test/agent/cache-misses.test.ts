import { expect, test } from 'vitest';
import { spendingOf } from '../../src/agent/spending.ts';
import { emptyState } from '../../src/store/empty-state.ts';
import { reduce } from '../../src/store/reduce.ts';
import { spendingWords } from '../../src/store/spending-words.ts';
import { call, httpError, say, uses } from '../fixtures/api-replies.ts';
import { openSession } from '../fixtures/open-session.ts';

const model = 'claude-sonnet-5-5';

test('each request names the answer before it, and the API finds nothing changed', async () => {
  const { session, server, turnsEnded, events } = await openSession(
    (_, n) => (n === 1 ? [say('I look.'), call('list_directory', {})] : [say('Done.')]),
    { model },
  );
  session.submit('go');
  await turnsEnded(1);
  session.submit('on');
  await turnsEnded(2);
  expect(server.requests.map(({ body }) => body.diagnostics)).toEqual([
    { previous_message_id: null },
    { previous_message_id: 'msg_1' },
    { previous_message_id: 'msg_2' },
  ]);
  expect(spendingOf(events).cacheMisses).toEqual([]);
});

test('/cost says why the cache was missed', async () => {
  let late: readonly string[] = [];
  const { session, turnsEnded, events } = await openSession(
    (body, n) => {
      if (JSON.stringify(body.messages.at(-1)).includes('Summarize this conversation')) return [say('All was done.')];
      return n === 2
        ? [uses({ cache_read_input_tokens: 0, cache_creation_input_tokens: 9_000 }), say('Late.')]
        : [say('Done.')];
    },
    { model, extraTools: () => late },
  );
  session.submit('go');
  await turnsEnded(1);
  session.submit('an hour later');
  await turnsEnded(2);
  late = ['mcp__late__look'];
  session.submit('with another tool');
  await turnsEnded(3);
  session.chooseModel('claude-opus-5-5', null);
  session.submit('with another model');
  await turnsEnded(4);
  session.compact('');
  await turnsEnded(5);
  session.submit('with less');
  await turnsEnded(6);
  expect(spendingOf(events).cacheMisses.map(({ why, requests }) => [why, requests])).toEqual([
    ['expired', 1],
    ['tools', 1],
    ['model', 1],
    ['messages', 1],
  ]);
  const words = spendingWords(events.reduce((state, event) => reduce(state, event, 0), emptyState));
  expect(words).toMatch(/^ {4}missed +1 time: it was not kept that long, about 9,000 tokens sent again$/m);
  expect(words).toMatch(/^ {4}missed +1 time: there were other tools, about [\d,]+ tokens sent again$/m);
  expect(words).toMatch(/^ {4}missed +1 time: another model was asked, about [\d,]+ tokens sent again$/m);
  expect(words).toMatch(/^ {4}missed +1 time: earlier messages had changed, about [\d,]+ tokens sent again$/m);
});

test('a server that refuses diagnostics is asked without them', async () => {
  const { session, server, turnsEnded } = await openSession(
    (body) =>
      body.diagnostics === undefined
        ? [say('Done.')]
        : httpError(400, 'invalid_request_error', 'diagnostics: Extra inputs are not permitted'),
    { model },
  );
  session.submit('go');
  await turnsEnded(1);
  session.submit('on');
  await turnsEnded(2);
  expect(server.requests.map(({ body }) => body.diagnostics !== undefined)).toEqual([true, false, false]);
  expect(server.requests[1]?.body.system).toEqual(server.requests[0]?.body.system);
});

test('other servers and models are not asked', async () => {
  const { session, server, turnsEnded } = await openSession([say('Done.')], { model: 'llama' });
  session.submit('go');
  await turnsEnded(1);
  expect(server.requests[0]?.body).not.toHaveProperty('diagnostics');
});
