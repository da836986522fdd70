/** What a repository says of itself, asked of git without running anything that it names. */
import type { Environment } from './environment.ts';
import { runGit } from './run-git.ts';

export interface GitSetting {
  /** `core.fsmonitor`, `remote.origin.url`: section and name in small letters, the part between them as it is. */
  readonly key: string;
  /** `null`: the key stands alone, which means true. */
  readonly value: string | null;
}

const LIMIT = 5_000;

/** The settings of one file, without those of files that it includes; `null` when git cannot read it. Never rejects. */
export async function readGitSettings(file: string, environment: Environment): Promise<readonly GitSetting[] | null> {
  // From `/`: git reads the settings of the repository around it before it looks at its arguments.
  const args = ['config', '--file', file, '--list', '--null', '--no-includes'];
  const printed = await runGit(args, { folder: '/', environment, limit: LIMIT });
  if (printed === null) return null;
  return printed.split('\0').filter(Boolean).map(settingOf);
}

function settingOf(printed: string): GitSetting {
  const end = printed.indexOf('\n');
  return end === -1 ? { key: printed, value: null } : { key: printed.slice(0, end), value: printed.slice(end + 1) };
}

/** Folders of the repositories that the index of the one at `top` links to, relative to it; `null` when git fails. */
export async function linkedRepositories(top: string, environment: Environment): Promise<readonly string[] | null> {
  const printed = await runGit(['ls-files', '--stage', '-z'], { folder: top, environment, limit: LIMIT });
  if (printed === null) return null;
  return printed
    .split('\0')
    .filter((entry) => entry.startsWith('160000 '))
    .map((entry) => entry.slice(entry.indexOf('\t') + 1));
}
