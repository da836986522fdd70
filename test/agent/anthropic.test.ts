import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { createAnthropicProvider, DEFAULT_MODEL, type AnthropicOptions } from '../../src/agent/anthropic.ts';
import type { ModelEvent, ModelProvider, ModelRequest } from '../../src/agent/provider.ts';
import {
  breakOff,
  call,
  callJson,
  end,
  errorEvent,
  gate,
  httpError,
  raw,
  redacted,
  say,
  streamOf,
  think,
  type Interruption,
} from '../fixtures/api-replies.ts';
import { startApiServer, type ApiServer, type Script } from '../fixtures/api-server.ts';

const REQUEST: ModelRequest = {
  system: 'Be brief.',
  tools: [],
  messages: [{ role: 'user', blocks: [{ kind: 'prompt', text: 'hi' }] }],
};
const AT_ONCE = { 'retry-after-ms': '1' };
const EMPTY = { role: 'assistant', blocks: [] };

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function start(script: Script, options: Partial<AnthropicOptions> = {}) {
  const server: ApiServer = await startApiServer(script);
  closing.push(server.close);
  const provider = createAnthropicProvider({ apiKey: 'key-1', baseURL: server.url, model: DEFAULT_MODEL, ...options });
  return { server, provider };
}

/** A server that answers with these events and no more. */
async function startRaw(events: readonly string[]) {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(events.join(''));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  closing.push(async () => void server.close());
  const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { provider: createAnthropicProvider({ apiKey: 'key-1', baseURL, model: DEFAULT_MODEL }) };
}

async function all(provider: ModelProvider, signal = new AbortController().signal): Promise<ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const event of provider.call(REQUEST, signal)) events.push(event);
  return events;
}

async function last(provider: ModelProvider, signal?: AbortSignal): Promise<ModelEvent | undefined> {
  return (await all(provider, signal)).at(-1);
}

async function lastAfterAbort(provider: ModelProvider, when: (event: ModelEvent) => boolean) {
  const controller = new AbortController();
  let last: ModelEvent | undefined;
  for await (const event of provider.call(REQUEST, controller.signal)) {
    if (when(event)) controller.abort();
    last = event;
  }
  return last;
}

const textOf = (events: readonly ModelEvent[]) =>
  events.map((event) => (event.type === 'text_delta' ? event.text : '')).join('');

const sentences = (events: readonly ModelEvent[]) =>
  events.flatMap((event) => (event.type === 'retrying' ? [event.sentence] : []));

test('an answer streams as deltas and ends with the whole message, its reason and its tokens', async () => {
  const script = [[think('Let me see.', 'sig'), redacted('xyz'), say('I look.'), call('bash', { command: 'ls -la' })]];
  const { provider } = await start(script);
  const events = await all(provider);
  const thought = events.map((event) => (event.type === 'thinking_delta' ? event.text : '')).join('');
  const written = events.flatMap((event) => (event.type === 'tool_call_delta' ? [event.inputChars] : []));
  expect([thought, textOf(events), written]).toEqual(['Let me see.', 'I look.', [0, 8, 16, 20]]);
  expect(events.at(-1)).toEqual({
    type: 'done',
    message: {
      role: 'assistant',
      blocks: [
        { kind: 'thinking', text: 'Let me see.', signature: 'sig' },
        { kind: 'redacted-thinking', data: 'xyz' },
        { kind: 'text', text: 'I look.' },
        { kind: 'tool-call', id: 'toolu_1_3', name: 'bash', input: { command: 'ls -la' } },
      ],
    },
    stopReason: 'tool_use',
    usage: { input: 11, output: 7, cacheRead: 5, cacheWrite: 3 },
  });
});

test.each([
  ['end_turn', 'end_turn'],
  ['max_tokens', 'max_tokens'],
  ['refusal', 'refusal'],
  ['model_context_window_exceeded', 'window_full'],
  ['something_newer', 'other'],
])('the stop reason %s is told as %s', async (said, told) => {
  const { provider } = await start([[say('x'), end(said)]]);
  expect(await last(provider)).toMatchObject({ type: 'done', stopReason: told });
});

