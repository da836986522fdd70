import { rmSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { gitProject } from '../../fixtures/git-project.ts';
import { judge } from '../../fixtures/judge.ts';

const { root } = gitProject({ 'src/a.ts': 'foo\n', 'src/b.ts': 'bar\n', 'package.json': '{}\n', '.env': 'KEY=1\n' });
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What is typed all day. The second table is no promise: it is there so that a change of it is seen. */
const FREE = [
  'git status',
  'git status -s',
  'git status --short --branch',
  'git status --porcelain',
  'git log',
  'git log --oneline',
  'git log --oneline -20',
  'git log -n 5',
  'git log --oneline --graph --all',
  'git log --stat',
  'git log -p',
  'git log -p -1',
  'git log -p -- src/a.ts',
  'git log --follow src/a.ts',
  'git log --author=me --since=yesterday',
  'git log -S foo',
  'git log --grep=fix',
  'git log --format=%H -1',
  'git log main..HEAD',
  'git log origin/main..HEAD --oneline',
  'git diff',
  'git diff --stat',
  'git diff --cached',
  'git diff --staged',
  'git diff --name-only',
  'git diff HEAD',
  'git diff HEAD~1',
  'git diff HEAD~3 -- src',
  'git diff main...HEAD',
  'git diff --word-diff',
  'git diff src/a.ts',
  'git show',
  'git show HEAD',
  'git show HEAD~1 --stat',
  'git show --stat',
  'git show --name-only HEAD',
  'git show HEAD:src/a.ts',
  'git blame src/a.ts',
  'git blame -L 1,10 src/a.ts',
  'git branch',
  'git branch -a',
  'git branch -vv',
  'git branch --show-current',
  'git branch --list',
  'git tag',
  'git tag -l',
  'git remote -v',
  'git remote',
  'git ls-files',
  'git ls-files src',
  'git ls-files --others --exclude-standard',
  'git rev-parse HEAD',
  'git rev-parse --abbrev-ref HEAD',
  'git rev-parse --show-toplevel',
  'git describe --tags',
  'git --no-pager diff',
  'git --no-pager log --oneline -5',
  'git log --oneline | head -20',
  'git diff | head -100',
  'git diff --stat HEAD~1 | cat',
  'git status && git diff',
  'cd src && git status',
  'ls',
  'ls -la',
  'ls src',
  'cat src/a.ts',
  'cat package.json README.md',
  'head -50 src/a.ts',
  'head -n 20 src/a.ts',
  'tail -n 20 src/a.ts',
  'wc -l src/a.ts',
  'grep -rn foo src',
  'grep -n foo src/a.ts',
  'grep -r foo .',
  'rg foo',
  'rg -n foo src',
  'rg -t ts foo',
  'rg -l foo',
  'find .',
  "find . -name '*.ts'",
  'find src -type f',
  "find . -name '*.ts' -not -path './node_modules/*'",
  'tree -L 2',
  'du -sh .',
  'df -h',
  'stat src/a.ts',
  'file src/a.ts',
  'diff src/a.ts src/b.ts',
  'sort src/a.ts | uniq -c',
  'pwd',
  'which node',
  'node --version',
  'echo hi',
  'sed -n 1,20p src/a.ts',
  'cd src && ls',
  'date',
  'whoami',
  'uname -a',
  'cat src/a.ts | grep foo',
];

const ASKED = [
  'git log -Sfoo',
  'git stash list',
  'git stash show -p',
  'git grep foo',
  'git shortlog -sn',
  'git cat-file -p HEAD',
  'git ls-tree HEAD',
  'git reflog',
  'git config --list',
  'git archive HEAD',
  'rg --files',
  'jq . package.json',
  'env',
  'ps aux',
  'cat src/*.ts',
];

describe('reading as it is done all day needs no word without rules', () => {
  test.each(FREE)('%s', async (line) => {
    expect(await judge(line, { root })).toEqual({ kind: 'allowed' });
    expect(await judge(line, { root, mode: 'plan' })).toEqual({ kind: 'allowed' });
  });
});

test.each(ASKED)('%s is asked about', async (line) => {
  expect(await judge(line, { root })).toMatchObject({ kind: 'asks' });
});

/** Where a rule keeps one file from being read, what prints only names and numbers, or other files, is free. */
test.each([
  'git status',
  'git log --oneline -20',
  'git log --stat main',
  'git diff --stat',
  'git diff --name-only HEAD~1',
  'git show --stat HEAD',
  'git show HEAD:src/a.ts',
  'git blame src/a.ts',
  'git branch -a',
  'git ls-files',
  'cat src/a.ts',
  'ls -la',
])('%s is free beside a rule about another file', async (line) => {
  for (const mode of ['ask', 'plan', 'all'] as const) {
    expect(await judge(line, { root, mode, deny: [`read(${root}/.env)`] })).toEqual({ kind: 'allowed' });
  }
});
