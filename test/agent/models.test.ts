import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readJournal } from '../../src/agent/read-journal.ts';
import { call, end, httpError, say, think } from '../fixtures/api-replies.ts';
import type { ApiRequest } from '../fixtures/api-server.ts';
import { openSession } from '../fixtures/open-session.ts';

const supported = (yes: boolean) => ({ supported: yes });
const offered = [
  {
    id: 'claude-sonnet-5-5',
    display_name: 'Claude Sonnet 5.5',
    max_input_tokens: 1_000_000,
    capabilities: {
      effort: {
        ...supported(true),
        low: supported(true),
        medium: supported(true),
        high: supported(true),
        xhigh: null,
        max: supported(false),
      },
    },
  },
  // As a server answers that only speaks the Messages API.
  { id: 'qwen3-coder' },
  // As llama.cpp and vLLM do.
  { id: 'here.gguf', meta: { n_ctx: 65_536, n_ctx_train: 131_072 } },
  { id: 'there', max_model_len: 40_960 },
];

describe('the model', () => {
  test('is one of the list of the API, with its window and its efforts as far as they are known', async () => {
    const opened = await openSession([], { offered });
    await opened.session.loadModels();
    expect(opened.events.findLast(({ type }) => type === 'model_announced')).toMatchObject({
      model: 'scripted',
      window: null,
      models: [
        { id: 'claude-sonnet-5-5', name: 'Claude Sonnet 5.5', window: 1_000_000, efforts: ['low', 'medium', 'high'] },
        { id: 'qwen3-coder', name: 'qwen3-coder', window: null, efforts: null },
        { id: 'here.gguf', name: 'here.gguf', window: 65_536, efforts: null },
        { id: 'there', name: 'there', window: 40_960, efforts: null },
      ],
    });
  });

  test('is changed for the rest of the session, with its effort, and that is recorded', async () => {
    const opened = await openSession([say('One.'), say('Two.'), say('Three.')], { models: { effort: 'low' } });
    for (const [turn, choose] of [
      [1, () => undefined],
      [2, () => opened.session.chooseModel('claude-opus-5-5', 'high')],
      [3, () => opened.session.chooseModel('qwen3-coder', null)],
    ] as const) {
      choose();
      opened.session.submit('go');
      await opened.turnsEnded(turn);
    }
    expect(opened.server.requests.map(({ body }) => [body.model, body.output_config?.effort])).toEqual([
      ['scripted', 'low'],
      ['claude-opus-5-5', 'high'],
      ['qwen3-coder', undefined],
    ]);
    const recorded = await readJournal(path.join(opened.root, '.state', 'session.jsonl'));
    expect(recorded.filter(({ type }) => type === 'model_chosen')).toMatchObject([
      { model: 'claude-opus-5-5', effort: 'high' },
      { model: 'qwen3-coder', effort: null },
    ]);
    expect(recorded.filter(({ type }) => type === 'request_done')).toMatchObject([
      { model: 'scripted' },
      { model: 'claude-opus-5-5', dollars: expect.any(Number) },
      { model: 'qwen3-coder' },
    ]);
  });

  test('that is overloaded is left alone for a while when another is named for that', async () => {
    const overloaded = httpError(529, 'overloaded_error', 'Overloaded', { 'x-should-retry': 'false' });
    const opened = await openSession([overloaded, say('Here.'), say('Still here.')], {
      models: { fallback: 'claude-haiku-5-5' },
    });
    opened.session.submit('are you there?');
    await opened.turnsEnded(1);
    opened.session.submit('and now?');
    await opened.turnsEnded(2);
    expect(opened.server.requests.map(({ body }) => body.model)).toEqual([
      'scripted',
      'claude-haiku-5-5',
      'claude-haiku-5-5',
    ]);
    expect(await opened.event('request_failed')).toMatchObject({ mended: true });
    expect(await opened.event('model_fell_back')).toMatchObject({ from: 'scripted', to: 'claude-haiku-5-5' });
  });

  test('whose window is full in the middle of an answer gets room before the next request', async () => {
    const opened = await openSession([
      say('A word. '.repeat(60)),
      [say('And an'), end('model_context_window_exceeded')],
      say('The summary.'),
      say('On.'),
    ]);
    for (const turn of [1, 2, 3]) {
      opened.session.submit(`prompt ${turn}`);
      await opened.turnsEnded(turn);
    }
    expect(await opened.event('compacted')).toMatchObject({ summary: 'The summary.' });
  });
});

