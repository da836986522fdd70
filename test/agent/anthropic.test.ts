import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { createAnthropicProvider, DEFAULT_MODEL, type AnthropicOptions } from '../../src/agent/anthropic.ts';
import type { Again, ModelEvent, ModelProvider, ModelRequest } from '../../src/agent/provider.ts';
import {
  breakOff,
  call,
  callJson,
  declined,
  end,
  errorEvent,
  gate,
  httpError,
  raw,
  redacted,
  say,
  streamOf,
  think,
  type HttpError,
  type Interruption,
} from '../fixtures/api-replies.ts';
import { startApiServer, type ApiServer, type Script } from '../fixtures/api-server.ts';
import { createManualClock } from '../fixtures/manual-clock.ts';

const REQUEST: ModelRequest = {
  system: 'Be brief.',
  tools: [],
  thinking: 'on',
  messages: [{ role: 'user', blocks: [{ kind: 'prompt', text: 'hi' }] }],
};
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
    answerId: 'msg_1',
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
  const script = [say(raw('event: x\ndata: {nope\n\n'))];
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
    usage: { input: 11, output: 11, cacheRead: 5, cacheWrite: 3 },
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

test('a caller that stops listening cuts the connection', async () => {
  const hold = gate();
  const { server, provider } = await start([say('one ', hold, 'two')]);
  for await (const event of provider.call(REQUEST, new AbortController().signal)) {
    if (event.type === 'text_delta') break;
  }
  await expect.poll(() => server.openStreams()).toBe(0);
});

test.each<[string, HttpError, Again | undefined]>([
  ['an overload', httpError(529, 'overloaded_error', 'x'), {}],
  ['a limit', httpError(429, 'rate_limit_error', 'x', { 'retry-after': '10800' }), { after: 10_800_000 }],
  ['a limit that is not to be repeated', httpError(429, 'rate_limit_error', 'x', { 'x-should-retry': 'false' }), {}],
  ['a server that fails', httpError(500, 'api_error', 'x', { 'retry-after-ms': '250' }), { after: 250 }],
  ['a conflict', httpError(409, 'conflict', 'x'), {}],
  ['a failure that is not to be repeated', httpError(500, 'api_error', 'x', { 'x-should-retry': 'false' }), undefined],
  ['what may be repeated, the server says', httpError(400, 'x', 'x', { 'x-should-retry': 'true' }), {}],
  ['a wrong request', httpError(400, 'invalid_request_error', 'x', { 'retry-after': '5' }), undefined],
  ['a wrong key', httpError(401, 'authentication_error', 'x'), undefined],
])('after %s it is told whether to ask again, and one request was made', async (_, reply, again) => {
  const { server, provider } = await start([reply]);
  const event = await last(provider);
  expect(event).toMatchObject({ type: 'failed' });
  expect(event).toHaveProperty(again === undefined ? 'partial' : 'again', again ?? EMPTY);
  expect(event !== undefined && 'again' in event).toBe(again !== undefined);
  expect(server.requests).toHaveLength(1);
});

const BROKEN: [string, Interruption, string][] = [
  ['an overloaded_error', errorEvent(), 'overloaded'],
  ['a broken connection', breakOff(), 'connection'],
];

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
    'cache_control, diagnostics, output_config, thinking, a system prompt in blocks',
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

test.each(BROKEN)(
  'after %s in the middle it is told what was said, what it cost and to ask again',
  async (...given) => {
    const [, interruption, kind] = given;
    const { server, provider } = await start([say('Half an '.repeat(20), interruption)]);
    expect(await last(provider)).toMatchObject({
      type: 'failed',
      failure: { kind },
      partial: { blocks: [{ kind: 'text', text: 'Half an '.repeat(20) }] },
      again: {},
      // The server counts what it wrote only at the end.
      usage: { input: 11, output: 46, cacheRead: 5, cacheWrite: 3 },
    });
    expect(server.requests).toHaveLength(1);
  },
);

test('a refusal is told in the words of the server', async () => {
  const { provider } = await start([[say('No'), declined('It could harm.', 'bio')]]);
  expect(await last(provider)).toMatchObject({ type: 'done', stopReason: 'refusal', refusal: 'It could harm.' });
});

