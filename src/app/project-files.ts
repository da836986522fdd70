/** The files of a project: what git tracks or would track, or without git a bounded walk. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { gitFiles } from '../background/local/git-files.ts';
import { outsideEnvironment } from '../background/local/outside-environment.ts';

/** A walk tells no more paths than this; git knows how many it has. */
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
  const paths = (await gitFiles(root, outsideEnvironment(environment, [root]))) ?? (await walk(root));
  return paths.filter((name) => !UNTYPED.test(name));
}

/** What cannot be typed, nor shown; U+FFFD stands for bytes that are no UTF-8, by which no file is found. */
const UNTYPED = /\p{C}|\ufffd/u;

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
