/** Whether the machine has what commands and sessions need. */
import { execFile } from 'node:child_process';
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
const PATIENCE = 5_000;

export async function machineChecks(env: Environment, stateFolder: string): Promise<readonly Check[]> {
  return [
    fine('node', process.versions.node),
    shell(env),
    git(env),
    await ripgrep(env),
    await folder(stateFolder),
    await sandbox(env),
  ];
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

/** Found, and able to run something: containers and hardened kernels often forbid what it needs. */
async function sandbox(env: Environment): Promise<Check> {
  const isMac = process.platform === 'darwin';
  const name = isMac ? 'sandbox-exec' : 'bwrap';
  const file = findProgram(name, env);
  if (file === undefined)
    return weak('sandbox', `${name} is not on the PATH`, isMac ? '' : 'Install bubblewrap to run commands in one.');
  const args = isMac
    ? ['-p', '(version 1)(allow default)', '/usr/bin/true']
    : ['--ro-bind', '/', '/', '--dev', '/dev', '/bin/sh', '-c', ':'];
  const failure = await new Promise<string | null>((resolve) =>
    execFile(file, args, { timeout: PATIENCE }, (error, _out, words) =>
      resolve(error === null ? null : words.trim() || error.message),
    ),
  );
  if (failure === null) return fine('sandbox', file);
  return weak(
    'sandbox',
    `${file} does not work here: ${failure.split('\n')[0]}`,
    'Allow unprivileged user namespaces, or do without.',
  );
}