test.each([
  ['before the first word', []],
  ['after the first words', ['Half an ']],
])('a connection on which nothing comes is said to be silent, then given up: %s', async (_, words) => {
  const hold = gate();
  const clock = createManualClock();
  const { server, provider } = await start([say(...words, hold)], { clock });
  const silences: (number | null)[] = [];
  let end: ModelEvent | undefined;
  const done = (async () => {
    for await (const event of provider.call(REQUEST, new AbortController().signal)) {
      if (event.type === 'silent') silences.push(event.seconds);
      end = event;
    }
  })();
  await hold.reached;
  await expect.poll(() => server.openStreams()).toBe(1);
  await settled();
  clock.advance(59_000);
  await settled();
  expect(silences).toEqual([]);
  clock.advance(2_000);
  await expect.poll(() => silences).toEqual([60]);
  clock.advance(60_000);
  await done;
  expect(end).toMatchObject({ type: 'failed', failure: { kind: 'timeout' }, again: {} });
  await expect.poll(() => server.openStreams()).toBe(0);
  expect(clock.timers()).toBe(0);
});

test('pings keep a connection alive, and end the silence', async () => {
  const [first, second] = [gate(), gate()];
  const ping = raw('event: ping\ndata: {"type": "ping"}\n\n');
  const clock = createManualClock();
  const { provider } = await start([say('One ', first, ping, second, 'two')], { clock });
  const events: ModelEvent[] = [];
  const done = (async () => {
    for await (const event of provider.call(REQUEST, new AbortController().signal)) events.push(event);
  })();
  await expect.poll(() => textOf(events)).toBe('One ');
  clock.advance(90_000);
  first.release();
  await expect.poll(() => events.filter(({ type }) => type === 'silent')).toHaveLength(2);
  clock.advance(50_000);
  second.release();
  await done;
  expect(events.at(-1)).toMatchObject({ type: 'done', message: { blocks: [{ text: 'One two' }] } });
  expect(events.filter(({ type }) => type === 'silent')).toEqual([
    { type: 'silent', seconds: 60 },
    { type: 'silent', seconds: null },
  ]);
});

test.each([
  ['the machine slept', 3_600_000],
  ['the clock was set back', -10_800_000],
])('a connection is dropped at once when %s', async (_, jump) => {
  const hold = gate();
  const clock = createManualClock();
  const { provider } = await start([say('One ', hold)], { clock });
  let end: ModelEvent | undefined;
  for await (const event of provider.call(REQUEST, new AbortController().signal)) {
    end = event;
    if (event.type !== 'text_delta') continue;
    clock.jump(jump);
    clock.advance(1_000);
  }
  expect(end).toMatchObject({ type: 'failed', failure: { kind: 'connection' }, again: { atOnce: true } });
});

test('after sleep between two requests a deaf connection is given up soon', async () => {
  const clock = createManualClock();
  const deaf = createServer((_, response) => void response.socket?.pause());
  await new Promise<void>((listening) => deaf.listen(0, '127.0.0.1', listening));
  closing.push(async () => (deaf.closeAllConnections(), void deaf.close()));
  const baseURL = `http://127.0.0.1:${(deaf.address() as AddressInfo).port}`;
  const provider = createAnthropicProvider({ apiKey: 'key-1', baseURL, model: DEFAULT_MODEL, clock });
  clock.jump(60_000);
  const asked = new Promise((resolve) => deaf.once('request', resolve));
  const end = last(provider);
  await asked;
  clock.advance(15_000);
  expect(await end).toMatchObject({ type: 'failed', failure: { kind: 'timeout' }, again: {} });
});

test('a stopped program that goes on again reads first what has come', async () => {
  const hold = gate();
  const clock = createManualClock();
  const { provider } = await start([say('One ', hold, 'two')], { clock });
  let end: ModelEvent | undefined;
  for await (const event of provider.call(REQUEST, new AbortController().signal)) {
    end = event;
    if (event.type !== 'text_delta' || event.text !== 'One ') continue;
    clock.stopFor(3_600_000);
    hold.release();
  }
  expect(end).toMatchObject({ type: 'done' });
});

/** What was to be told at once has been. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
