import { runHelper } from '../../background/local/run-helper.ts';
import type { HeldFolder } from './held-folder.ts';

export interface AttributeCopy {
  readonly folder: HeldFolder;
  readonly from: string;
  /** Does not exist. */
  readonly to: string;
}

/**
 * Makes a file with the mode, owner, ACL and extended attributes of another one in the same folder; its content is of no
 * meaning. `false` when not all could be copied, and on systems whose `cp` cannot (BusyBox): Node knows none of these.
 */
export async function copyAttributes({ folder, from, to }: AttributeCopy): Promise<boolean> {
  const { exitCode } = await runHelper({
    // By its place: a PATH with a relative entry would run what lies in the project.
    file: '/bin/cp',
    args: [...OPTIONS, '--', `./${from}`, `./${to}`],
    cwd: folder.at('.'),
    signal: new AbortController().signal,
    timeout: 10_000,
    most: 10_000,
  });
  return exitCode === 0;
}

const OPTIONS =
  process.platform === 'linux' ? ['--no-dereference', '--attributes-only', '--preserve=mode,ownership,xattr'] : ['-p'];
