import { execa } from 'execa';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPlace, PROGRAM, type Place } from '../fixtures/program.ts';

const ODD_SERVER = path.resolve('test/fixtures/programs/odd-mcp-server.js');
let place: Place;
let settings: string;
let project: string;

beforeAll(async () => {
  place = await createPlace();
  project = path.join(place.project, '.mcp.json');
  settings = path.join(
    place.env['XDG_CONFIG_HOME'] ?? path.join(place.env['HOME'] ?? '', '.config'),
    'meanwhile/settings.json',
  );
});
beforeEach(() => [settings, project].forEach((file) => rmSync(file, { force: true })));
afterAll(() => place.remove());

async function mcp(...args: readonly string[]) {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [PROGRAM, 'mcp', ...args], {
    cwd: place.project,
    env: place.env,
    extendEnv: false,
    reject: false,
    timeout: 60_000,
  });
  return { code: exitCode, out: stdout, err: stderr };
}

function writeSettings(text: string): void {
  mkdirSync(path.dirname(settings), { recursive: true });
  writeFileSync(settings, text);
}

test('a server is added to your own settings, whose comments and order stay, and is removed again', async () => {
  const before = '{\n  // Mine.\n  "wake": "ask",\n  "mcpServers": { "old": { "command": "x" } }\n}\n';
  writeSettings(before);
  const added = await mcp('add', '--env', 'TOKEN=${TOKEN}', 'odd', 'node', '--no-warnings', 'server.js', '-h');
  expect(added).toMatchObject({ code: 0, out: `Added odd to ${settings}.` });
  const text = readFileSync(settings, 'utf8');
  expect(text).toContain('// Mine.\n  "wake": "ask"');
  const { mcpServers } = JSON.parse(text.replace('// Mine.', ''));
  expect(mcpServers).toEqual({
    old: { command: 'x' },
    odd: { command: 'node', args: ['--no-warnings', 'server.js', '-h'], env: { TOKEN: '${TOKEN}' } },
  });
  expect((await mcp('list')).out).toContain(`odd  node --no-warnings server.js -h, variables TOKEN\n    ${settings}:`);
  expect(await mcp('remove', 'odd')).toMatchObject({ code: 0, out: `Removed odd from ${settings}.` });
  expect((await mcp('list', '--json')).out).not.toContain('odd');
});

test('one that is added to the project counts once the project is trusted', async () => {
  const added = await mcp('add', 'web', '--scope', 'project', '-H', 'authorization: Bearer x', 'https://a.example/mcp');
  expect(added.out).toMatch(/It counts once you run: .*cli\.js config trust/);
  expect(JSON.parse(readFileSync(project, 'utf8'))).toEqual({
    mcpServers: { web: { url: 'https://a.example/mcp', headers: { authorization: 'Bearer x' } } },
  });
  const listed = await mcp('list');
  expect(listed.out).toContain('web  https://a.example/mcp, headers authorization');
  expect(listed.out).toMatch(/not trusted: run .*cli\.js config trust/);
  expect(listed.out).not.toContain('Bearer');
});

test('test starts servers and says what they offer, or why not', async () => {
  await mcp('add', 'odd', process.execPath, ODD_SERVER, 'talks-first');
  await mcp('add', 'gone', '/nowhere/server');
  const tested = await mcp('test');
  expect(tested.code).toBe(1);
  expect(tested.out).toMatch(/✓ odd: 2 tools\n {4}learn\n {4}badly/);
  expect(tested.out).toMatch(/✗ gone: /);
  expect(await mcp('test', 'odd')).toMatchObject({ code: 0 });
});

test.each([
  [['add', 'x'], /add takes a name, then a command or an address/],
  [['add', 'a b', 'node'], /The MCP server a b is wrong\. Expected a name/],
  [['add', 'x', '--env', 'A', 'node'], /--env is NAME=VALUE/],
  [['add', 'x', '--env', 'A=b', 'https://a.example'], /--env goes with a command/],
  [['add', 'x', '--scope', 'all', 'node'], /--scope is user or project/],
  [['remove', 'nobody'], /There is no MCP server nobody\. .* mcp list shows all\./],
  [['test', 'nobody'], /There is no MCP server nobody that counts/],
  [['begin'], /mcp knows list, add, remove, test, login, logout, not begin/],
  [['list', '--nonsense'], /--nonsense.* mcp --help says how/],
])('mcp %j is refused with what to do', async (args, says) => {
  const { code, err } = await mcp(...args);
  expect(code).toBe(2);
  expect(err).toMatch(says);
  expect(existsSync(settings)).toBe(false);
});

test('a settings file that is no JSON is not changed', async () => {
  writeSettings('{"wake": ');
  const { code, err } = await mcp('add', 'x', 'node');
  expect(code).toBe(1);
  expect(err).toContain('is not valid JSON and was not changed');
  expect(readFileSync(settings, 'utf8')).toBe('{"wake": ');
});
