import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { gitState } from '../../src/app/git-state.ts';
import { dateWords, freshFacts } from '../../src/app/prompt-facts.ts';
import { PROMPT_FACTS } from '../fixtures/prompt-facts.ts';
import { temporaryFolder } from '../fixtures/open-tools.ts';

afterEach(() => vi.unstubAllEnvs());

function folder(): string {
  const made = temporaryFolder();
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

function repository(): { readonly root: string; git(...args: readonly string[]): void } {
  const root = folder();
  const git = (...args: readonly string[]) =>
    void execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], { cwd: root });
  git('init', '--quiet', '--initial-branch=main');
  return { root, git };
}

test('git says the branch, what is changed and the last commits', async () => {
  const { root, git } = repository();
  writeFileSync(path.join(root, 'a.txt'), 'one\n');
  git('add', '.');
  git('commit', '--quiet', '-m', 'Add a');
  writeFileSync(path.join(root, 'a.txt'), 'two\n');
  writeFileSync(path.join(root, 'b.txt'), '');
  expect(await gitState(root, process.env, 20_000)).toEqual({
    branch: 'main',
    status: [' M a.txt', '?? b.txt'],
    commits: [expect.stringMatching(/^[0-9a-f]{7,} Add a$/)],
  });
});

test('of a repository that would make git run a program only the branch is read', async () => {
  const { root, git } = repository();
  git('config', 'core.fsmonitor', `touch ${path.join(root, 'ran')}`);
  expect(await gitState(root, process.env, 20_000)).toEqual({ branch: 'main' });
});

test('a folder in no repository has no state', async () => {
  expect(await gitState(folder(), process.env, 20_000)).toBeUndefined();
});

test('what may change while a session goes on is looked up anew, and what git said of files stays', async () => {
  const { root, git } = repository();
  const status = ['?? a.txt'];
  const before = { ...PROMPT_FACTS, state: { ...PROMPT_FACTS.state, git: { branch: 'main', status } } };
  const written = { shown: 'AGENTS.md', text: 'Use spaces.' };
  const look = {
    cwd: root,
    now: Date.parse('2026-12-02T12:00:00Z'),
    readKnowledge: async () => ({ instructions: [written] }),
  };
  git('checkout', '--quiet', '-b', 'feature');
  const now = await freshFacts(before, { ...look, mode: 'edits' });
  expect(now.state).toMatchObject({
    date: expect.stringMatching(/2026-12-02/),
    mode: 'edits',
    git: { branch: 'feature', status },
  });
  expect(now.knowledge?.instructions).toEqual([written]);
  // Plan mode has words of its own.
  expect((await freshFacts(before, { ...look, mode: 'plan' })).state.mode).toBe('ask');
});

test.each([
  ['Pacific/Auckland', 'Wednesday, 2026-12-02, Pacific/Auckland'],
  ['America/Los_Angeles', 'Tuesday, 2026-12-01, America/Los_Angeles'],
])("in %s the day is the user's own", (zone, words) => {
  vi.stubEnv('TZ', zone);
  expect(dateWords(new Date('2026-12-01T22:30:00Z'))).toBe(words);
});