test('consecutive requests are byte for byte the same up to where the older one ends, so that the cache hits', async () => {
  const opened = await openSession([
    [think('Let me see.'), say('Looking.'), call('read_file', { path: 'a.txt' }), call('read_file', { path: 'b.txt' })],
    [call('background_run', { command: 'sleep 60', timeout: 0 })],
    say('It runs.'),
    say('It ended.'),
    say('Yes.'),
  ]);
  writeFileSync(path.join(opened.root, 'a.txt'), 'a\n');
  opened.session.submit('look');
  await opened.turnsEnded(1);
  opened.executor.end(opened.executor.running[0] ?? '', { printed: 'done\n' });
  await opened.turnsEnded(2);
  opened.session.submit('sure?');
  await opened.turnsEnded(3);
  const { requests } = opened.server;
  expect(requests).toHaveLength(5);
  for (const [index, request] of requests.slice(1).entries()) {
    const before = prefixOf(requests[index]);
    const now = prefixOf(request);
    expect(now.slice(0, before.length)).toEqual(before);
    // Where the older request wrote the cache the newer one asks for it.
    expect(marksOf(request)).toContain(marksOf(requests[index]).at(-1));
    expect(marksOf(request).length).toBeLessThanOrEqual(4);
  }
});

/** Everything that is cached, in the order in which it is, without the marks themselves. */
function blocksOf(request: ApiRequest | undefined): readonly object[] {
  const { tools = [], system = [], messages = [] } = request?.body ?? {};
  return [
    ...tools,
    ...(Array.isArray(system) ? system : []),
    ...messages.flatMap(({ role, content }) =>
      Array.isArray(content) ? content.map((block) => ({ role, ...block })) : [],
    ),
  ];
}

function prefixOf(request: ApiRequest | undefined): readonly string[] {
  return blocksOf(request).map((block) => JSON.stringify({ ...block, cache_control: undefined }));
}

/** Which blocks are marked, by their number. */
function marksOf(request: ApiRequest | undefined): readonly number[] {
  return blocksOf(request).flatMap((block, index) => ('cache_control' in block ? [index] : []));
}

describe('read_file shows the model', () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  test.each([
    [
      'logo.png',
      png,
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png.toString('base64') } },
    ],
    ['paper.pdf', Buffer.from('%PDF-1.7\n'), { type: 'document', source: { media_type: 'application/pdf' } }],
  ])('%s', async (name, bytes, block) => {
    const opened = await openSession([[call('read_file', { path: name })], say('I see it.')]);
    writeFileSync(path.join(opened.root, name), bytes);
    opened.session.submit('look at it');
    await opened.turnsEnded(1);
    const content = opened.server.requests[1]?.body.messages.at(-1)?.content;
    expect(content).toMatchObject([{ type: 'tool_result', content: [{ type: 'text' }, block] }]);
  });

  test('nothing that is too large, and says what to do', async () => {
    const opened = await openSession([[call('read_file', { path: 'big.png' })], say('Too big.')]);
    writeFileSync(path.join(opened.root, 'big.png'), Buffer.concat([png, Buffer.alloc(4_000_000)]));
    opened.session.submit('look at it');
    await opened.turnsEnded(1);
    expect((await opened.event('tool_done')).result).toMatchObject({
      isError: true,
      text: expect.stringMatching(/^big\.png is a picture of 4,000,016 bytes; at most 3,600,000 can be shown\./),
    });
  });
});
