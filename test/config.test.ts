import { mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { projectFolders } from '../src/config/folders.ts';
import { FLAGS, VARIABLES } from '../src/config/help.ts';
import { SETTINGS } from '../src/config/settings.ts';
import { runConfigCommand } from '../src/config/config-command.ts';
import { loadConfig, type Config } from '../src/config.ts';

interface Given {
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The content of the settings file. */
  readonly settings?: string;
}

/** A home with a project in it, and the configuration that is loaded there. */
function home() {
  const homedir = realpathSync(mkdtempSync(path.join(tmpdir(), 'meanwhile-home-')));
  onTestFinished(() => rmSync(homedir, { recursive: true, force: true }));
  const cwd = path.join(homedir, 'shop');
  const settingsFile = path.join(homedir, '.config', 'meanwhile', 'settings.json');
  mkdirSync(cwd);

  const load = async ({ argv = [], env = {}, settings }: Given = {}) => {
    if (settings !== undefined) {
      mkdirSync(path.dirname(settingsFile), { recursive: true });
      writeFileSync(settingsFile, settings);
    }
    return loadConfig({ argv, env, homedir, cwd });
  };
  const config = async (given: Given = {}): Promise<Config> => {
    const loaded = await load(given);
    if (loaded.kind !== 'ok') throw new Error(JSON.stringify(loaded));
    return loaded.config;
  };
  const sentence = async (given: Given) => {
    const loaded = await load(given);
    return loaded.kind === 'error' ? loaded.sentence : `no error: ${loaded.kind}`;
  };
  return { homedir, cwd, settingsFile, load, config, sentence };
}

test('without being told anything it runs offline, asks, and keeps its state in the home', async () => {
  const { config, cwd, homedir } = home();
  expect(await config()).toEqual({
    cwd,
    prompt: null,
    session: { kind: 'new' },
    headless: null,
    permissions: 'ask',
    rules: { allow: [], ask: [], deny: [] },
    sandbox: { on: false, network: true, writable: [], readable: [], trusted: false },
    silence: 45_000,
    wake: 'auto',
    provider: { kind: 'offline' },
    caFile: null,
    model: null,
    isDemo: false,
    isModelNamed: false,
    limits: { foreground: 30_000, background: 300_000 },
    digestChars: 2_000,
    retention: { age: 7 * 86_400_000, bytes: 2 * 1024 ** 3 },
    logBytes: 64 * 1024 ** 2,
    parallel: Math.max(4, availableParallelism()),
    stateFolder: path.join(homedir, '.local/state/meanwhile'),
    userFolder: path.join(homedir, '.config/meanwhile'),
    ownFolders: ['.config', '.local/state', '.cache'].map((folder) => path.join(homedir, folder, 'meanwhile')),
    home: homedir,
    keys: {},
    colours: true,
    appendedPrompt: '',
    settings: {
      permissions: 'ask',
      allow: [],
      ask: [],
      deny: [],
      sandbox: false,
      sandboxNetwork: true,
      sandboxWritable: [],
      sandboxReadable: [],
      sandboxAllows: false,
      wake: 'auto',
      theme: 'auto',
      ascii: 'auto',
      notify: 'bell',
      motion: 'full',
      linear: 'auto',
      mouse: true,
      taskPane: 'side',
      foregroundSeconds: 30,
      silenceSeconds: 45,
      backgroundSeconds: 300,
      digestChars: 2_000,
      keepTasksDays: 7,
      keepLogsMiB: 2_048,
      keepTaskLogMiB: 64,
      agents: 4,
      apiKeyHelperSeconds: 300,
      thinking: 'on',
      provider: 'anthropic',
      hooks: [],
      keys: {},
      compactPercent: 80,
    },
    notices: [],
  });
});

test('flags and a first prompt are read', async () => {
  const { config, cwd } = home();
  mkdirSync(path.join(cwd, 'web'));
  const argv = ['--cwd', 'web', '--permissions', 'all', '--model=some-model', '--wake', 'off', 'run', 'the tests'];
  expect(await config({ argv })).toMatchObject({
    cwd: path.join(cwd, 'web'),
    permissions: 'all',
    model: 'some-model',
    wake: 'off',
    prompt: 'run the tests',
  });
});

test('a prompt may begin with a dash after --', async () => {
  expect((await home().config({ argv: ['--', '--help me'] })).prompt).toBe('--help me');
});

test('a project folder that is a link is taken for what it leads to', async () => {
  const { config, cwd, homedir } = home();
  symlinkSync(cwd, path.join(homedir, 'link'));
  expect((await config({ argv: ['--cwd', '../link'] })).cwd).toBe(cwd);
});

test.each([
  {
    argv: ['--cwd', 'nowhere'],
    says: /^The folder .*nowhere does not exist\. Give the project folder with --cwd\.$/,
  },
  { argv: ['--cwd', 'file'], says: /file is not a folder\./ },
  { argv: ['--permissions', 'none'], says: /^--permissions is "none"\. Allowed: ask, edits, plan, all\.$/ },
  { argv: ['--wake', ''], says: /^--wake is ""\. Allowed: auto, ask, off\.$/ },
  { argv: ['--model', ' '], says: /^--model is " "\. Allowed: the name of a model\.$/ },
  { argv: ['--demo', 'fix it'], says: /^--demo stands alone/ },
  { argv: ['--demo', '--continue'], says: /^--demo stands alone/ },
  { argv: ['--demo', '-p'], says: /^--demo stands alone/ },
  { argv: ['--model'], says: /--model.*argument missing\. meanwhile --help lists the options\.$/ },
  { argv: ['--modle', 'x'], says: /^Unknown option '--modle'.* meanwhile --help lists the options\.$/ },
])('$argv is answered with what is wrong', async ({ argv, says }) => {
  const { cwd, sentence } = home();
  writeFileSync(path.join(cwd, 'file'), '');
  expect(await sentence({ argv })).toMatch(says);
});

test.each([
  { env: { ANTHROPIC_API_KEY: 'key' }, provider: { kind: 'anthropic', apiKey: 'key' } },
  { env: { ANTHROPIC_AUTH_TOKEN: 'token' }, provider: { kind: 'anthropic', authToken: 'token' } },
  {
    env: { ANTHROPIC_BASE_URL: 'http://127.0.0.1:8080' },
    provider: { kind: 'anthropic', baseURL: 'http://127.0.0.1:8080' },
  },
  { env: { ANTHROPIC_API_KEY: '', ANTHROPIC_AUTH_TOKEN: ' ', ANTHROPIC_BASE_URL: '' }, provider: { kind: 'offline' } },
  { env: { ANTHROPIC_API_KEY: 'key\n' }, provider: { kind: 'anthropic', apiKey: 'key' } },
])('the environment $env chooses $provider.kind', async ({ env, provider }) => {
  expect((await home().config({ env })).provider).toEqual(provider);
});

const FEDERATION = { ANTHROPIC_FEDERATION_RULE_ID: 'rule', ANTHROPIC_ORGANIZATION_ID: 'organisation' };
const HELPER = { apiKeyHelper: 'print-key', apiKeyHelperSeconds: 60 };
const keyHelper = { command: 'print-key', lifetime: 60_000 };
const GATEWAY = 'http://127.0.0.1:8080';

test.each([
  { env: {}, settings: HELPER, provider: { kind: 'anthropic', keyHelper } },
  { env: {}, settings: { ...HELPER, baseURL: GATEWAY }, provider: { kind: 'anthropic', keyHelper, baseURL: GATEWAY } },
  { env: { ANTHROPIC_API_KEY: 'key' }, settings: HELPER, provider: { kind: 'anthropic', apiKey: 'key' } },
  { env: { ANTHROPIC_PROFILE: 'work' }, settings: HELPER, provider: { kind: 'anthropic', keyHelper } },
  { env: { ANTHROPIC_PROFILE: 'work' }, settings: {}, provider: { kind: 'anthropic', profile: true } },
  { env: FEDERATION, settings: {}, provider: { kind: 'anthropic', profile: true } },
  {
    env: { ANTHROPIC_API_KEY: 'key' },
    settings: { provider: 'vertex' },
    provider: { kind: 'platform', platform: 'vertex' },
  },
  { env: { MEANWHILE_PROVIDER: 'bedrock' }, settings: {}, provider: { kind: 'platform', platform: 'bedrock' } },
])('$settings with $env asks $provider', async ({ env, settings, provider }) => {
  expect((await home().config({ env, settings: JSON.stringify(settings) })).provider).toEqual(provider);
});

test('an active profile on the disk is used, but not with an address of another server', async () => {
  const { config, homedir } = home();
  const configs = path.join(homedir, '.config', 'anthropic', 'configs');
  mkdirSync(configs, { recursive: true });
  writeFileSync(path.join(configs, 'work.json'), '{}');
  const env = { HOME: homedir };
  expect((await config({ env })).provider).toEqual({ kind: 'offline' });
  writeFileSync(path.join(configs, '..', 'active_config'), 'work\n');
  expect((await config({ env })).provider).toEqual({ kind: 'anthropic', profile: true });
  const elsewhere = { ...env, ANTHROPIC_BASE_URL: GATEWAY };
  expect((await config({ env: elsewhere })).provider).toEqual({ kind: 'anthropic', baseURL: GATEWAY });
});

test('caFile is looked for in the home, and has to be there', async () => {
  const settings = '{"caFile": "/nowhere/ca.pem"}';
  expect(await home().sentence({ settings })).toBe(
    'caFile: the file /nowhere/ca.pem cannot be read. Correct it in your settings.',
  );
  const { config, homedir } = home();
  const file = path.join(homedir, 'ca.pem');
  writeFileSync(file, '');
  expect((await config({ settings: JSON.stringify({ caFile: file }) })).caFile).toBe(file);
});

test.each(['apiKeyHelper', 'apiKeyHelperSeconds', 'apiHeaders', 'caFile'] as const)(
  'no file of a project sets %s, trusted or not',
  (name) => {
    expect(SETTINGS[name].project).toEqual({ kind: 'never' });
  },
);

test.each(['localhost:8080', 'ftp://example.org', 'https://'])(
  'the address %j is refused and not repeated',
  async (url) => {
    const sentence = await home().sentence({ env: { ANTHROPIC_BASE_URL: url } });
    expect(sentence).toBe('ANTHROPIC_BASE_URL is wrong. Allowed: an address that begins with http:// or https://.');
  },
);

test.each([
  { argv: ['--model', 'a'], env: { ANTHROPIC_MODEL: 'b' }, settings: '{"model": "c"}', model: 'a' },
  { argv: [], env: { ANTHROPIC_MODEL: 'b' }, settings: '{"model": "c"}', model: 'b' },
  { argv: [], env: { ANTHROPIC_MODEL: '' }, settings: '{"model": "c"}', model: 'c' },
])('the model $model wins: arguments before environment before settings', async ({ model, ...given }) => {
  expect((await home().config(given)).model).toBe(model);
});

test('settings are read, and flags go before them', async () => {
  const settings =
    '{"permissions": "all", "wake": "ask", "foregroundSeconds": 10, "backgroundSeconds": 60, "parallel": 2, "digestChars": 500, "keepTasksDays": 0.5, "keepLogsMiB": 64, "keepTaskLogMiB": 8}';
  expect(await home().config({ settings, argv: ['--wake', 'off'] })).toMatchObject({
    permissions: 'all',
    wake: 'off',
    limits: { foreground: 10_000, background: 60_000 },
    digestChars: 500,
    retention: { age: 43_200_000, bytes: 64 * 1024 ** 2 },
    logBytes: 8 * 1024 ** 2,
    parallel: 2,
  });
});

test.each([
  { settings: '{"wake": "sometimes"}', says: 'FILE:1: "wake" is "sometimes". Allowed: auto, ask, off.' },
  {
    settings: '{\n  // Not too long.\n  "foregroundSeconds": "30",\n}',
    says: 'FILE:3: "foregroundSeconds" is "30". Allowed: a number of seconds from 1 to 3600.',
  },
  {
    settings: '{"backgroundSeconds": 0}',
    says: 'FILE:1: "backgroundSeconds" is 0. Allowed: a number of seconds from 1',
  },
  { settings: '{"digestChars": 100}', says: 'FILE:1: "digestChars" is 100. Allowed: a number of characters from 200' },
  { settings: '{"parallel": 1.5}', says: 'FILE:1: "parallel" is 1.5. Allowed: a whole number from 1 to 1000' },
  { settings: '{"wake": "ask",\n"wake": "off"}', says: 'FILE:2: "wake" is there twice.' },
  { settings: '[]', says: 'FILE has to hold one JSON object' },
  { settings: '{\n"wake": ', says: 'FILE:2: This is not valid JSON: value expected.' },
])('the settings $settings are refused with file, name and what is allowed', async ({ settings, says }) => {
  const { sentence, settingsFile } = home();
  expect(await sentence({ settings })).toContain(says.replace('FILE', settingsFile));
});

test.each([
  {
    settings: '{\n"permisions": "all"}',
    says: 'FILE:2: "permisions" is no setting and does not count. Did you mean "permissions"?',
  },
  {
    settings: '{"toString": 1}',
    says: 'FILE:1: "toString" is no setting and does not count. Settings are: permissions, allow,',
  },
])('a name that is no setting, as in $settings, is told and stops nothing', async ({ settings, says }) => {
  const { config, sentence, settingsFile } = home();
  const told = says.replace('FILE', settingsFile);
  expect((await config({ settings })).notices).toEqual([expect.stringContaining(told)]);
  expect(await sentence({ argv: ['--strict-config'] })).toContain(told);
});

test('what --settings gives goes before the settings of the project and behind other options', async () => {
  const { cwd, config } = home();
  mkdirSync(path.join(cwd, '.meanwhile'));
  writeFileSync(path.join(cwd, '.meanwhile', 'settings.json'), '{"digestChars": 500, "parallel": 1}');
  writeFileSync(path.join(cwd, 'mine.json'), '{"parallel": 3, "permissions": "all", "wake": "ask"}');
  expect(await config({ argv: ['--settings', 'mine.json', '--wake', 'off'] })).toMatchObject({
    permissions: 'all',
    wake: 'off',
    parallel: 3,
    digestChars: 500,
    notices: [],
  });
  expect(await config({ argv: ['--settings', '{"parallel": 4}'] })).toMatchObject({ parallel: 4 });
});

test.each([
  [['--settings', 'nowhere.json'], /The file .*nowhere\.json of --settings does not exist\. Give a file, or JSON/],
  [['--settings', '{"parallel": 0}'], /^--settings:1: "parallel" is 0\. Allowed:/],
  [['--settings', '{"parallel"'], /^--settings:1: This is not valid JSON/],
  [['--mcp-config', '{"servers": {}}'], /^--mcp-config has to hold \{"mcpServers": \{"NAME": \{…\}\}\}\./],
])('%j is refused with what is wrong', async (argv, says) => {
  expect(await home().sentence({ argv })).toMatch(says);
});

test('--mcp-config names servers as other programs do, and one that cannot be used hides no other', async () => {
  const servers = {
    good: { type: 'stdio', command: 'npx', args: ['x'], timeout: 3, alwaysAllow: ['a'] },
    off: { command: 'npx', disabled: true },
    old: { type: 'sse', url: 'https://a.example/sse' },
    none: null,
  };
  const { settings, notices } = await home().config({
    argv: ['--mcp-config', JSON.stringify({ mcpServers: servers })],
  });
  expect(settings.mcpServers).toEqual({ good: { type: 'stdio', command: 'npx', args: ['x'] } });
  expect(notices).toEqual([
    expect.stringMatching(/^--mcp-config:1: The MCP server "old" does not count: it is wrong\. Expected either/),
    expect.stringMatching(/^--mcp-config:1: The MCP server "none" does not count/),
  ]);
});

test('servers of .mcp.json count once the project is trusted, until the file or what it runs changes', async () => {
  const { cwd, load, config } = home();
  const file = path.join(cwd, '.mcp.json');
  writeFileSync(path.join(cwd, 'server.js'), '');
  writeFileSync(file, '{"mcpServers": {"own": {"command": "node", "args": ["server.js"]}}}');
  const before = await config();
  expect(before.settings.mcpServers).toBeUndefined();
  expect(before.notices.join()).toContain(`"mcpServers" (line 1) in ${file} does not count`);

  const loaded = await load({ argv: ['config', 'trust'] });
  if (loaded.kind !== 'command') throw new Error(loaded.kind);
  const shown: string[] = [];
  await runConfigCommand(loaded, { print: (text) => shown.push(text), complain: () => {} });
  expect(shown.join('')).toContain('server.js');
  expect((await config()).settings.mcpServers).toEqual({ own: { command: 'node', args: ['server.js'] } });

  writeFileSync(path.join(cwd, 'server.js'), 'changed');
  expect((await config()).settings.mcpServers).toBeUndefined();
});

test('a settings file that cannot be read is an error, not silence', async () => {
  const { sentence, settingsFile } = home();
  mkdirSync(settingsFile, { recursive: true });
  expect(await sentence({})).toContain(`The settings file ${settingsFile} cannot be read: `);
});

test.each([
  { env: { XDG_STATE_HOME: '/var/state' }, folder: '/var/state/meanwhile' },
  { env: { XDG_STATE_HOME: '/var/state', MEANWHILE_HOME: '/mine' }, folder: '/mine' },
])('state is kept in $folder', async ({ env, folder }) => {
  expect((await home().config({ env })).stateFolder).toBe(folder);
});

test('XDG folders that are not absolute are ignored, as their specification says', async () => {
  const { config, homedir } = home();
  const { stateFolder } = await config({ env: { XDG_STATE_HOME: 'state', XDG_CONFIG_HOME: 'config' } });
  expect(stateFolder).toBe(path.join(homedir, '.local/state/meanwhile'));
});

test('settings are looked for where XDG_CONFIG_HOME says', async () => {
  const { config, homedir } = home();
  mkdirSync(path.join(homedir, 'cfg', 'meanwhile'), { recursive: true });
  writeFileSync(path.join(homedir, 'cfg', 'meanwhile', 'settings.json'), '{"wake": "off"}');
  expect((await config({ env: { XDG_CONFIG_HOME: path.join(homedir, 'cfg') } })).wake).toBe('off');
});

test('NO_COLOR takes the colours away', async () => {
  expect((await home().config({ env: { NO_COLOR: '1' } })).colours).toBe(false);
});

test.each([
  { argv: ['--version', '--cwd', 'nowhere'], kind: 'version' },
  { argv: ['-v'], kind: 'version' },
  { argv: ['-h'], kind: 'help' },
])('$argv asks for the $kind, whatever else is wrong', async ({ argv, kind }) => {
  expect((await home().load({ argv, settings: '{' })).kind).toBe(kind);
});

test('the help names every flag, variable, setting and prefix, in lines that fit', async () => {
  const loaded = await home().load({ argv: ['--help'] });
  const text = loaded.kind === 'help' ? loaded.text : '';
  const names = [...Object.keys(FLAGS).map((name) => `--${name}`), ...Object.keys(VARIABLES), ...Object.keys(SETTINGS)];
  for (const name of [...names, '!command', '&command']) expect(text).toContain(name);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
});

test('each project has folders of its own, for the user alone', async () => {
  const { config, homedir } = home();
  const { stateFolder } = await config();
  const made = ['/srv/My Shop!', '/srv/My Shop?', '/srv/日本'].map((cwd) => projectFolders({ stateFolder, cwd }));
  const tasks = made.map((one) => (one.kind === 'ok' ? path.relative(homedir, one.folders.tasks) : one.sentence));
  expect(tasks).toEqual([
    expect.stringMatching(/^\.local\/state\/meanwhile\/projects\/my-shop-[0-9a-f]{12}\/tasks$/),
    expect.stringMatching(/^\.local\/state\/meanwhile\/projects\/my-shop-[0-9a-f]{12}\/tasks$/),
    expect.stringMatching(/^\.local\/state\/meanwhile\/projects\/[0-9a-f]{12}\/tasks$/),
  ]);
  expect(new Set(tasks).size).toBe(3);
  for (const folder of tasks) expect(statSync(path.join(homedir, folder)).mode & 0o777).toBe(0o700);
});

test('a state folder that cannot be made is an error that says what to do', async () => {
  const { cwd } = home();
  writeFileSync(path.join(cwd, 'file'), '');
  const made = projectFolders({ stateFolder: path.join(cwd, 'file'), cwd });
  expect(made).toMatchObject({
    kind: 'error',
    sentence: expect.stringContaining('MEANWHILE_HOME names another place'),
  });
});

test.each<[argv: readonly string[], session: object]>([
  [['--continue'], { kind: 'continue' }],
  [['-c', 'go on'], { kind: 'continue' }],
  [['--resume', ' 1f3a '], { kind: 'resume', id: '1f3a' }],
  [['--resume'], { kind: 'pick' }],
  [['--resume', '--wake', 'off'], { kind: 'pick' }],
])('%j takes a session up', async (argv, session) => {
  expect((await home().config({ argv })).session).toEqual(session);
});

test.each<[argv: readonly string[], sentence: RegExp]>([
  [['--continue', '--resume', '1f3a'], /either --continue or --resume ID, not both/],
  [['-p', 'go', '--resume'], /Without a screen --resume wants the id of a session/],
])('%j is refused', async (argv, sentence) => {
  expect(await home().sentence({ argv })).toMatch(sentence);
});
