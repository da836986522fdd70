/** With which right the model is asked: keys, gateways, helpers, profiles. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { createAnthropicProvider, type AnthropicOptions } from '../../src/agent/anthropic.ts';
import { runKeyHelper } from '../../src/background/local/run-key-helper.ts';
import { httpError, say } from '../fixtures/api-replies.ts';
import { startApiServer } from '../fixtures/api-server.ts';

afterEach(() => vi.unstubAllEnvs());

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'meanwhile-access-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A server that refuses all keys but some. */
async function gateway(isRight: (headers: Readonly<Record<string, unknown>>) => boolean) {
  const server = await startApiServer(() => {
    const last = server.requests.at(-1);
    return last !== undefined && isRight(last.headers)
      ? say('Hello.')
      : httpError(401, 'authentication_error', `invalid: ${JSON.stringify(last?.headers)}`);
  });
  onTestFinished(() => server.close());
  return server;
}

async function ask(provider: ReturnType<typeof createAnthropicProvider>): Promise<string> {
  const blocks = [{ kind: 'prompt' as const, text: 'hi' }];
  const request = { system: '', tools: [], messages: [{ role: 'user' as const, blocks }] };
  const said: string[] = [];
  for await (const event of provider.call(request, new AbortController().signal)) {
    if (event.type === 'retrying') said.push(event.sentence);
    if (event.type === 'done') said.push('answered');
    if (event.type === 'failed') said.push(event.failure.sentence);
  }
  return said.join(' ');
}

const open = (options: Partial<AnthropicOptions>) => createAnthropicProvider({ model: 'clever', ...options });

test('a gateway gets a key in both headers, and further headers that win', async () => {
  const server = await gateway((headers) => headers['x-api-key'] === 'key-1');
  expect(await ask(open({ apiKey: 'key-1', baseURL: server.url }))).toBe('answered');
  expect(server.requests[0]?.headers).toMatchObject({ 'x-api-key': 'key-1', authorization: 'Bearer key-1' });
  const headers = { 'X-Team': 'web', Authorization: 'Basic own' };
  expect(await ask(open({ apiKey: 'key-1', baseURL: server.url, headers }))).toBe('answered');
  expect(server.requests[1]?.headers).toMatchObject({ 'x-team': 'web', authorization: 'Basic own' });
});

test('a token is sent as Bearer only, and the API of Anthropic gets no x-api-key', async () => {
  const server = await gateway(() => true);
  await ask(open({ authToken: 'token-1', baseURL: server.url }));
  expect(server.requests[0]?.headers).toMatchObject({ authorization: 'Bearer token-1' });
  expect(server.requests[0]?.headers).not.toHaveProperty('x-api-key');
  let sent = new Headers();
  const fetch = async (_: unknown, init?: RequestInit) => {
    sent = new Headers(init?.headers);
    return new Response('{}', { status: 401 });
  };
  await ask(open({ apiKey: 'key-1', fetch }));
  expect(sent.get('authorization')).toBe('Bearer key-1');
  expect(sent.has('x-api-key')).toBe(false);
});

/** A helper that counts its runs in a file and prints `key-of-run-N`. */
function countingHelper(lifetime: number, clock = { now: 0 }) {
  const file = path.join(folder(), 'runs');
  const command = `echo x >> '${file}'; echo "key-of-run-$(wc -l < '${file}' | tr -d ' ')"`;
  const run = () => runKeyHelper(command, { folder: tmpdir(), environment: process.env });
  const runs = () => readFileSync(file, 'utf8').trim().split('\n').length;
  return { helper: { run, lifetime, now: () => clock.now }, runs, clock };
}

test('a key of the helper is used for its lifetime', async () => {
  const server = await gateway(() => true);
  const { helper, runs, clock } = countingHelper(1_000);
  const provider = open({ helper, baseURL: server.url });
  await ask(provider);
  await ask(provider);
  expect(runs()).toBe(1);
  clock.now = 1_000;
  await ask(provider);
  expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
    'Bearer key-of-run-1',
    'Bearer key-of-run-1',
    'Bearer key-of-run-2',
  ]);
  expect(server.requests[2]?.headers['x-api-key']).toBe('key-of-run-2');
});

