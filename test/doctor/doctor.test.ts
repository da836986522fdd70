import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startApiServer } from '../fixtures/api-server.ts';
import { createPlace, PROGRAM, type Place } from '../fixtures/program.ts';
import { startProxyServer } from '../fixtures/proxy-server.ts';

let place: Place;

beforeAll(async () => {
  place = await createPlace();
});
afterAll(() => place.remove());

function doctor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const given = { cwd: place.project, env: { ...place.env, ...env } };
  return new Promise<{ readonly code: number; readonly out: string }>((resolve) => {
    execFile(process.execPath, [PROGRAM, 'doctor', ...args], given, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out: `${out}${err}` }),
    );
  });
}

test('it says what was found, never the key, and what to do', async () => {
  const { code, out } = await doctor([], { ANTHROPIC_API_KEY: 'sk-secret' });
  expect(code).toBe(0);
  expect(out).toMatch(/^✓ node +\d+\.\d+/m);
  expect(out).toMatch(/^✓ ripgrep +\/.*rg$/m);
  expect(out).toMatch(/^✓ model +https:\/\/api\.anthropic\.com with a key$/m);
  expect(out).not.toContain('sk-secret');
});

test('what is broken makes exit code 1: a state folder that cannot be, a shell that is missing, wrong settings', async () => {
  const file = path.join(place.project, 'file');
  writeFileSync(file, '');
  mkdirSync(path.join(place.project, '.meanwhile'), { recursive: true });
  writeFileSync(path.join(place.project, '.meanwhile', 'settings.json'), '{"wake": 1}');
  const { code, out } = await doctor(['--json'], { MEANWHILE_HOME: path.join(file, 'state'), PATH: '/nowhere' });
  expect(code).toBe(1);
  const checks: readonly { readonly name: string; readonly state: string; readonly advice?: string }[] =
    JSON.parse(out).checks;
  const broken = checks.filter(({ state }) => state === 'broken');
  expect(broken.map(({ name }) => name)).toEqual(['shell', 'state folder', 'settings']);
  expect(broken.every(({ advice }) => advice !== undefined)).toBe(true);
});

test('--online asks whether the model can be reached', async () => {
  writeFileSync(path.join(place.project, '.meanwhile', 'settings.json'), '{}');
  const { code, out } = await doctor(['--online'], { ANTHROPIC_BASE_URL: 'http://127.0.0.1:9' });
  expect(code).toBe(1);
  expect(out).toMatch(/^✗ network +http:\/\/127\.0\.0\.1:9 cannot be reached/m);
});

test('--online goes through the proxy, and names it without its password when it fails', async () => {
  const api = await startApiServer();
  onTestFinished(() => api.close());
  const proxy = await startProxyServer({ port: Number(new URL(api.url).port), user: 'me:secret' });
  const given = { ANTHROPIC_BASE_URL: 'http://api.test', ANTHROPIC_API_KEY: 'key' };
  const { out } = await doctor(['--online', '--json'], { ...given, http_proxy: proxy.url });
  expect(out).toContain(`http://api.test answers (HTTP 200), through the proxy ${proxy.shown}`);
  expect(proxy.requests).toEqual(['GET http://api.test/']);

  const env = { ...given, http_proxy: 'http://me:secret@127.0.0.1:9', HTTPS_PROXY: 'socks5://me:secret@127.0.0.1:9' };
  const failed = await doctor(['--online', '--json'], env);
  expect(failed.code).toBe(1);
  expect(failed.out).toContain('The proxy http://127.0.0.1:9 does not answer (connection refused)');
  expect(failed.out).toContain('HTTPS_PROXY is no address of a proxy');
  expect(failed.out).not.toContain('secret');
});

test('a sandbox that does not work is broken when it is wanted, and otherwise less than there could be', async () => {
  const bin = path.join(place.project, '..', 'half');
  mkdirSync(bin, { recursive: true });
  const script = 'case " $* " in *" --unshare-net "*) echo "bwrap: loopback: Failed RTM_NEWADDR" >&2; exit 1 ;; esac';
  writeFileSync(path.join(bin, 'bwrap'), `#!/bin/sh\n${script}\nexit 1\n`, { mode: 0o755 });
  const env = { PATH: `${bin}:${process.env['PATH']}` };
  const off = await doctor([], env);
  expect(off.out).toMatch(/^! sandbox +\S+bwrap does not work here: it ended with 1\./m);
  expect(off.code).toBe(0);
  writeFileSync(path.join(place.project, '.meanwhile', 'settings.json'), '{"sandboxNetwork": false, "sandbox": true}');
  const on = await doctor([], env);
  expect(on.out).toMatch(/^✗ sandbox +\S+bwrap does not work here: bwrap: loopback: Failed\s+RTM_NEWADDR\./m);
  expect(on.code).toBe(1);
  writeFileSync(path.join(place.project, '.meanwhile', 'settings.json'), '{}');
});