test.each([
  ['', {}],
  ['{"command": "rm -rf /tmp/x", "time', '{"command": "rm -rf /tmp/x", "time'],
  ['{"command": nope}', '{"command": nope}'],
  ['"ls"', 'ls'],
])('tool input %j is handed over as it is', async (json, input) => {
  const { provider } = await start([callJson('bash', json)]);
  expect(await last(provider)).toMatchObject({ type: 'done', message: { blocks: [{ kind: 'tool-call', input }] } });
});

test.each<[string, Partial<AnthropicOptions>, string | undefined]>([
  ['an API key', { apiKey: 'key-1' }, 'Bearer key-1'],
  ['an auth token', { apiKey: '', authToken: 'token-1' }, 'Bearer token-1'],
  ['an API key before an auth token', { apiKey: 'key-1', authToken: 'token-1' }, 'Bearer key-1'],
  ['nothing', { apiKey: '' }, undefined],
])('%s is sent as passed, whatever the environment says', async (_, options, authorization) => {
  vi.stubEnv('ANTHROPIC_API_KEY', 'key-of-the-environment');
  vi.stubEnv('ANTHROPIC_AUTH_TOKEN', 'token-of-the-environment');
  vi.stubEnv('ANTHROPIC_BASE_URL', 'http://127.0.0.1:9');
  vi.stubEnv('ANTHROPIC_CUSTOM_HEADERS', 'Authorization: Bearer custom\nx-team: shop');
  const { server, provider } = await start([say('x')], options);
  expect(await last(provider)).toMatchObject({ type: 'done' });
  expect(server.requests[0]?.headers.authorization).toBe(authorization);
  expect(server.requests[0]?.headers['x-team']).toBe('shop');
});

test('the SDK writes nothing to the console', async () => {
  vi.stubEnv('ANTHROPIC_LOG', 'debug');
  const methods = ['log', 'info', 'warn', 'error', 'debug'] as const;
  const spies = methods.map((method) => vi.spyOn(console, method));
  const script = [httpError(529, 'overloaded_error', 'Overloaded', AT_ONCE), say(raw('event: x\ndata: {nope\n\n'))];
  const { provider } = await start(script, { model: 'claude-sonnet-4-5' });
  await last(provider);
  expect(spies.flatMap((spy) => spy.mock.calls)).toEqual([]);
});

test('an abort while the model speaks keeps whole blocks', async () => {
  const hold = gate();
  const script = [
    [think('Hm.', 'signed'), say('I start '), call('bash', { command: 'ls' }), say('and then ', hold, 'nothing')],
  ];
  const { provider } = await start(script);
  expect(await lastAfterAbort(provider, (event) => event.type === 'text_delta' && event.text === 'then ')).toEqual({
    type: 'aborted',
    partial: {
      role: 'assistant',
      blocks: [
        { kind: 'thinking', text: 'Hm.', signature: 'signed' },
        { kind: 'text', text: 'I start ' },
        { kind: 'tool-call', id: 'toolu_1_2', name: 'bash', input: { command: 'ls' } },
        { kind: 'text', text: 'and then ' },
      ],
    },
  });
});

test.each<[where: string, sent: number, last: object]>([
  [
    'in the middle of it',
    4,
    { type: 'aborted', partial: { role: 'assistant', blocks: [{ kind: 'text', text: 'one ' }] } },
  ],
  [
    'when all of it has come',
    Infinity,
    { type: 'done', message: { role: 'assistant', blocks: [{ kind: 'text', text: 'one two' }] } },
  ],
])('an abort waits for no answer that does not settle, %s', async (_, sent, expected) => {
  const events = [...streamOf([say('one two')], 1)].slice(0, sent).join('');
  const body = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode(events)) });
  const headers = { 'content-type': 'text/event-stream' };
  const { provider } = await start([], { fetch: async () => new Response(body, { headers }) });
  const controller = new AbortController();
  let last: ModelEvent | undefined;
  const isSaid = (event: ModelEvent) => event.type === 'text_delta' && (sent === 4 || event.text === 'two');
  for await (const event of provider.call(REQUEST, controller.signal)) {
    if (isSaid(event)) setTimeout(() => controller.abort());
    last = event;
  }
  expect(last).toMatchObject(expected);
});

