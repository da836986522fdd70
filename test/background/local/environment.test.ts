import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { commandEnvironment, programEnvironment } from '../../../src/background/local/environment.ts';
import { runHook } from '../../../src/background/local/run-hook.ts';

test.each([
  ['https://me:canary@example.org/v1', 'https://example.org/v1'],
  ['https://canary@example.org', 'https://example.org/'],
  ['https://example.org/v1?key=canary', 'https://example.org/v1'],
  ['https://example.org/v1/', 'https://example.org/v1/'],
  ['//me:canary@nowhere', ''],
])('of the base URL %s a command sees %s', async (given, seen) => {
  const environment = { PATH: process.env['PATH'], ANTHROPIC_BASE_URL: given };
  const command = 'env >&2; exit 2';
  const end = await runHook({ command, cwd: tmpdir(), environment, input: '', limit: 10_000 });
  if (end.kind !== 'exited') throw new Error(end.kind);
  expect(end.stderr.split('\n')).toContain(`ANTHROPIC_BASE_URL=${seen}`);
  expect(end.stderr).not.toContain('canary');
  expect(JSON.stringify(commandEnvironment(environment, 't1'))).not.toContain('canary');
});

function settingsIn(environment: Record<string, string>): string {
  const env = { ...environment, HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' };
  return execFileSync('git', ['config', '--list'], { cwd: '/', env, encoding: 'utf8' }).trim();
}

const PATH = process.env['PATH'];

test.each([
  [{}, 'safe.barerepository=explicit'],
  [{ GIT_CONFIG_COUNT: '0' }, 'safe.barerepository=explicit'],
  [{ GIT_CONFIG_COUNT: 'many' }, 'safe.barerepository=explicit'],
  [
    { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'core.editor', GIT_CONFIG_VALUE_0: 'ed' },
    'core.editor=ed\nsafe.barerepository=explicit',
  ],
  [
    { GIT_CONFIG_COUNT: '2', GIT_CONFIG_VALUE_0: 'lost', GIT_CONFIG_KEY_1: 'a.b', GIT_CONFIG_VALUE_1: '' },
    'a.b=\nsafe.barerepository=explicit',
  ],
])('with %j git takes no folder for a repository by what lies in it', (given, settings) => {
  expect(settingsIn(programEnvironment({ PATH, ...given }))).toBe(settings);
  expect(settingsIn(commandEnvironment({ PATH, ...given }, 'x'))).toBe(settings);
});

test('the same holds for hooks of the user', async () => {
  const command = 'test "$(git config safe.bareRepository)" = explicit';
  const hook = { command, cwd: '/', environment: { PATH }, input: '', limit: 20_000 };
  expect(await runHook(hook)).toMatchObject({ kind: 'exited', code: 0 });
});