test('a refused key of the helper is replaced once, and the request repeated', async () => {
  const server = await gateway(({ authorization }) => authorization === 'Bearer key-of-run-2');
  const { helper, runs } = countingHelper(1_000_000);
  const provider = open({ helper, baseURL: server.url });
  expect(await ask(provider)).toBe('answered');
  expect(await ask(provider)).toBe('answered');
  expect(runs()).toBe(2);
  expect(server.requests).toHaveLength(3);

  const never = await gateway(() => false);
  const refused = countingHelper(1_000_000);
  const sentence = await ask(open({ helper: refused.helper, baseURL: never.url }));
  expect(sentence).toBe('The key that apiKeyHelper printed was refused (401). Check that command in your settings.');
  expect(refused.runs()).toBe(2);
});

test('keys of the helper are not shown where a server repeats them', async () => {
  const server = await startApiServer((_, n) =>
    httpError(400, 'invalid_request_error', `bad ${server.requests[n - 1]?.headers.authorization}`),
  );
  onTestFinished(() => server.close());
  const sentence = await ask(open({ helper: countingHelper(1_000).helper, baseURL: server.url }));
  expect(sentence).toContain('The server says: bad Bearer [key]');
});

test.each([
  ['exit 3', 'it ended with 3'],
  ['echo secret-on-stdout; echo "not signed in" >&2; exit 1', 'it ended with 1: not signed in'],
  ['true', 'it printed nothing'],
  ['echo two words', 'it printed more than a key'],
])('the helper %s fails with a reason, and stdout is never part of it', async (command, reason) => {
  const server = await gateway(() => true);
  const run = () => runKeyHelper(command, { folder: tmpdir(), environment: process.env });
  const sentence = await ask(open({ helper: { run, lifetime: 0, now: () => 0 }, baseURL: server.url }));
  expect(sentence).toBe(`apiKeyHelper gives no key: ${reason}. Correct that command in your settings.`);
  expect(server.requests).toEqual([]);
});

test('a profile on the disk is signed in with, at the address that it names', async () => {
  const server = await gateway(({ authorization }) => authorization === 'Bearer token-of-the-profile');
  const config = folder();
  vi.stubEnv('ANTHROPIC_CONFIG_DIR', config);
  vi.stubEnv('ANTHROPIC_API_KEY', 'key-that-does-not-count');
  vi.stubEnv('ANTHROPIC_BASE_URL', '');
  for (const name of ['configs', 'credentials']) mkdirSync(path.join(config, name), { mode: 0o700 });
  const profile = { base_url: server.url, authentication: { type: 'user_oauth', client_id: 'x' } };
  writeFileSync(path.join(config, 'configs', 'default.json'), JSON.stringify(profile));
  const credentials = path.join(config, 'credentials', 'default.json');
  const expires = Math.floor(Date.now() / 1_000) + 86_400;
  const token = { type: 'oauth_token', access_token: 'token-of-the-profile', expires_at: expires };
  writeFileSync(credentials, JSON.stringify(token), { mode: 0o600 });
  expect(await ask(open({ profile: true }))).toBe('answered');
  chmodSync(credentials, 0o644);
  expect(await ask(open({ profile: true }))).toMatch(/^The profile gave no credentials: .*docs\/providers\.md/);
});

test('workload identity is exchanged for a token', async () => {
  const exchanges: unknown[] = [];
  const server = createServer(async (incoming, response) => {
    const body = await json(incoming);
    response.setHeader('content-type', 'application/json');
    if (incoming.url === '/v1/oauth/token') {
      exchanges.push(body);
      return void response.end(JSON.stringify({ access_token: 'minted', expires_in: 600, token_type: 'Bearer' }));
    }
    response.statusCode = 400;
    const message = `with ${incoming.headers.authorization}`;
    response.end(JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message } }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  vi.stubEnv('ANTHROPIC_CONFIG_DIR', folder());
  vi.stubEnv('ANTHROPIC_FEDERATION_RULE_ID', 'fdrl_1');
  vi.stubEnv('ANTHROPIC_ORGANIZATION_ID', '00000000-0000-4000-8000-000000000000');
  vi.stubEnv('ANTHROPIC_IDENTITY_TOKEN', 'a.b.c');
  const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await ask(open({ profile: true, baseURL }))).toContain('with Bearer minted');
  expect(exchanges).toMatchObject([{ assertion: 'a.b.c' }]);
});
