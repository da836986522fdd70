/**
 * `commondir` in a git directory names the one whose settings and hooks git obeys (gitrepository-layout(5)). What is not
 * there cannot be mounted read-only, so while a sandbox runs it is there and holds `.`, which means the same as none:
 * all of git 2.39 works with it. Other programs that read repositories may not, so it is removed afterwards.
 */
import fs from 'node:fs';
import path from 'node:path';
import { listProcesses } from '../processes.ts';
import { SANDBOX_MARK } from './bubblewrap.ts';
import { put } from './put.ts';

const ITSELF = '.\n';

/** Puts it into a git directory that has none. */
export function putCommondir(gitDirectory: string): void {
  put(path.join(gitDirectory, 'commondir'), ITSELF);
}

/**
 * Takes those of ours away again. Nothing happens while any sandbox of this machine has one of them: removing it would
 * unmount it there. `isIdle` says, when all processes were looked at, that none was started meanwhile. Never rejects.
 */
export async function removeCommondirs(
  gitDirectories: readonly string[],
  isIdle: () => boolean = () => true,
): Promise<void> {
  const files = gitDirectories.map((folder) => path.join(folder, 'commondir')).filter(isOurs);
  if (files.length === 0) return;
  const processes = await listProcesses().catch(() => undefined);
  if (processes === undefined || !isIdle()) return;
  const held = processes.map((one) => one.args()).filter((args) => args.includes(`--setenv ${SANDBOX_MARK} `));
  for (const file of files.filter((each) => !held.some((args) => args.includes(` ${each} `)))) {
    fs.rmSync(file, { force: true });
  }
}

function isOurs(file: string): boolean {
  try {
    return fs.lstatSync(file).isFile() && fs.readFileSync(file, 'utf8') === ITSELF;
  } catch {
    return false;
  }
}
