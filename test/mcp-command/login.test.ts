/** Logins at an MCP server by address, against an authorization server on loopback that holds the client to its rules. */
import { execa } from 'execa';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createLogins } from '../../src/agent/mcp/logins.ts';
import { logIn } from '../../src/agent/mcp/login.ts';
import { createPlace, PROGRAM, type Place } from '../fixtures/program.ts';

let place: Place;

beforeAll(async () => {
  place = await createPlace();
});
afterAll(() => place.remove());

async function startServer(): Promise<string> {
  const server = spawn(process.execPath, [path.resolve('test/fixtures/programs/oauth-mcp-server.js')]);
  onTestFinished(() => void server.kill());
  const [origin] = await once(createInterface({ input: server.stdout }), 'line');
  return origin;
}

function mcp(...args: readonly string[]) {
  return execa(process.execPath, [PROGRAM, 'mcp', ...args], {
    cwd: place.project,
    env: place.env,
    extendEnv: false,
    reject: false,
    timeout: 60_000,
  });
}

async function openPage(line: string): Promise<string> {
  return (await fetch(line)).text();
}

test('a login is kept for its user alone, renewed when it has run out, and forgotten by logout', async () => {
  const origin = await startServer();
  const settings = path.join(
    place.env['XDG_CONFIG_HOME'] ?? path.join(place.env['HOME'] ?? '', '.config'),
    'meanwhile/settings.json',
  );
  mkdirSync(path.dirname(settings), { recursive: true });
  writeFileSync(settings, JSON.stringify({ mcpServers: { far: { url: `${origin}/mcp` } } }));
  const before = await mcp('test', 'far');
  expect(before.stdout).toMatch(/✗ far: it refuses access \(HTTP 401\); run .*cli\.js mcp login far/);

  const login = mcp('login', 'far');
  let printed = '';
  for await (const line of createInterface({ input: login.stdout })) {
    printed += `${line}\n`;
    if (line.startsWith('http')) expect(await openPage(line)).toContain('You are logged in.');
  }
  const { exitCode, stderr } = await login;
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(printed).toContain('Logged in at far.');

  const state = path.join(place.env['MEANWHILE_HOME'] ?? '', 'mcp-logins.json');
  expect(statSync(state).mode & 0o777).toBe(0o600);
  const [kept] = Object.values(JSON.parse(readFileSync(state, 'utf8')).logins) as any[];
  expect(printed).not.toContain(kept.tokens.access_token);

  // Each connection takes more requests than a token is good for.
  for (const round of [1, 2]) {
    const tried = await mcp('test', 'far');
    expect({ round, out: tried.stdout, code: tried.exitCode }).toMatchObject({ code: 0 });
    expect(tried.stdout).toContain('✓ far: 1 tool');
    expect(tried.stdout + tried.stderr).not.toMatch(/access-|refresh-/);
  }
  expect(JSON.parse(readFileSync(state, 'utf8')).logins).not.toEqual({ [`${origin}/mcp`]: kept });
  expect(statSync(state).mode & 0o777).toBe(0o600);

  expect((await mcp('logout', 'far')).stdout).toBe('Logged out of far.');
  expect(readFileSync(state, 'utf8')).not.toMatch(/access-|refresh-/);
  expect((await mcp('test', 'far')).stdout).toMatch(/run .*cli\.js mcp login far/);
}, 120_000);

test('a login that the server has ended is told as one that is missing', async () => {
  const origin = await startServer();
  const logins = createLogins(path.join(place.project, 'logins.json'));
  const address = `${origin}/mcp`;
  const problem = await logIn(address, { logins, fetch, show: (url) => void openPage(url.href) });
  expect(problem).toBeNull();
  await fetch(`${origin}/forget`, { method: 'POST' });
  const { createMcpServers } = await import('../../src/agent/mcp/servers.ts');
  const servers = { far: { url: address } };
  const joined = createMcpServers({ servers, cwd: place.project, environment: {}, logins });
  const [status] = await joined.connect();
  expect(status?.state).toMatchObject({
    kind: 'failed',
    sentence: expect.stringContaining('run meanwhile mcp login far'),
  });
  expect(logins.find(address)).toBeUndefined();
  await joined.close();
});

test('a page of somebody else, or none in time, ends no login', async () => {
  const origin = await startServer();
  const logins = createLogins(path.join(place.project, 'other.json'));
  let shown: URL | undefined;
  const waiting = logIn(`${origin}/mcp`, { logins, fetch, show: (url) => void (shown = url), within: 1_500 });
  await expect.poll(() => shown).toBeDefined();
  const back = shown?.searchParams.get('redirect_uri') ?? '';
  expect(new URL(back).hostname).toBe('127.0.0.1');
  const forged = await fetch(`${back}?code=stolen&state=guessed`);
  expect(forged.status).toBe(404);
  expect(await waiting).toBe('nobody logged in within the time for it');
  expect(logins.find(`${origin}/mcp`)).toBeUndefined();
  await expect(fetch(back)).rejects.toThrow();
});
