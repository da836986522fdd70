import { execFile } from 'node:child_process';
import { withoutSecrets, type Environment } from './environment.ts';

const PATIENCE = 20_000;
const MOST_BYTES = 64 * 1024 * 1024;
const TRACKED_AND_NEW = ['--cached', '--others', '--exclude-standard'] as const;

/**
 * The files below `folder` that git tracks or would track, relative to it; of repositories inside it only their
 * folders. `null` outside of a repository, and without git. Never rejects.
 */
export async function gitFiles(folder: string, environment: Environment): Promise<readonly string[] | null> {
  const printed = await git(['ls-files', '-z', ...TRACKED_AND_NEW], { folder, environment });
  return printed === null ? null : [...new Set(printed.split('\0'))].filter((name) => name !== '');
}

/** Those that git tracks although it is told to ignore them. */
export async function trackedButIgnored(folder: string, environment: Environment): Promise<readonly string[]> {
  const printed = await git(['ls-files', '-z', '--cached', '--ignored', '--exclude-standard'], { folder, environment });
  return (printed ?? '').split('\0');
}

export async function isIgnored(folder: string, environment: Environment): Promise<boolean> {
  return (await git(['check-ignore', '--quiet', '.'], { folder, environment })) !== null;
}

/** What it prints, or `null` when it fails. */
function git(
  args: readonly string[],
  { folder, environment }: { readonly folder: string; readonly environment: Environment },
): Promise<string | null> {
  const options = { cwd: folder, env: withoutSecrets(environment), timeout: PATIENCE, maxBuffer: MOST_BYTES };
  return new Promise((resolve) => {
    // A repository may name a program to watch its files; listing them must not run it.
    execFile('git', ['-c', 'core.fsmonitor=false', ...args], options, (error, stdout) => {
      resolve(error === null ? stdout : null);
    });
  });
}
