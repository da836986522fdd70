/** A machine of its own for one test: a home with keys, a project in it, and a place for tasks. Commands run in the sandbox. */
import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { trySandbox } from '../../../src/background/local/sandbox/try-sandbox.ts';
import type { EndedTask, SandboxSpec } from '../../../src/background/task.ts';
import { type Background, openBackground } from '../open-background.ts';

/**
 * Where tests have their places: not in /tmp, which is another one in the sandbox, nor in the user's home, which is hidden
 * there. Below the checkout, if that lies elsewhere.
 */
const OUTSIDE = [path.resolve('node_modules'), '/opt', '/srv', '/var/lib'].find(isOutside);

function isOutside(folder: string): boolean {
  if (/^(?:\/var)?\/tmp\//.test(folder) || folder.startsWith(`${homedir()}/`)) return false;
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** A folder that is not in /tmp, gone after the test. */
export function ownFolder(): string {
  const folder = mkdtempSync(path.join(OUTSIDE ?? tmpdir(), '.sandbox-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Whether a sandbox works here; otherwise why not, for the titles of what is skipped. */
export async function sandboxWorks(network = true): Promise<{ readonly works: boolean; readonly why: string }> {
  if (OUTSIDE === undefined)
    return { works: false, why: ' (skipped: there is no folder outside of /tmp and the home folder)' };
  const root = mkdtempSync(path.join(tmpdir(), 'meanwhile-trial-'));
  const spec = { cwd: root, sandbox: { root, writable: [], network } };
  const tried = await trySandbox({ environment: process.env, tasksFolder: path.join(root, 'p', 'tasks'), spec });
  rmSync(root, { recursive: true, force: true });
  return tried.kind === 'works' ? { works: true, why: '' } : { works: false, why: ` (skipped: ${tried.sentence})` };
}

export interface OpenedSandbox extends Background {
  readonly root: string;
  readonly home: string;
  readonly environment: NodeJS.ProcessEnv;
  at(...names: string[]): string;
  readonly spec: { readonly cwd: string; readonly sandbox: SandboxSpec };
  /** What the command printed; its errors too. */
  says(command: string): Promise<string>;
  ends(command: string): Promise<EndedTask>;
}

export interface SandboxOptions extends Partial<SandboxSpec> {
  readonly git?: boolean;
  readonly readOnly?: (root: string) => readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
}

export async function openSandbox(options: SandboxOptions = {}): Promise<OpenedSandbox> {
  const { git = true, readOnly, environment: more, ...wanted } = options;
  const base = ownFolder();
  const at = (...names: string[]) => path.join(base, ...names);
  const [home, root] = [at('home'), at('home', 'shop')];
  for (const folder of ['home/.ssh', 'home/.aws', 'home/shop/src', 'home/other', 'other', 'state/projects/p']) {
    mkdirSync(at(folder), { recursive: true });
  }
  for (const file of ['home/.ssh/id', 'home/.netrc', 'state/secret']) writeFileSync(at(file), 'PRIVATE');
  for (const file of ['home/other/file', 'other/file']) writeFileSync(at(file), 'old');
  if (git) execFileSync('git', ['init', '-q', root]);
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    HOME: home,
    MY_API_KEY: 'PRIVATE',
    XDG_CONFIG_HOME: at('home', '.config'),
    ...more,
  };
  const tasksFolder = at('state/projects/p/tasks');
  const background = await openBackground({
    tasksFolder,
    environment,
    surroundings: () => ({ readOnly: readOnly?.(root) ?? [], searched: environment['PATH'], own: ownIn(environment) }),
  });
  const spec = { cwd: root, sandbox: { root, writable: [], network: true, ...wanted } };
  return {
    ...background,
    root,
    home,
    environment,
    at,
    spec,
    ends: (command) => background.runToEnd(command, spec),
    async says(command) {
      const { id } = await background.runToEnd(command, spec);
      return background.printed(id);
    },
  };
}

/** As the program finds them (`config.ts`). */
function ownIn({ HOME = '', XDG_CONFIG_HOME, XDG_CACHE_HOME }: NodeJS.ProcessEnv): readonly string[] {
  const folders = [XDG_CONFIG_HOME ?? path.join(HOME, '.config'), XDG_CACHE_HOME ?? path.join(HOME, '.cache')];
  return folders.map((folder) => path.join(folder, 'meanwhile'));
}
