/** What the built program refuses without anybody to ask, in the modes that ask least. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { call, say } from '../fixtures/api-replies.ts';
import { startApiServer } from '../fixtures/api-server.ts';
import { createPlace, PROGRAM, type Place } from '../fixtures/program.ts';

let place: Place;
beforeEach(async () => {
  place = await createPlace();
});
afterEach(() => place.remove());

/** Lets the model call one tool. */
async function called(tool: Parameters<typeof call>, args: readonly string[], cwd = place.project) {
  const api = await startApiServer([[call(...tool)], [say('Done.')]]);
  try {
    const model = { ANTHROPIC_BASE_URL: api.url, ANTHROPIC_API_KEY: 'key-of-the-test' };
    const options = { cwd, env: { ...place.env, ...model }, extendEnv: false, reject: false, input: '' } as const;
    const { exitCode, stderr } = await execa(process.execPath, [PROGRAM, '-p', 'Do it', ...args], options);
    return { code: exitCode, err: stderr };
  } finally {
    await api.close();
  }
}

function put(file: string, content: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

const REFUSED = 4;

test('a script that a hook of the user runs is not rewritten in mode edits', async () => {
  const script = path.join(place.project, 'scripts/check.sh');
  put(script, 'exit 0\n');
  const hooks = [
    { on: 'before_tool', command: 'sh ./scripts/check.sh; if [ -e scripts/more.sh ]; then sh scripts/more.sh; fi' },
  ];
  put(path.join(place.env['XDG_CONFIG_HOME'] ?? '', 'meanwhile/settings.json'), JSON.stringify({ hooks }));
  const change = ['write_file', { path: 'scripts/more.sh', content: 'touch pwned\n' }] as const;
  expect((await called([...change], ['--permissions', 'edits'])).code).toBe(REFUSED);
  expect((await called(['bash', { command: 'echo x > scripts/check.sh' }], ['--permissions', 'edits'])).code).toBe(
    REFUSED,
  );
  expect(readFileSync(script, 'utf8')).toBe('exit 0\n');
  expect((await called(['write_file', { path: 'scripts/b.sh', content: '' }], ['--permissions', 'edits'])).code).toBe(
    0,
  );
});

test("the program's own folders are not written in mode all", async () => {
  const settings = path.join(place.env['XDG_CONFIG_HOME'] ?? '', 'meanwhile/settings.json');
  const trust = path.join(place.state, 'trusted-settings.json');
  for (const file of [settings, trust, path.join(place.env['XDG_CACHE_HOME'] ?? '', 'meanwhile/compiled/x')]) {
    const bash = ['bash', { command: `echo '{}' > ${file}` }] as const;
    expect((await called([...bash], ['--permissions', 'all'])).code).toBe(REFUSED);
    expect(existsSync(file)).toBe(false);
  }
});

test('in the home folder as project it warns, and what is personal is not read', async () => {
  const home = place.env['HOME'] ?? '';
  put(path.join(home, '.ssh/id_rsa'), 'secret');
  put(path.join(home, 'notes.md'), 'open');
  const { code, err } = await called(['read_file', { path: '.ssh/id_rsa' }], [], home);
  expect(code).toBe(REFUSED);
  expect(err).toContain('The project is your home folder');
  expect((await called(['read_file', { path: 'notes.md' }], [], home)).code).toBe(0);
  expect((await called(['write_file', { path: '.bashrc', content: 'x' }], ['--permissions', 'edits'], home)).code).toBe(
    REFUSED,
  );
});

test('a project does not switch to lines, and the model that it chose is said', async () => {
  put(path.join(place.project, '.meanwhile/settings.json'), '{"linear": "on",\n"model": "claude-x"}');
  const { err } = await called(['read_file', { path: 'x' }], []);
  expect(err).toContain('"linear" (line 1)');
  expect(err).toMatch(/"model" is claude-x by the settings of the project \(.*settings\.json:2\)/);
});
