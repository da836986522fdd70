import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createAnthropicProvider, type AnthropicOptions } from '../../src/agent/anthropic.ts';
import type { ProviderFailure } from '../../src/agent/events.ts';
import type { ModelEvent } from '../../src/agent/provider.ts';
import { httpError, raw, say, type Reply } from '../fixtures/api-replies.ts';
import { startApiServer } from '../fixtures/api-server.ts';

const closing: (() => void)[] = [];

afterEach(() => {
  closing.splice(0).forEach((close) => close());
});

async function failure(options: Partial<AnthropicOptions>): Promise<ProviderFailure> {
  return (await lastEvent(options)).failure;
}

async function lastEvent(options: Partial<AnthropicOptions>): Promise<Extract<ModelEvent, { type: 'failed' }>> {
  const provider = createAnthropicProvider({ apiKey: 'key-1', model: 'clever', ...options });
  const blocks = [{ kind: 'prompt' as const, text: 'hi' }];
  const request = { system: '', tools: [], messages: [{ role: 'user' as const, blocks }] };
  for await (const event of provider.call(request, new AbortController().signal)) {
    if (event.type === 'failed') return event;
  }
  throw new Error('The call did not fail.');
}

async function failureAfter(reply: Reply, options: Partial<AnthropicOptions> = {}): Promise<ProviderFailure> {
  const server = await startApiServer(() => reply);
  closing.push(() => void server.close());
  return failure({ baseURL: server.url, ...options });
}

test.each<[number, string, string, ProviderFailure['kind'], string]>([
  [400, 'invalid_request_error', 'max_tokens: too big', 'bad-request', 'The server says: max_tokens: too big'],
  [400, 'invalid_request_error', 'prompt is too long: 9 > 8', 'too-large', 'Begin a new one with /clear.'],
  [400, 'invalid_request_error', 'Your credit balance is too low', 'billing', 'Check its credit'],
  [401, 'authentication_error', 'invalid', 'authentication', 'Check ANTHROPIC_API_KEY, or unset it to use the offline'],
  [402, 'billing_error', 'pay', 'billing', '(402). Check its credit and limits'],
  [403, 'permission_error', 'no', 'permission', 'The key may not do this (403).'],
  [404, 'not_found_error', 'model: clever', 'not-found', 'the model “clever” (404). Choose another with --model.'],
  [408, 'timeout_error', 'slow', 'timeout', 'took too long (408)'],
  [413, 'request_too_large', 'big', 'too-large', 'too long for the model “clever” (413)'],
  [418, 'teapot_error', 'short and stout', 'bad-request', '(418)'],
  [429, 'rate_limit_error', 'slow down', 'rate-limit', 'The rate limit is reached (429). The server says to wait 7 s.'],
  [500, 'api_error', 'oops', 'server', 'The server failed (500).'],
  [503, 'brand_new_error', 'oops', 'server', 'The server failed (503).'],
  [504, 'timeout_error', 'slow', 'timeout', '(504)'],
  [529, 'overloaded_error', 'busy', 'overloaded', 'The model is overloaded (529).'],
])('status %i with %s (%s) is a failure of kind %s', async (status, type, message, kind, words) => {
  const found = await failureAfter(httpError(status, type, message, { 'retry-after': '7' }));
  expect(found).toEqual({ kind, sentence: expect.stringContaining(words) });
});

test.each([
  [{ apiKey: '', authToken: 'token-1' }, 'The auth token was refused (401). Check ANTHROPIC_AUTH_TOKEN'],
  [{ apiKey: '' }, 'The server wants a key (401). Set ANTHROPIC_API_KEY.'],
])('a refused %j says what to check', async (options, words) => {
  const { sentence } = await failureAfter(httpError(401, 'authentication_error', 'invalid'), options);
  expect(sentence).toContain(words);
});

test.each(['my-own-key', 'sk-ant-api03-abcdefgh'])('the key %s is never shown', async (apiKey) => {
  const said = `bad header: Bearer ${apiKey}, sk-ant-another-0123456789, https://me:secret@host/`;
  const { sentence } = await failureAfter(httpError(400, 'invalid_request_error', said), { apiKey });
  expect(sentence).toContain('bad header: Bearer [key], [key], https://[key]@host/');
});

test('a word that is no secret is not taken out of sentences', async () => {
  const said = 'ollama has no such parameter';
  const { sentence } = await failureAfter(httpError(400, 'invalid_request_error', said), { authToken: 'ollama' });
  expect(sentence).toContain(said);
});

test.each<[number, object, ProviderFailure['kind'], string]>([
  // llama.cpp 0.5.0
  [
    400,
    {
      error: {
        code: 400,
        message: 'request (9000 tokens) exceeds the available context size (4096 tokens)',
        type: 'exceed_context_size_error',
      },
    },
    'too-large',
    '(9000 tokens)',
  ],
  [
    400,
    {
      type: 'error',
      error: { type: 'BadRequestError', message: "This model's maximum context length is 4096 tokens." },
    },
    'too-large',
    'Begin a new one',
  ],
  [500, { status: 'failure', message: 'Something went wrong' }, 'server', 'Something went wrong'],
  // What FastAPI answers by itself.
  [
    422,
    { detail: [{ type: 'missing', loc: ['body', 'max_tokens'], msg: 'Field required' }] },
    'bad-request',
    'Field required',
  ],
])('what other servers answer is read too: %i %j', async (status, body, kind, words) => {
  const found = await failureAfter({ kind: 'http-error', status, body, headers: {} });
  expect(found).toEqual({ kind, sentence: expect.stringContaining(words) });
});

