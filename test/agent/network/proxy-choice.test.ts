import { expect, test } from 'vitest';
import { proxyFor, proxyProblems, shownProxy } from '../../../src/agent/network/proxy-choice.ts';

const BOTH = { HTTPS_PROXY: 'http://secure:3128', HTTP_PROXY: 'http://plain:3128' };
const chosen = (url: string, env: Record<string, string>) => proxyFor(new URL(url), env)?.href;

test.each([
  ['https://api.test', BOTH, 'http://secure:3128/'],
  ['http://api.test', BOTH, 'http://plain:3128/'],
  ['https://api.test', { https_proxy: 'http://small:1', HTTPS_PROXY: 'http://big:2' }, 'http://small:1/'],
  ['https://api.test', { HTTPS_PROXY: 'proxy:3128' }, 'http://proxy:3128/'],
  ['https://api.test', { HTTPS_PROXY: ' ' }, undefined],
  ['https://api.test', { HTTP_PROXY: 'http://plain:3128' }, undefined],
  ['https://api.test', { HTTPS_PROXY: 'socks5://proxy:1080' }, undefined],
])('%s with %j goes through %s', (url, env, proxy) => {
  expect(chosen(url, env)).toBe(proxy);
});

test.each([
  ['*', 'https://api.test', false],
  ['api.test', 'https://api.test', false],
  ['API.test, other', 'https://api.test', false],
  ['test', 'https://api.test', false],
  ['.test', 'https://api.test', false],
  ['*.test', 'https://api.test', false],
  ['pi.test', 'https://api.test', true],
  ['api.test:443', 'https://api.test', false],
  ['api.test:8443', 'https://api.test', true],
  ['10.0.0.0/8', 'http://10.1.2.3', false],
  ['10.0.0.0/8', 'http://11.1.2.3', true],
  ['10.0.0.0/99', 'http://10.1.2.3', true],
  ['0.0.3', 'http://10.0.0.3', true],
  ['fd00::/8', 'http://[fd00::1]', false],
  ['[fd00::1]:80', 'http://[fd00::1]', false],
  ['', 'http://localhost:80', false],
  ['', 'http://127.1.1.1', false],
  ['', 'http://[::1]', false],
])('NO_PROXY=%s: %s through the proxy is %s', (NO_PROXY, url, through) => {
  expect(chosen(url, { ...BOTH, NO_PROXY }) !== undefined).toBe(through);
});

test('a proxy is shown without user and password, and what is no proxy is named without its value', () => {
  expect(shownProxy(new URL('http://me:secret@proxy:3128/x'))).toBe('http://proxy:3128');
  const [problem, ...others] = proxyProblems({ ...BOTH, HTTPS_PROXY: 'socks5://me:secret@proxy:1080' });
  expect(others).toEqual([]);
  expect(problem).toMatch(/^HTTPS_PROXY is no address/);
  expect(problem).not.toContain('secret');
});
