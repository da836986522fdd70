import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { gitProject } from '../../fixtures/git-project.ts';
import { judge } from '../../fixtures/judge.ts';

const { root } = gitProject({
  '.env': 'KEY=1\n',
  'config/secrets.yml': 'key: 1\n',
  'src/a.ts': '\n',
  'app/src/a.ts': '\n',
  'other/x.txt': 'x\n',
});
const app = path.join(root, 'app');
mkdirSync(path.join(root, 'src', 'deep'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const DENY = ['read(.env)', 'read(config/secrets.yml)'];

/** All of these print lines of whatever the repository holds. */
const PRINTING = [
  'git diff',
  'git diff --word-diff',
  'git show',
  'git log -p',
  'git log -p -1',
  'git log --patch',
  'git log -p --all',
  'git log --format=%B -p',
  'git log -U3',
  'git log --unified=1',
  'git log --pat',
  'git log --unif=1',
  'git log -sp',
  'git log --stat -p',
  'git log --no-patch -U1',
  'git log -S KEY',
  'git log -SKEY',
  'git log -G KEY -p',
  'git log -L 1,5:.env',
  'git log -c',
  'git log --cc',
  'git log --binary',
  'git log --check',
  'git log -p --follow -- src/a.ts',
  'git log -p -n 5',
  'git diff --cached',
  'git diff --staged -w',
  'git diff HEAD',
  'git diff HEAD~1',
  'git diff main...HEAD',
  'git diff --check',
  'git diff --stat -p',
  'git diff --name-only -U1',
  'git diff -sU1',
  "git diff -- ':(top).env'",
  "git diff -- ':!src'",
  "git diff -- '*.env'",
  'git diff HEAD:.env HEAD:src/a.ts',
  'git diff HEAD:.env -- src/a.ts',
  'git show HEAD',
  'git show HEAD:.env',
  'git show HEAD:./.env',
  'git show -s HEAD:.env',
  'git show --stat HEAD:.env',
  'git show -s d670460b4b',
  'git show HEAD:config',
  'git show HEAD:src/a.ts HEAD',
  'git show :0:.env',
  'git show d670460b4b4aece5915caf5c68d12f560a9fe3e4 -- src/a.ts',
  'git show --stat -p HEAD',
  'git status -v',
  'git status -svv',
  'git blame .env',
  'git stash show -p',
  'git stash show',
  'git stash list -p',
  'git grep KEY',
  'git archive HEAD',
  'git cat-file -p HEAD:.env',
  'git format-patch --stdout HEAD~1',
  'git diff-tree -p HEAD',
  'git add -p',
  'git commit -v --dry-run',
  'git --no-pager diff',
  'git -P log -p',
  'git -C . diff',
  'git -c a.b=c show',
  '/usr/bin/git diff',
  'git diff | head',
  'cd src && git diff',
  'cd src && git diff -- ../.env',
];

describe('what git prints of files is reading them', () => {
  test.each(PRINTING)('%s', async (line) => {
    for (const mode of ['ask', 'edits', 'all'] as const) {
      const given = { root, mode, allow: ['bash(git *)', 'bash(/usr/bin/git *)', 'bash(head *)'] };
      expect(await judge(line, { ...given, deny: DENY })).not.toMatchObject({ kind: 'allowed' });
      expect(await judge(line, { ...given, ask: DENY })).not.toMatchObject({ kind: 'allowed' });
    }
    expect(await judge(line, { root, deny: DENY, mode: 'all', sandboxed: true })).not.toMatchObject({
      kind: 'allowed',
    });
  });

  test.each([
    'x=1; git diff',
    'git diff &',
    'for f in a b; do git show $f; done',
    'env git diff',
    "sh -c 'git log -p'",
  ])('also where the line is not clear: %s', async (line) => {
    expect(await judge(line, { root, deny: DENY, mode: 'all' })).toMatchObject({ kind: 'asks' });
  });

  test('the answer for exactly this line counts in each mode', async () => {
    for (const mode of ['ask', 'all'] as const) {
      const asked = await judge('git diff', { root, deny: DENY, mode });
      expect(asked).toMatchObject({ kind: 'asks', rules: ['bash(=git diff)'] });
      expect(await judge('git diff', { root, deny: DENY, mode, allow: ['bash(=git diff)'] })).toEqual({
        kind: 'allowed',
      });
    }
  });
});

describe('in a folder of a larger repository', () => {
  test.each([
    'git diff',
    'git show',
    'git log -p',
    'git diff HEAD~1',
    'git diff --cached',
    'git status -v',
    'git show HEAD:other/x.txt',
    'git diff -- ../other',
    'git diff ../other/x.txt',
    'git diff -- src ../other',
    "git diff -- ':/'",
    'git log -p --follow src/a.ts',
  ])('%s reads outside of it', async (line) => {
    expect(await judge(line, { root: app })).toMatchObject({ kind: 'asks' });
    expect(await judge(line, { root: app, mode: 'plan' })).toEqual({ kind: 'planning' });
  });

  test('git diff says where it reads, and a rule for the repository is enough', async () => {
    expect(await judge('git diff', { root: app })).toMatchObject({ why: `${root} is outside the project` });
    expect(await judge('git diff', { root: app, allow: [`read(${root}/**)`] })).toEqual({ kind: 'allowed' });
  });

  test.each([
    'git status',
    'git log --oneline -5',
    'git log --stat',
    'git diff --stat',
    'git diff -- src',
    'git diff src/a.ts',
    'git diff HEAD -- src',
    'git diff main src/a.ts',
    'git log -p -- src/a.ts',
    'git log -p -n 5 src/a.ts',
    'git show HEAD:./src/a.ts',
    'git show HEAD:app/src/a.ts',
    'git blame src/a.ts',
  ])('%s stays inside', async (line) => {
    expect(await judge(line, { root: app })).toEqual({ kind: 'allowed' });
  });
});