test('an abort in the middle of a tool call leaves the call out', async () => {
  const hold = gate();
  const { provider } = await start([[say('I start.'), call('bash', { command: 'ls' }, { midway: hold })]]);
  const isMidway = (event: ModelEvent) => event.type === 'tool_call_delta' && event.inputChars > 0;
  expect(await lastAfterAbort(provider, isMidway)).toMatchObject({
    partial: { blocks: [{ kind: 'text', text: 'I start.' }] },
  });
});

test('a call whose signal was aborted before asks nobody', async () => {
  const { server, provider } = await start([say('x')]);
  expect(await all(provider, AbortSignal.abort())).toEqual([{ type: 'aborted', partial: EMPTY }]);
  expect(server.requests).toEqual([]);
});

test('an abort ends the wait for a retry', async () => {
  const { server, provider } = await start([httpError(529, 'overloaded_error', 'x', { 'retry-after': '50' })]);
  const controller = new AbortController();
  const events: ModelEvent[] = [];
  for await (const event of provider.call(REQUEST, controller.signal)) {
    events.push(event);
    if (event.type === 'retrying') controller.abort();
  }
  expect(sentences(events)).toEqual(['The model is overloaded (529). Trying again in 50 s (1 of 4).']);
  expect(events.at(-1)).toEqual({ type: 'aborted', partial: EMPTY });
  expect(server.requests).toHaveLength(1);
});

test('a caller that stops listening cuts the connection', async () => {
  const hold = gate();
  const { server, provider } = await start([say('one ', hold, 'two')]);
  for await (const event of provider.call(REQUEST, new AbortController().signal)) {
    if (event.type === 'text_delta') break;
  }
  await expect.poll(() => server.openStreams()).toBe(0);
});

test('retries of what may pass are seen', async () => {
  const script = [
    httpError(429, 'rate_limit_error', 'Slow down', AT_ONCE),
    httpError(500, 'api_error', 'Oops', AT_ONCE),
    say('At last.'),
  ];
  const { provider } = await start(script);
  const events = await all(provider);
  expect(sentences(events)).toEqual([
    'The rate limit is reached (429). Trying again in 1 s (1 of 4).',
    'The server could not answer (500). Trying again in 1 s (2 of 4).',
  ]);
  expect(events.at(-1)).toMatchObject({ type: 'done' });
});

test('a server that wants a long wait is not waited for', async () => {
  const { server, provider } = await start([httpError(429, 'rate_limit_error', 'Slow', { 'retry-after': '3600' })]);
  const events = await all(provider);
  expect(sentences(events)).toEqual([]);
  expect(events.at(-1)).toMatchObject({
    failure: { kind: 'rate-limit', sentence: expect.stringContaining('Ask again in 60 min.') },
  });
  expect(server.requests).toHaveLength(1);
});

const BROKEN: [string, Interruption, string][] = [
  ['an overloaded_error', errorEvent(), 'overloaded'],
  ['a broken connection', breakOff(), 'connection'],
];

test.each(BROKEN)('after %s before the first word the answer is asked for again', async (_, interruption, kind) => {
  const { server, provider } = await start([say(interruption), say('Here.')]);
  const events = await all(provider);
  expect(sentences(events)).toEqual([`The answer broke off before it began (${kind}). Asking again (1 of 2).`]);
  expect(events.at(-1)).toMatchObject({ type: 'done', message: { blocks: [{ text: 'Here.' }] } });
  expect(server.requests).toHaveLength(2);
});

test('an answer that says why it ends needs no further word to be whole', async () => {
  const words = [...streamOf([say('all of it')], 1)].filter((piece) => typeof piece === 'string');
  const { provider } = await startRaw(words.slice(0, -1));
  expect(await last(provider)).toMatchObject({ type: 'done', message: { blocks: [{ text: 'all of it' }] } });
  const { provider: cut } = await startRaw(words.slice(0, -2));
  expect(await last(cut)).toMatchObject({ type: 'failed', failure: { kind: 'connection' } });
});

