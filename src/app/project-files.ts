/** The files of a project: what git tracks or would track, or without git a bounded walk. */
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { withoutSecrets } from '../background/local/environment.ts';

/** No more paths than this are told. */
const MOST = 50_000;
const PATIENCE_MS = 5_000;
/** Folders that hold what nobody writes by hand. */
const SKIPPED: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  '__pycache__',
  '.venv',
  'venv',
  'target',
  'dist',
  'build',
]);

/** Relative paths with slashes. Never rejects. */
export async function projectFiles(root: string, environment: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const paths = (await gitFiles(root, environment)) ?? (await walk(root));
  return paths.filter((name) => !CONTROL.test(name));
}

/** They cannot be typed, nor shown. */
const CONTROL = /\p{C}/u;

/** `null` outside of a repository, and without git. */
function gitFiles(root: string, environment: NodeJS.ProcessEnv): Promise<readonly string[] | null> {
  // A repository may name a program to watch its files; listing them must not run it.
  const args = ['-c', 'core.fsmonitor=false', 'ls-files', '-z', '-co', '--exclude-standard'];
  const options = { cwd: root, env: withoutSecrets(environment), timeout: PATIENCE_MS, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile('git', args, options, (error, stdout) => {
      resolve(error === null ? stdout.split('\0', MOST).filter((name) => name !== '') : null);
    });
  });
}

/** Level by level, so that what is near is found first. */
async function walk(root: string): Promise<readonly string[]> {
  const found: string[] = [];
  const until = Date.now() + PATIENCE_MS;
  let folders = [''];
  while (folders.length > 0 && found.length < MOST && Date.now() < until) {
    const deeper: string[] = [];
    for (const folder of folders) {
      const entries = await readdir(path.join(root, folder), { withFileTypes: true }).catch(() => []);
      for (const entry of entries) {
        if (entry.isDirectory() && !SKIPPED.has(entry.name)) deeper.push(`${folder}${entry.name}/`);
        else if (entry.isFile()) found.push(`${folder}${entry.name}`);
      }
      if (found.length >= MOST || Date.now() > until) break;
    }
    folders = deeper;
  }
  return found.slice(0, MOST);
}
