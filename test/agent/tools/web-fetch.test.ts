import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import type { Answer } from '../../../src/agent/events.ts';
import { createNetwork } from '../../../src/agent/network/network.ts';
import { parseRule, type Rule } from '../../../src/agent/permissions/rules.ts';
import { fetchPage } from '../../../src/agent/tools/fetch-page.ts';
import { isLocalHost } from '../../../src/agent/tools/web-address.ts';
import { openTools } from '../../fixtures/open-tools.ts';

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => server.closeAllConnections() ?? server.close(() => resolve())));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function ruled(text: string): readonly Rule[] {
  const parsed = parseRule(text);
  return parsed.kind === 'rule' ? [parsed.rule] : [];
}

function tools(rule: string | null, answer?: () => Answer) {
  const rules = { allow: rule === null ? [] : ruled(rule), ask: [], deny: [] };
  const opened = openTools({ gate: { rules, mode: () => 'ask' }, ...(answer && { answer }) });
  const fetch = async (url: string, offset?: number) => (await opened.call('web_fetch', { url, offset })).result;
  return { ...opened, fetch };
}

const PAGE = `<!doctype html><html><head><style>p{}</style><script>alert(1)</script></head><body><nav>menu</nav>
<main><h1>Title</h1><p>Some <b>text</b> &amp; a <a href="/next">link</a>.</p></main><footer>foot</footer></body></html>`;

test('the text of a page is answered, without what nobody reads', async () => {
  const origin = await serve((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE));
  const named = tools(`web_fetch(${origin}/*)`);
  expect(await named.fetch(origin)).toMatchObject({
    isError: false,
    text: `[${origin}/]\n# Title\n\nSome text & a [link](${origin}/next).`,
  });
});

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test.each<[what: string, headers: Record<string, string>, body: Buffer, answer: object]>([
  [
    'text that was packed unasked',
    { 'content-encoding': 'gzip' },
    gzipSync('hello'),
    { text: expect.stringMatching(/\nhello$/) },
  ],
  [
    'text packed by brotli',
    { 'content-encoding': 'br' },
    brotliCompressSync('hello'),
    { text: expect.stringMatching(/\nhello$/) },
  ],
  [
    'no more of what unpacks to a lot than of any page',
    { 'content-encoding': 'gzip' },
    gzipSync(Buffer.alloc(64 * 1024 * 1024, 'a')),
    { summary: '2,097,152 characters', text: expect.stringContaining('[The page is larger than 2 MiB') },
  ],
  [
    'what is packed in no known way as an error',
    { 'content-encoding': 'zstd' },
    Buffer.from('x'),
    { isError: true, text: expect.stringContaining('packs it as zstd') },
  ],
  [
    'what is not packed although it says so as an error',
    { 'content-encoding': 'gzip' },
    Buffer.from('x'),
    { isError: true },
  ],
  [
    'a picture as one',
    { 'content-type': 'image/png' },
    PIXEL,
    { files: [{ mediaType: 'image/png', data: PIXEL.toString('base64') }] },
  ],
  [
    'the letters that its HTML names',
    { 'content-type': 'text/html' },
    Buffer.from('<meta charset="windows-1251"><body>\xcf\xf0\xe8\xe2\xe5\xf2', 'latin1'),
    { text: expect.stringContaining('Привет') },
  ],
])('it shows %s', async (_, headers, body, answer) => {
  const origin = await serve((_, response) =>
    response.writeHead(200, { 'content-type': 'text/plain', ...headers }).end(body),
  );
  expect(await tools(`web_fetch(${origin}/*)`).fetch(origin)).toMatchObject(answer);
});

test('a server that breaks off is said to have done so', async () => {
  const origin = await serve((_, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('short', () => response.destroy());
  });
  expect(await tools(`web_fetch(${origin}/*)`).fetch(origin)).toMatchObject({
    text: expect.stringContaining('the server broke off'),
  });
});

