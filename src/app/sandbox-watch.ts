/**
 * Looks after what a sandbox cannot hold: repositories, links to them, and files that something obeys by itself, which
 * were not there when a command began. They are found when a command has ended, and told.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { appeared, guardedPathsIn, type GuardedPaths } from '../agent/permissions/guarded-paths.ts';
import { linkedRepositories } from '../background/local/git-settings.ts';
import { removeCommondirs } from '../background/local/sandbox/commondir.ts';
import { gitDirectoriesOf } from '../background/local/sandbox/git-directory.ts';
import type { Environment } from '../background/local/environment.ts';
import type { SandboxSpec } from '../background/task.ts';

export interface SandboxWatch {
  /** A command begins; answers what is there to be guarded, as was last seen. */
  begin(): readonly string[];
  /** A command in the sandbox has ended. */
  look(): void;
  /** Settles when nothing is looked at any more. */
  close(): Promise<void>;
}

export interface SandboxWatchOptions {
  readonly spec: SandboxSpec;
  readonly environment: Environment;
  /** Files that commands of the settings run. */
  readonly scripts: readonly string[];
  say(sentence: string): void;
}

interface Sight {
  readonly guarded: GuardedPaths;
  readonly links: readonly string[];
  readonly scripts: readonly string[];
}

/** So long nothing has begun before what the sandbox needed is put away. Milliseconds: one that begins takes 100. */
const IDLE = 2_000;

/** Settles when it has looked once. */
export async function watchSandbox(options: SandboxWatchOptions): Promise<SandboxWatch> {
  const { spec, environment, scripts, say } = options;
  const roots = [spec.root, ...spec.writable];
  let last = await see([]);
  let looking: Promise<void> | undefined;
  let isOld = false;
  /** How many sandboxes were begun. */
  let begun = 0;
  let tidying: NodeJS.Timeout | undefined;

  return {
    begin() {
      begun += 1;
      clearTimeout(tidying);
      return [...scripts, ...last.guarded.entries.keys()];
    },
    look,
    async close() {
      clearTimeout(tidying);
      await looking;
      clearTimeout(tidying);
      await tidy();
    },
  };

  function look(): void {
    isOld = true;
    looking ??= lookAgain().finally(() => (looking = undefined));
  }

  async function lookAgain(): Promise<void> {
    while (isOld) {
      isOld = false;
      const now = await see(last.links);
      const found = [
        ...[...appeared(last.guarded, now.guarded, roots), ...isNew(now.scripts, last.scripts)].map(shown),
        ...isNew(now.links, last.links).map((link) => `${link} (a submodule in the index of git)`),
      ];
      last = now;
      if (found.length > 0) say(newWords(found));
    }
    clearTimeout(tidying);
    tidying = setTimeout(() => void tidy(), IDLE).unref();
  }

  async function tidy(): Promise<void> {
    const before = begun;
    await removeCommondirs(ownDirectories(), () => begun === before);
  }

  /** `known` is what counts when git does not answer. */
  async function see(known: readonly string[]): Promise<Sight> {
    const linked = linkedRepositories(spec.root, environment);
    const [guarded, links] = await Promise.all([guardedPathsIn(roots), linked]);
    return { guarded, links: links ?? known, scripts: scripts.filter((file) => existsSync(file)) };
  }

  function shown(file: string): string {
    return path.relative(spec.root, file);
  }

  function ownDirectories(): readonly string[] {
    const nested = [...last.guarded.entries.keys()].filter((file) => path.basename(file) === '.git');
    return [...new Set([path.join(spec.root, '.git'), ...nested])].flatMap(gitDirectoriesOf);
  }
}

function isNew(now: readonly string[], before: readonly string[]): readonly string[] {
  return now.filter((one) => !before.includes(one));
}

const MOST_NAMED = 8;

function newWords(found: readonly string[]): string {
  const more = found.length > MOST_NAMED ? ` and ${found.length - MOST_NAMED} more` : '';
  const names = `${found.slice(0, MOST_NAMED).join(', ')}${more}`;
  return `New in the project, and obeyed by git, editors or shells on their own: ${names}. A command in the sandbox may have made them: read them before you use git, an editor or a shell there.`;
}
