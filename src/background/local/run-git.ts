import { execFile } from 'node:child_process';
import { programEnvironment, type Environment } from './environment.ts';

export interface GitRun {
  readonly folder: string;
  readonly environment: Environment;
  /** Milliseconds after which it is ended; 20 s. */
  readonly limit?: number;
}

const LIMIT = 20_000;
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * What git prints, or `null` when it fails, prints more than 64 MiB or takes too long. For commands of ours that only
 * read: nothing that the repository names is run, no lock is taken, and no object is fetched. Never rejects.
 */
export function runGit(
  args: readonly string[],
  { folder, environment, limit = LIMIT }: GitRun,
): Promise<string | null> {
  const options = {
    cwd: folder,
    env: { ...programEnvironment(environment), ...OFFLINE },
    timeout: limit,
    maxBuffer: MOST_BYTES,
  };
  return new Promise((resolve) => {
    const child = execFile('git', [...INERT, ...args], options, (error, stdout) => {
      resolve(error === null ? stdout : null);
    });
    child.stdin?.end();
  });
}

/** git-config(1): the settings by which a listing of files could run a program. */
const INERT = ['--no-optional-locks', '--no-pager', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];

/** In a partial clone even a listing may fetch, with whichever program the repository names for that; git(1). */
const OFFLINE = { GIT_ALLOW_PROTOCOL: 'none', GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0' };
