/** What git says of the project when a session starts, for the model. */
import { setTimeout } from 'node:timers/promises';
import { findRepository } from '../agent/permissions/git-repository.ts';
import { createGitPrograms } from '../agent/permissions/git-programs.ts';
import type { GitState } from '../agent/session-state.ts';
import { runGit } from '../background/local/run-git.ts';
import { gitBranch } from './git-branch.ts';

/** Milliseconds that the first request waits at most. In a repository that takes longer, less is said. */
const LIMIT = 2_000;

/**
 * Nothing when `folder` is in no repository. Only the branch, which is read from a file, when git is slow or when the
 * repository makes it run something: nobody has been asked yet. Never rejects.
 */
export async function gitState(
  folder: string,
  environment: NodeJS.ProcessEnv,
  limit = LIMIT,
): Promise<GitState | undefined> {
  const branch = gitBranch(folder) ?? undefined;
  const found = findRepository(folder);
  if (found.kind === 'none') return undefined;
  if (found.kind === 'odd') return branch === undefined ? undefined : { branch };
  const patience = new AbortController();
  const asked = ask(folder, { environment, limit, whyRuns: createGitPrograms(environment).whyRuns(found.repository) });
  const late = setTimeout(limit, undefined, { signal: patience.signal }).catch(() => undefined);
  const said = await Promise.race([asked, late]);
  patience.abort();
  return { branch, ...said };
}

async function ask(
  folder: string,
  {
    environment,
    limit,
    whyRuns,
  }: { readonly environment: NodeJS.ProcessEnv; readonly limit: number; readonly whyRuns: Promise<string | null> },
): Promise<Pick<GitState, 'status' | 'commits'>> {
  if ((await whyRuns) !== null) return {};
  const run = { folder, environment, limit };
  const [status, commits] = await Promise.all([
    runGit(['status', '--short', '--ignore-submodules=all'], run),
    runGit(['log', '--oneline', '--no-show-signature', '-5'], run),
  ]);
  return {
    ...(status === null ? {} : { status: linesOf(status) }),
    ...(commits === null ? {} : { commits: linesOf(commits) }),
  };
}

function linesOf(printed: string): readonly string[] {
  return printed.split('\n').filter(Boolean);
}
