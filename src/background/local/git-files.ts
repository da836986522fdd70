import type { Environment } from './environment.ts';
import { runGit } from './run-git.ts';

const TRACKED_AND_NEW = ['--cached', '--others', '--exclude-standard'] as const;

/**
 * The files below `folder` that git tracks or would track, relative to it; of repositories inside it only their
 * folders. `null` outside of a repository, and without git. Never rejects.
 */
export async function gitFiles(folder: string, environment: Environment): Promise<readonly string[] | null> {
  const printed = await runGit(['ls-files', '-z', ...TRACKED_AND_NEW], { folder, environment });
  return printed === null ? null : [...new Set(printed.split('\0'))].filter((name) => name !== '');
}

/** Those that git tracks although it is told to ignore them. */
export async function trackedButIgnored(folder: string, environment: Environment): Promise<readonly string[]> {
  const args = ['ls-files', '-z', '--cached', '--ignored', '--exclude-standard'];
  return ((await runGit(args, { folder, environment })) ?? '').split('\0');
}

export async function isIgnored(folder: string, environment: Environment): Promise<boolean> {
  return (await runGit(['check-ignore', '--quiet', '.'], { folder, environment })) !== null;
}
