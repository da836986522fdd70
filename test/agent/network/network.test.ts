/** The ways to the API, to pages and to MCP servers through a proxy and with an authority of the user's. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createAnthropicProvider } from '../../../src/agent/anthropic.ts';
import { connect } from '../../../src/agent/mcp/connect.ts';
import { createNetwork, type NetworkOptions } from '../../../src/agent/network/network.ts';
import { fetchPage } from '../../../src/agent/tools/fetch-page.ts';
import { say } from '../../fixtures/api-replies.ts';
import { startApiServer } from '../../fixtures/api-server.ts';
import { startProxyServer } from '../../fixtures/proxy-server.ts';
import { AUTHORITY, startTlsFront } from '../../fixtures/tls-front.ts';

const SIGNAL = new AbortController().signal;

async function ask(baseURL: string, options: NetworkOptions, key = 'key-of-the-test') {
  const provider = createAnthropicProvider({
    apiKey: key,
    baseURL,
    model: 'clever',
    network: createNetwork(options),
  });
  const blocks = [{ kind: 'prompt' as const, text: 'hi' }];
  const request = { system: '', tools: [], messages: [{ role: 'user' as const, blocks }] };
  for await (const event of provider.call(request, SIGNAL)) {
    if (event.type === 'done') return 'answered';
    if (event.type === 'failed') return event.failure.sentence;
  }
  throw new Error('The call had no end.');
}

async function api() {
  const server = await startApiServer(() => say('Hello.'));
  onTestFinished(() => server.close());
  const port = Number(new URL(server.url).port);
  return { server, port };
}

async function pages(body: string) {
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/plain' }).end(body));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('the API', () => {
  test('is reached through the proxy for https by a tunnel, and for http by whole addresses', async () => {
    const { server, port } = await api();
    const secure = await startProxyServer({ port: await startTlsFront(port), user: 'me:p%40ss'.replace('%40', '@') });
    const env = { https_proxy: secure.url.replace('me:p@ss', 'me:p%40ss') };
    expect(await ask('https://api.test', { env, caFile: AUTHORITY })).toBe('answered');
    expect(secure.requests).toEqual(['CONNECT api.test:443']);

    const plain = await startProxyServer({ port });
    expect(await ask('http://api.test', { env: { HTTP_PROXY: plain.url } })).toBe('answered');
    expect(plain.requests).toEqual(['POST http://api.test/v1/messages']);
    expect(server.requests).toHaveLength(2);
  });

  test('is reached without the proxy where NO_PROXY names it, and on this machine', async () => {
    const { server, port } = await api();
    const proxy = await startProxyServer({ port });
    expect(await ask(server.url, { env: { HTTP_PROXY: proxy.url } })).toBe('answered');
    const sentence = await ask('http://api.test', { env: { HTTP_PROXY: proxy.url, NO_PROXY: '.test' } });
    expect(sentence).toContain('The address of http://api.test was not found.');
    expect(proxy.requests).toEqual([]);
  });

  test('a proxy that is not there, or wants a password, is named without the password', async () => {
    const { port } = await api();
    const gone = { HTTPS_PROXY: 'http://me:secret@127.0.0.1:9' };
    const nobody = await ask('https://api.test', { env: gone });
    expect(nobody).toContain('The proxy http://127.0.0.1:9 does not answer (connection refused).');
    expect(nobody).toContain('HTTPS_PROXY');
    expect(nobody).not.toContain('secret');

    const proxy = await startProxyServer({ port, user: 'me:right' });
    const wrong = proxy.url.replace('right', 'wrong');
    for (const address of ['https://api.test', 'http://api.test']) {
      const refused = await ask(address, { env: { HTTPS_PROXY: wrong, HTTP_PROXY: wrong } });
      expect(refused).toContain(`The proxy ${proxy.shown} refused the connection to ${address} (407: it wants`);
      expect(refused).not.toContain('wrong');
    }
  });

  test('a certificate of an unknown authority is named with what helps, and caFile helps', async () => {
    const { port } = await api();
    const address = `https://localhost:${await startTlsFront(port)}`;
    const sentence = await ask(address, { env: {} });
    expect(sentence).toContain(
      `The certificate of ${address} was not accepted (unable to verify the first certificate`,
    );
    expect(sentence).toContain('caFile');
    expect(await ask(address, { env: {}, caFile: AUTHORITY })).toBe('answered');
  });
});

describe('a page', () => {
  const get = (url: string, options: NetworkOptions, local = false) =>
    fetchPage({ url: new URL(url), local, signal: SIGNAL, network: createNetwork(options) });

  test('comes through the proxy', async () => {
    const port = await pages('the page');
    const proxy = await startProxyServer({ port });
    const page = await get('http://docs.test/a?b=c', { env: { HTTP_PROXY: proxy.url } });
    expect(page).toMatchObject({ kind: 'page', bytes: Buffer.from('the page') });
    const secure = await startProxyServer({ port: await startTlsFront(port) });
    const options = { env: { HTTPS_PROXY: secure.url }, caFile: AUTHORITY };
    expect(await get('https://docs.test/', options)).toMatchObject({ kind: 'page', bytes: Buffer.from('the page') });
    expect([...proxy.requests, ...secure.requests]).toEqual(['GET http://docs.test/a?b=c', 'CONNECT docs.test:443']);
  });

  test.each(['http://10.0.0.1/', 'http://[fd00::1]/', 'http://169.254.169.254/', 'http://vault.internal/'])(
    '%s is not asked of the proxy',
    async (url) => {
      const proxy = await startProxyServer({ port: await pages('secret') });
      const page = await get(url, { env: { HTTP_PROXY: proxy.url } });
      expect(page).toMatchObject({ kind: 'failed', reason: expect.stringContaining('private network') });
      expect(proxy.requests).toEqual([]);
    },
  );

  test('says which proxy failed, and which certificate', async () => {
    const proxy = await startProxyServer({ port: 9, user: 'me:right' });
    const env = { HTTPS_PROXY: proxy.shown };
    expect(await get('https://docs.test/', { env })).toMatchObject({
      reason: `the proxy ${proxy.shown} refused the connection to docs.test (407: it wants a user name and password)`,
    });
    const front = `https://localhost:${await startTlsFront(await pages('x'))}/`;
    expect(await get(front, { env: {} }, true)).toMatchObject({ reason: expect.stringContaining('caFile') });
    expect(await get(front, { env: {}, caFile: AUTHORITY }, true)).toMatchObject({ kind: 'page' });
  });
});

describe('an MCP server by address', () => {
  const join = (options: NetworkOptions) =>
    connect(
      { url: 'https://mcp.test/mcp' },
      {
        name: 'far',
        cwd: '/',
        environment: {},
        network: createNetwork(options),
        signal: SIGNAL,
        onGone() {},
        onTools() {},
      },
    );

  test('is reached through the proxy, which is named when it fails', async () => {
    const proxy = await startProxyServer({ port: await startTlsFront(await pages('no MCP server')) });
    const env = { HTTPS_PROXY: proxy.url };
    // What answers there is no MCP server: it is enough that it was reached.
    const reached = await join({ env, caFile: AUTHORITY });
    expect(proxy.requests[0]).toBe('CONNECT mcp.test:443');
    expect(JSON.stringify(reached)).not.toContain('certificate');
    expect(await join({ env })).toMatchObject({ sentence: expect.stringMatching(/certificate .* caFile/) });
    expect(await join({ env: { HTTPS_PROXY: 'http://127.0.0.1:9' } })).toMatchObject({
      sentence: 'the proxy http://127.0.0.1:9 does not answer (connection refused)',
    });
  });
});
