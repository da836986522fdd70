import { mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { openSettings } from './open-settings.ts';

test('later sources win: user, project, local, environment, flags', async () => {
  const { write, load } = openSettings();
  write('user', '{"model": "a", "wake": "ask", "parallel": 1}');
  expect((await load()).settings).toMatchObject({ model: 'a', wake: 'ask', parallel: 1 });
  write('project', '{"$schema": "x", "model": "b", "wake": "off"}');
  write('local', '{"model": "c"}');
  expect((await load()).settings).toMatchObject({ model: 'c', wake: 'off', parallel: 1 });
  expect((await load([], { ANTHROPIC_MODEL: 'd' })).model).toBe('d');
  expect((await load(['--model', 'e'], { ANTHROPIC_MODEL: 'd' })).model).toBe('e');
});

test('lists of several files add up, what has names is joined by them, and untrusted files give neither', async () => {
  const { write, load, config } = openSettings();
  const server = (command: string) => ({ command });
  const hook = (command: string) => ({ on: 'stop', command });
  write(
    'user',
    JSON.stringify({
      deny: ['read(.env)'],
      hooks: [hook('mine')],
      mcpServers: { files: server('a'), web: server('b') },
      keys: { 'stop task': ['d'], help: ['f2'] },
    }),
  );
  write(
    'project',
    JSON.stringify({
      deny: ['bash(git push *)'],
      hooks: [hook('theirs')],
      mcpServers: { web: server('c'), more: server('d') },
      keys: { help: [] },
    }),
  );
  const texts = async () => (await load()).settings;
  expect(await texts()).toMatchObject({
    deny: ['read(.env)', 'bash(git push *)'],
    hooks: [hook('mine')],
    mcpServers: { files: server('a'), web: server('b') },
    keys: { 'stop task': ['d'], help: ['f2'] },
  });
  await config('trust');
  expect(await texts()).toEqual(
    expect.objectContaining({
      deny: ['read(.env)', 'bash(git push *)'],
      hooks: [hook('mine'), hook('theirs')],
      mcpServers: { files: server('a'), web: server('c'), more: server('d') },
      keys: { 'stop task': ['d'], help: [] },
    }),
  );
});

test('what widens what runs counts in a project only when the user has trusted it, and only as it was then', async () => {
  const { write, load, config } = openSettings();
  write('project', '{\n"permissions": "all",\n"baseURL": "http://127.0.0.1:1",\n"wake": "ask"}');
  const before = await load();
  expect(before).toMatchObject({ permissions: 'ask', wake: 'ask', provider: { kind: 'offline' } });
  expect(before.notices).toEqual([
    expect.stringMatching(
      /^"permissions" \(line 2\), "baseURL" \(line 3\) in .*shop\/\.meanwhile\/settings\.json do not count: .*meanwhile config trust\n {2}permissions \(line 2\) {2}all\n {2}baseURL \(line 3\) {2}http:\/\/127\.0\.0\.1:1$/,
    ),
  ]);

  expect((await config('trust')).out).toContain('~/shop/.meanwhile/settings.json\n  permissions (line 2)  all\n');
  expect(await load()).toMatchObject({ permissions: 'all', provider: { kind: 'anthropic' }, notices: [] });

  write('project', '{"wake": "off", "permissions": "all", "baseURL": "http://127.0.0.1:1"}');
  expect(await load()).toMatchObject({ permissions: 'all', wake: 'off', notices: [] });
  write('project', '{"permissions": "all", "baseURL": "http://127.0.0.1:2"}');
  expect(await load()).toMatchObject({ permissions: 'ask', provider: { kind: 'offline' } });
});

test('the local file of a project needs trust like the other one: it may have been committed too', async () => {
  const { write, load } = openSettings();
  write('local', '{"permissions": "all"}');
  expect((await load()).permissions).toBe('ask');
});

test('a project may narrow what runs without being trusted', async () => {
  const { write, load } = openSettings();
  write('user', '{"permissions": "all"}');
  write('project', '{"permissions": "ask"}');
  expect(await load()).toMatchObject({ permissions: 'ask', notices: [] });
});

test('what is trusted is kept for the user alone', async () => {
  const { write, load, config } = openSettings();
  write('local', '{"permissions": "all"}');
  await config('trust');
  const { stateFolder } = await load();
  expect(statSync(path.join(stateFolder, 'trusted-settings.json')).mode & 0o777).toBe(0o600);
});

test('config shows each value and where it comes from', async () => {
  const { write, config } = openSettings();
  write('user', '// mine\n{\n  "wake": "ask",\n  "baseURL": "http://name:secret@127.0.0.1:1/"\n}');
  const { code, out, err } = await config('--model', 'm');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out.replace(/ +/g, ' ').split('\n')).toEqual(
    expect.arrayContaining([
      'permissions ask default',
      'model m --model',
      'baseURL http://***@127.0.0.1:1 ~/.config/meanwhile/settings.json:4',
      'wake ask ~/.config/meanwhile/settings.json:3',
      'parallel the cores, at least 4 default',
    ]),
  );
  const { settings } = JSON.parse((await config('--json')).out);
  expect(settings).toContainEqual({
    name: 'wake',
    value: 'ask',
    from: [{ kind: 'file', scope: 'user', file: '~/.config/meanwhile/settings.json', line: 3 }],
  });
});

test('config names everything that is wrong and does not count, and shows the rest', async () => {
  const { write, config } = openSettings();
  write('user', '{\n"wakes": 1,\n"digestChars": 1,\n"parallel": 3}');
  const { code, out, err } = await config();
  expect(code).toBe(1);
  expect(err.trim().split('\n')).toEqual([
    expect.stringMatching(/^~\/\.config\/meanwhile\/settings\.json:3: "digestChars" is 1\. Allowed: /),
    '~/.config/meanwhile/settings.json:2: "wakes" is no setting and does not count. Did you mean "wake"?',
  ]);
  expect(out).toMatch(/parallel +3 /);
});

test('what a project writes into its settings cannot drive the terminal', async () => {
  const { write, config } = openSettings();
  write('project', '{"\\u001b]0;title\\u0007\u009b2J": 1, "model": "\\u001b[2J\u009b2J"}');
  const { out, err } = await config();
  expect(`${out}${err}`).not.toMatch(/[\u001b\u0007\u009b]/);
});

test.each([
  [['config', 'trst'], /^meanwhile config knows trust and schema, not "trst"/],
  [['config', 'the', 'server'], /To send it as a prompt: meanwhile -- config/],
])('%j is no command of config', async (argv, says) => {
  const { code, err } = await openSettings().config(...argv.slice(1));
  expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(says) });
});

test.each([
  [
    'a file',
    (file: string) => writeFileSync(file, 'x'),
    /\.meanwhile is a file, so the project has no settings\. Remove/,
  ],
  [
    'a link that leads nowhere',
    (file: string) => symlinkSync('nowhere', file),
    /is a link that leads nowhere.*Remove it/,
  ],
])('where .meanwhile is %s the program starts and says so', async (_, make, words) => {
  const home = realpathSync(mkdtempSync(path.join(tmpdir(), 'meanwhile-odd-')));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const project = path.join(home, 'project');
  mkdirSync(project);
  make(path.join(project, '.meanwhile'));
  const loaded = await loadConfig({ argv: [], env: {}, homedir: home, cwd: project });
  expect(loaded).toMatchObject({ kind: 'ok', config: { notices: [expect.stringMatching(words)] } });
});
