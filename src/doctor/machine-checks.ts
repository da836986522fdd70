/** Whether the machine has what commands and sessions need. */
import { accessSync, constants } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { findRipgrep } from '../agent/tools/find-ripgrep.ts';
import { findProgram, findShell } from '../background/local/find-shell.ts';
import { exposureOf } from '../config/private-folder.ts';
import { makeFolder } from '../config/make-folder.ts';
import { broken, fine, weak, type Check } from './check.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const MIB = 1024 * 1024;
const LITTLE = 200 * MIB;

export async function machineChecks(env: Environment, stateFolder: string): Promise<readonly Check[]> {
  return [fine('node', process.versions.node), shell(env), git(env), await ripgrep(env), await folder(stateFolder)];
}

function shell(env: Environment): Check {
  const file = findShell(env);
  if (file === undefined)
    return broken('shell', 'neither bash nor sh is on the PATH', 'Install one: every command needs it.');
  return file.endsWith('bash')
    ? fine('shell', file)
    : weak('shell', file, 'Install bash: models write commands for it.');
}

function git(env: Environment): Check {
  const file = findProgram('git', env);
  return file === undefined
    ? weak('git', 'not on the PATH', 'Install it, or the model cannot use it.')
    : fine('git', file);
}

async function ripgrep({ PATH = '' }: Environment): Promise<Check> {
  const file = await findRipgrep(PATH);
  return file === undefined
    ? weak(
        'ripgrep',
        'neither on the PATH nor installed by npm',
        'Install it: without it the model searches more slowly.',
      )
    : fine('ripgrep', file);
}

async function folder(state: string): Promise<Check> {
  const advice = 'Make it writable, or name another one with MEANWHILE_HOME.';
  try {
    makeFolder(state);
    const exposure = exposureOf(state);
    if (exposure !== null) return broken('state folder', state, exposure);
    accessSync(state, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = await statfs(state);
    const free = Number(bavail) * Number(bsize);
    const found = `${state}, ${Math.floor(free / MIB)} MiB free`;
    return free < LITTLE
      ? weak('state folder', found, 'Free some space: logs of tasks are kept there.')
      : fine('state folder', found);
  } catch (error) {
    return broken('state folder', `${state}: ${error instanceof Error ? error.message : String(error)}`, advice);
  }
}