test('an address that is not of the web is led to by none', async () => {
  const origin = await serve((_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end());
  expect(await tools(`web_fetch(${origin}/*)`).fetch(origin)).toMatchObject({
    isError: true,
    text: expect.stringContaining('it leads to file:'),
  });
});

test.each([
  'http://localhost:1/',
  'http://127.1/',
  'http://2130706433/',
  'http://[::1]/',
  'http://192.168.0.1/x',
  'http://a.local',
])('%s is local, and neither fetched nor asked about, whatever the mode', async (url) => {
  const { questions, call } = openTools({ answer: () => ({ kind: 'once' }) });
  expect((await call('web_fetch', { url })).result).toMatchObject({ isError: true, summary: 'local address' });
  expect(questions).toEqual([]);
  const all = openTools({ gate: { mode: () => 'all', rules: { allow: ruled('web_fetch'), ask: [], deny: [] } } });
  expect((await all.call('web_fetch', { url })).result).toMatchObject({ isError: true, summary: 'local address' });
});

test('a name that leads to a local address is not connected to', async () => {
  let asked = 0;
  const origin = await serve((_, response) => ((asked += 1), response.end('secret')));
  const url = new URL(origin);
  url.hostname = 'localhost';
  const { signal } = new AbortController();
  const page = await fetchPage({ url, local: false, signal, network: createNetwork({ env: {} }) });
  expect(page).toMatchObject({ kind: 'failed', reason: expect.stringContaining('of this machine') });
  expect(asked).toBe(0);
});

test.each(['example.org', '8.8.8.8', '2606:4700::1111'])('%s is not local', (host) => {
  expect(isLocalHost(host)).toBe(false);
});

test('the user is asked for each host', async () => {
  const { fetch, questions } = tools(null, () => ({ kind: 'no', word: '' }));
  expect(await fetch('https://docs.example.org/a?b=c')).toMatchObject({ isError: true, summary: 'declined' });
  expect(questions).toMatchObject([
    {
      title: 'Fetch this page?',
      body: ['https://docs.example.org/a?b=c'],
      scope: 'web_fetch(https://docs.example.org/*)',
    },
  ]);
});

test('a redirect on the same host is followed, one to another is told', async () => {
  const other = await serve((_, response) => response.end('other'));
  const origin = await serve((request, response) => {
    if (request.url === '/a') response.writeHead(302, { location: '/b' }).end();
    else if (request.url === '/b') response.writeHead(200, { 'content-type': 'text/plain' }).end('here');
    else response.writeHead(301, { location: `${other}/x` }).end();
  });
  const { fetch } = tools(`web_fetch(${origin}/*)`);
  expect((await fetch(`${origin}/a`)).text).toBe(`[${origin}/b]\nhere`);
  expect((await fetch(`${origin}/c`)).text).toContain(`leads to another host: ${other}/x`);
});

test('what is large, no text, missing or no address is answered so that one can go on', async () => {
  const origin = await serve((request, response) => {
    if (request.url === '/large') response.writeHead(200, { 'content-type': 'text/plain' }).end('x'.repeat(3_000_000));
    else if (request.url === '/png') response.writeHead(200, { 'content-type': 'image/png' }).end('x');
    else response.writeHead(404).end();
  });
  const { fetch } = tools(`web_fetch(${origin}/*)`);
  const large = (await fetch(`${origin}/large`)).text;
  expect(large.length).toBeLessThan(30_000);
  expect(large).toMatch(/go on with offset 28000\.\]\n\[The page is larger than 2 MiB/);
  expect((await fetch(`${origin}/large`, 2_097_151)).text).toMatch(/\]\nx\n\[The page is larger/);
  expect((await fetch(`${origin}/png`)).text).toContain('is not text but image/png');
  expect((await fetch(`${origin}/no`)).text).toContain('the server answered 404 Not Found');
  expect((await fetch('ftp://example.org')).text).toContain('Only https and http');
});
