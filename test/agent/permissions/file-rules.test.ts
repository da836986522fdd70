import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { judge, judgeFile, ruleOf } from '../../fixtures/judge.ts';
import { openTools, temporaryFolder } from '../../fixtures/open-tools.ts';

/**
 * `real/me` is the home folder, and `home` a link to `real`: `~` is `home/me`, as where /home leads to /var/home. The
 * project lies in it.
 */
const parent = temporaryFolder();
const home = path.join(parent, 'home', 'me');
const realHome = path.join(parent, 'real', 'me');
const root = path.join(realHome, 'proj');
const written = path.join(home, 'proj');
mkdirSync(path.join(root, 'src'), { recursive: true });
mkdirSync(path.join(root, 'config'));
mkdirSync(path.join(realHome, '.ssh'));
symlinkSync('real', path.join(parent, 'home'));
symlinkSync(root, path.join(parent, 'link'));
writeFileSync(path.join(root, '.env'), 'KEY=1\n');
writeFileSync(path.join(root, 'config', 'prod.yml'), 'KEY: 1\n');
writeFileSync(path.join(root, 'src', 'a.ts'), 'KEY\n');
writeFileSync(path.join(realHome, '.ssh', 'id'), 'KEY\n');
symlinkSync('../src/a.ts', path.join(root, 'config', 'x.secret'));
symlinkSync('config', path.join(root, 'settings'));
symlinkSync(path.join(realHome, '.ssh'), path.join(root, 'docs'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

beforeEach(() => void vi.stubEnv('HOME', home));
afterEach(() => void vi.unstubAllEnvs());

const RULES_ABOUT_ENV = [
  'read(.env)',
  'read(~/proj/.env)',
  'read(~/proj/*)',
  'read(~/*/.env)',
  `read(${root}/.env)`,
  `read(${written}/.env)`,
  `read(${parent}/link/.env)`,
  `read(${realHome}/*/.env)`,
  `read(${home}/*/.env)`,
  `read(${parent}/**/.env)`,
];

describe.each(RULES_ABOUT_ENV)('%s', (rule) => {
  test.each(['ask', 'edits', 'plan', 'all'] as const)('holds in the mode %s', async (mode) => {
    const given = { root, mode, deny: [rule] };
    const denied = { kind: 'denied', rule };
    expect(await judgeFile({ kind: 'read', file: `${root}/.env` }, given)).toEqual(denied);
    expect(await judgeFile({ kind: 'edit', file: `${root}/.env` }, given)).toEqual(denied);
    for (const line of ['cat .env', `cat ${written}/.env`, `cat ${root}/.env`, 'cat ~/proj/.env', 'cp .env x']) {
      expect(await judge(line, given)).toEqual(denied);
    }
    for (const line of ['grep -r KEY .', 'grep -rn KEY', 'grep "" -r .', 'rg KEY', `grep -r KEY ${parent}`]) {
      expect(await judge(line, given)).not.toMatchObject({ kind: 'allowed' });
    }
    expect(await judge('cat src/a.ts', given)).toEqual({ kind: 'allowed' });
  });
});

describe('a search is asked about', () => {
  test.each([
    'grep -r KEY . &',
    'x=1; rg KEY',
    'sudo grep -r KEY .',
    'timeout 5 grep -R KEY .',
    'grep --recursive KEY . > o',
  ])('in the mode all, also where it is not known well: %s', async (line) => {
    for (const deny of [['read(.env)'], [`read(${root}/.env)`]]) {
      expect(await judge(line, { root, deny, mode: 'all' })).toMatchObject({ kind: 'asks' });
      expect(await judge(line, { root, deny, mode: 'ask', sandboxed: true })).toMatchObject({ kind: 'asks' });
    }
  });

  test.each(['read(~/.ssh/**)', `read(${parent}/real/you/**)`, 'read(/etc/**)'])(
    'but not by %s where nothing of that lies below it',
    async (rule) => {
      for (const mode of ['ask', 'all'] as const) {
        expect(await judge('grep -r KEY src', { root, mode, deny: [rule] })).toEqual({ kind: 'allowed' });
      }
    },
  );

  test.each(['read(~/proj/src/*)', `read(${parent}/link/src/*)`, `read(${written}/src/a.ts)`, 'read(~/**/*.ts)'])(
    'by %s, which begins above or below it',
    async (rule) => {
      expect(await judge('grep -r KEY src', { root, deny: [rule] })).toMatchObject({ kind: 'asks' });
    },
  );
});

describe('links', () => {
  test.each(['read(~/.ssh/**)', `read(${home}/.ssh/**)`, `read(${realHome}/.ssh/*)`, 'read(docs/**)'])(
    '%s keeps files from being read and made in the mode all',
    async (rule) => {
      const given = { root, mode: 'all', deny: [rule] } as const;
      for (const name of ['id', 'new']) {
        const file = path.join(realHome, '.ssh', name);
        expect(await judgeFile({ kind: 'read', file }, given)).toMatchObject({ kind: 'denied' });
        expect(await judgeFile({ kind: 'edit', file }, given)).toMatchObject({ kind: 'denied' });
      }
      for (const line of ['cat ~/.ssh/id', 'cat docs/id', `cat ${realHome}/.ssh/id`, 'echo x > ~/.ssh/new']) {
        expect(await judge(line, given)).toMatchObject({ kind: 'denied' });
      }
    },
  );

  test('a rule for a link holds for the link, and for what it leads to', async () => {
    for (const line of ['cat settings/prod.yml', 'cat config/prod.yml']) {
      expect(await judge(line, { root, deny: ['read(settings/*)'], mode: 'all' })).toMatchObject({ kind: 'denied' });
    }
    const deny = ['read(**/*.secret)'];
    const asked = { kind: 'read', file: `${root}/src/a.ts`, written: `${root}/config/x.secret` } as const;
    expect(await judgeFile(asked, { root, deny })).toMatchObject({ kind: 'denied' });
    expect(await judge('cat config/x.secret', { root, deny })).toMatchObject({ kind: 'denied' });
    expect(await judge('cat src/a.ts', { root, deny })).toEqual({ kind: 'allowed' });
  });

  test('what allows follows the link of the home folder and no other', async () => {
    const file = path.join(realHome, '.ssh', 'id');
    for (const rule of ['read(~/.ssh/**)', `read(${home}/.ssh/**)`, `read(${realHome}/.ssh/**)`]) {
      expect(await judgeFile({ kind: 'read', file }, { root, allow: [rule] })).toEqual({ kind: 'allowed' });
    }
    for (const rule of ['read(docs/**)', `read(${root}/docs/**)`, 'read(**)', 'read(../.ssh/**)']) {
      expect(await judgeFile({ kind: 'read', file }, { root, allow: [rule] })).toMatchObject({ kind: 'asks' });
    }
  });
});

test.each([
  ['read(src/**)', 'src/deep/a.ts', true],
  ['read(src/**)', 'src', true],
  ['read(src/*)', 'src/deep/a.ts', false],
  ['read(**)', 'x', true],
  ['read(*.{env,key})', 'a.key', true],
  ['read(src/{a,b}/c)', 'src/b/c', true],
  ['read(a\\[b\\]/c)', 'a[b]/c', true],
  ['read(a[b]/c)', 'ab/c', true],
  ['read(./src/../x)', 'x', true],
  ['read(src)', 'src/a.ts', false],
  ['read(!x)', 'y', false],
])('%s covers %s: %s', async (rule, file, covered) => {
  const verdict = await judgeFile({ kind: 'read', file: path.join(root, file) }, { root, deny: [rule] });
  expect(verdict.kind).toBe(covered ? 'denied' : 'allowed');
});

test.each(['ask', 'all'] as const)('in the mode %s no tool shows a file that a rule keeps by a link', async (mode) => {
  const folder = temporaryFolder();
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const link = path.join(folder, 'link');
  const rules = { allow: [], ask: [], deny: [ruleOf(`read(${link}/.env)`)] };
  const { root: project, call } = openTools({ gate: { mode: () => mode, rules } });
  symlinkSync(project, link);
  writeFileSync(path.join(project, '.env'), 'KEY=sesame\n');
  writeFileSync(path.join(project, 'a.ts'), 'KEY=plain\n');
  for (const [name, input] of [
    ['read_file', { path: '.env' }],
    ['edit_file', { path: '.env', old_text: 'sesame', new_text: 'x' }],
    ['bash', { command: 'grep -r KEY .' }],
    ['bash', { command: 'cat .env' }],
  ] as const) {
    const { result } = await call(name, input);
    expect(result).toMatchObject({ isError: true, text: expect.not.stringContaining('sesame') });
  }
  expect((await call('search_files', { pattern: 'KEY' })).result.text).toBe('a.ts\n1:KEY=plain');
  expect((await call('find_files', { glob: '*' })).result.text).toBe('a.ts');
});