test('a key that cannot be sent is not shown either', async () => {
  const { sentence } = await failureAfter(say('x'), { apiKey: 'a-key\nof two lines' });
  expect(sentence).not.toContain('two lines');
});

test('what a server says is cleaned, one line and bounded', async () => {
  const said = `\u001b]0;title\u0007one\n\u001b[2Jtwo ${'x'.repeat(5000)}`;
  const { sentence } = await failureAfter(httpError(400, 'invalid_request_error', said));
  expect(sentence).toContain('says: one two xxx');
  expect(sentence.length).toBeLessThan(500);
});

test('a refused connection names the address', async () => {
  const { url, close } = await startApiServer();
  await close();
  expect(await failure({ baseURL: url })).toEqual({
    kind: 'connection',
    sentence: expect.stringContaining(`Nothing answers at ${url} (connection refused).`),
  });
});

test('an address that does not exist is named', async () => {
  const { kind, sentence } = await failure({ baseURL: 'http://nowhere.invalid' });
  expect({ kind, sentence }).toEqual({ kind: 'connection', sentence: expect.stringContaining('nowhere.invalid') });
});

test.each([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'NODE_EXTRA_CA_CERTS'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'NODE_EXTRA_CA_CERTS'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'NODE_EXTRA_CA_CERTS'],
  ['CERT_HAS_EXPIRED', 'Check the address and the server'],
])('a certificate that is refused (%s) is not asked again, and names what helps', async (code, helps) => {
  const cause = Object.assign(new Error('self-signed certificate'), { code });
  const fetch = async () => Promise.reject(new TypeError('fetch failed', { cause }));
  const end = await lastEvent({ baseURL: 'https://127.0.0.1:1', fetch });
  expect(end).toMatchObject({
    failure: { kind: 'connection', sentence: expect.stringContaining(helps) },
  });
  expect(end).not.toHaveProperty('again');
});

test('a base URL that is none is named', async () => {
  const { kind, sentence } = await failure({ baseURL: 'localhost' });
  expect(kind).toBe('connection');
  expect(sentence).toBe('The base URL “localhost” is not an address. Check ANTHROPIC_BASE_URL.');
});

test('a server that does not answer in time is a timeout', async () => {
  const server = await silentServer();
  const { port } = server.address() as AddressInfo;
  const { kind, sentence } = await failure({ baseURL: `http://127.0.0.1:${port}`, timeout: 50 });
  expect({ kind, sentence }).toEqual({ kind: 'timeout', sentence: expect.stringContaining('did not answer in time') });
});

test.each([
  ['events that are no JSON', say('x', raw('event: content_block_delta\ndata: {nope\n\n')), 'could not be read'],
  [
    'events without content',
    say('x', raw('event: content_block_delta\ndata: {"type":"content_block_delta","index":0}\n\n')),
    'could not be read',
  ],
])('%s are a failure of kind protocol', async (_, reply, words) => {
  expect(await failureAfter(reply)).toEqual({ kind: 'protocol', sentence: expect.stringContaining(words) });
});

test.each<
  [
    title: string,
    status: number,
    headers: Record<string, string>,
    body: string,
    failure: ProviderFailure['kind'],
    words: string,
  ]
>([
  ['without a body', 204, {}, '', 'protocol', 'does not speak the Messages API. Check ANTHROPIC_BASE_URL.'],
  [
    'that is no gzip though it says so',
    200,
    { 'content-encoding': 'gzip' },
    'event: x',
    'connection',
    'could not be unpacked',
  ],
])('an answer %s is said as such', async (_title, status, headers, body, kind, words) => {
  const server = await listening((_request, response) => {
    response.writeHead(status, { 'content-type': 'text/event-stream', ...headers }).end(body);
  });
  const found = await failure({ baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  expect(found).toEqual({ kind, sentence: expect.stringContaining(words) });
});

test('an answer that is no stream names the base URL', async () => {
  const fetch = async () => new Response('<html>Welcome</html>', { headers: { 'content-type': 'text/html' } });
  expect(await failure({ baseURL: 'http://localhost:1/api/', fetch })).toEqual({
    kind: 'protocol',
    sentence: 'What answers at http://localhost:1/api does not speak the Messages API. Check ANTHROPIC_BASE_URL.',
  });
});

test('a page that is not found names the base URL, not the model', async () => {
  const fetch = async () => new Response('<html>404</html>', { status: 404 });
  const { sentence } = await failure({ baseURL: 'http://localhost:1/api', fetch });
  expect(sentence).toBe('There is no Messages API at http://localhost:1/api (404). Check ANTHROPIC_BASE_URL.');
});

function silentServer(): Promise<Server> {
  return listening(() => {});
}

async function listening(answer: RequestListener): Promise<Server> {
  const server = createServer(answer);
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}
