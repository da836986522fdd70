import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { gitBranch } from '../../src/app/git-branch.ts';

function project(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'meanwhile-branch-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function repository(head: string): string {
  const folder = project();
  mkdirSync(path.join(folder, '.git', 'worktrees', 'side'), { recursive: true });
  writeFileSync(path.join(folder, '.git', 'HEAD'), head);
  return folder;
}

test.each([
  { head: 'ref: refs/heads/main\n', branch: 'main' },
  { head: 'ref: refs/heads/fix/a-b\n', branch: 'fix/a-b' },
  { head: '5f3c7a0b8d7e5a4d3c2b1a09f8e7d6c5b4a39281\n', branch: null },
])('$head is the branch $branch', ({ head, branch }) => {
  expect(gitBranch(repository(head))).toBe(branch);
});

test('a folder within the repository has its branch', () => {
  const root = repository('ref: refs/heads/main\n');
  const inner = path.join(root, 'src', 'deep');
  mkdirSync(inner, { recursive: true });
  expect(gitBranch(inner)).toBe('main');
});

test('a worktree has its own branch', () => {
  const root = repository('ref: refs/heads/main\n');
  const side = project();
  writeFileSync(path.join(side, '.git'), `gitdir: ${path.join(root, '.git', 'worktrees', 'side')}\n`);
  writeFileSync(path.join(root, '.git', 'worktrees', 'side', 'HEAD'), 'ref: refs/heads/side\n');
  expect(gitBranch(side)).toBe('side');
});

test('a repository whose HEAD is a FIFO has no branch, and nobody waits for it', () => {
  const root = repository('');
  rmSync(path.join(root, '.git', 'HEAD'));
  execFileSync('mkfifo', [path.join(root, '.git', 'HEAD')]);
  expect(gitBranch(root)).toBe(null);
});
