/**
 * Where git looks for hooks when `core.hooksPath` says so. Only plain settings are read, of the repository and of the
 * user; not what they include.
 */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { expandHome } from './paths.ts';

/** Absolute folders, which need not exist, as written and with links resolved. `root` is the project: the repository or a folder in it. */
export function hooksFolders(root: string): readonly string[] {
  const repository = repositoryOf(root);
  if (repository === undefined) return [];
  const { top, git } = repository;
  const home = homedir();
  const files = [
    path.join(home, '.gitconfig'),
    path.join(process.env['XDG_CONFIG_HOME'] || path.join(home, '.config'), 'git', 'config'),
    path.join(git, 'config'),
    path.join(git, 'config.worktree'),
    path.join(commonFolder(git), 'config'),
  ];
  const named = files.flatMap((file) => hooksPaths(readText(file) ?? ''));
  return [...new Set(named.map((folder) => path.resolve(top, expandHome(folder))).flatMap(withTarget))];
}

/** The values of `core.hooksPath` in the text of a settings file of git. */
export function hooksPaths(text: string): readonly string[] {
  const found: string[] = [];
  let section = '';
  for (const line of text.split('\n')) {
    const header = /^\s*\[\s*([^\]]*?)\s*\]/.exec(line);
    section = header?.[1]?.toLowerCase() ?? section;
    const setting = (header === null ? line : line.slice(header[0].length)).trim();
    const value = section === 'core' ? /^hookspath\s*=\s*(.+)$/i.exec(setting)?.[1] : undefined;
    if (value !== undefined) found.push(unquoted(value));
  }
  return found;
}

function withTarget(folder: string): readonly string[] {
  try {
    return [folder, realpathSync(folder)];
  } catch {
    return [folder];
  }
}

const LARGEST = 1024 * 1024;

function repositoryOf(root: string): { readonly top: string; readonly git: string } | undefined {
  for (let top = root; ; top = path.dirname(top)) {
    const entry = path.join(top, '.git');
    const stats = statSync(entry, { throwIfNoEntry: false });
    if (stats?.isDirectory() === true) return { top, git: entry };
    const named = stats === undefined ? undefined : /^gitdir: (.+)$/m.exec(readText(entry) ?? '')?.[1];
    if (named !== undefined) return { top, git: path.resolve(top, named.trim()) };
    if (path.dirname(top) === top) return undefined;
  }
}

function commonFolder(git: string): string {
  return path.resolve(git, (readText(path.join(git, 'commondir')) ?? '.').trim());
}

/** `undefined` for what is no plain file of a sensible size. */
function readText(file: string): string | undefined {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    return stats?.isFile() === true && stats.size <= LARGEST ? readFileSync(file, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

function unquoted(value: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(value)?.[1];
  return quoted?.replace(/\\(.)/g, '$1') ?? value.replace(/\s*[#;].*$/, '').trim();
}