test.each<[string, object, readonly string[]]>([
  [
    'cache_control',
    { error: { message: 'system.0.cache_control: Extra inputs are not permitted' } },
    ['cache_control'],
  ],
  [
    'output_config',
    { detail: [{ loc: ['body', 'output_config'], msg: 'Extra inputs are not permitted' }] },
    ['effort'],
  ],
  ['a system prompt in blocks', { error: { message: 'system must be a string' } }, ['"system":[']],
  [
    'cache_control, output_config, thinking, a system prompt in blocks',
    { error: 'unknown field' },
    ['cache_control', 'effort', '"system":['],
  ],
])('a server that refuses %s is asked without, from then on', async (refused, body, gone) => {
  const { server, provider } = await start([
    { kind: 'http-error', status: 400, body, headers: {} },
    say('a'),
    say('b'),
  ]);
  const events: ModelEvent[] = [];
  const request = { ...REQUEST, effort: 'high' } as const;
  for await (const event of provider.call(request, new AbortController().signal)) events.push(event);
  expect(sentences(events)).toEqual([`The server refuses ${refused}. Asking again without.`]);
  expect(events.at(-1)).toMatchObject({ type: 'done' });
  expect(await last(provider)).toMatchObject({ type: 'done' });
  const [first, ...later] = server.requests.map((one) => JSON.stringify(one.body));
  for (const word of gone) {
    expect(first).toContain(word);
    for (const one of later) expect(one).not.toContain(word);
  }
});

test('a picture that is refused is left out from then on, and another one is tried', async () => {
  const refusal = httpError(400, 'invalid_request_error', 'messages.1.content.1.image.source: Could not process image');
  const { server, provider } = await start([refusal, say('a'), say('b')]);
  const shown = (data: string) =>
    ({
      kind: 'tool-result',
      callId: data,
      text: 'shown',
      isError: false,
      summary: '',
      files: [{ mediaType: 'image/png', data }],
    }) as const;
  const ask = async (...data: readonly string[]) => {
    const calls = data.map((id) => ({ kind: 'tool-call', id, name: 'read_file', input: {} }) as const);
    const messages = [
      { role: 'user', blocks: [{ kind: 'prompt', text: 'look' }] },
      { role: 'assistant', blocks: calls },
      { role: 'user', blocks: data.map(shown) },
    ] as const;
    const events: ModelEvent[] = [];
    const tools = [{ name: 'read_file', description: 'Reads.', inputSchema: { type: 'object' } }] as const;
    const request = { ...REQUEST, tools, messages };
    for await (const event of provider.call(request, new AbortController().signal)) events.push(event);
    return events;
  };
  const events = await ask('bad');
  expect(sentences(events)).toEqual(['The server refuses a picture or a PDF. Asking again without.']);
  expect(events.at(-1)).toMatchObject({ type: 'done' });
  await ask('bad', 'good');
  const last = JSON.stringify(server.requests.at(-1)?.body);
  expect(last).toContain('It is left out: the server refuses it.');
  expect(last).toContain('good');
  expect(last).not.toContain('"data":"bad"');
});

test('an answer that never begins is asked for a bounded number of times', async () => {
  const { server, provider } = await start(() => say(errorEvent()));
  expect(await last(provider)).toMatchObject({ type: 'failed', failure: { kind: 'overloaded' }, partial: EMPTY });
  expect(server.requests).toHaveLength(3);
});

test.each(BROKEN)(
  'after %s in the middle what was said is kept and nothing is repeated',
  async (_, interruption, kind) => {
    const { server, provider } = await start([say('Half an ', interruption)]);
    expect(await last(provider)).toMatchObject({
      type: 'failed',
      failure: { kind },
      partial: { blocks: [{ kind: 'text', text: 'Half an ' }] },
    });
    expect(server.requests).toHaveLength(1);
  },
);
