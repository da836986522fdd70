/** What a command sees in a sandbox and may write, in layers: where two are about the same path, the later one holds. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Environment } from '../environment.ts';
import type { GuardedPaths } from './guarded-paths.ts';
import type { HiddenPath } from './hidden-paths.ts';
import { shownPaths } from './shown-paths.ts';
import { isWithin, isWithinAny } from './within.ts';

/** All paths are absolute, with links resolved, and exist. */
export interface Layer {
  /** `kept` can be written like `writable`, and cannot be moved or removed. */
  readonly kind: 'empty' | 'hidden-file' | 'read-only' | 'writable' | 'kept';
  readonly path: string;
}

export interface ViewOptions {
  /** The home folders of the user, with links resolved. */
  readonly homes: readonly string[];
  readonly environment: Environment;
  /** Files of a home folder that git reads. */
  readonly personal: readonly string[];
  readonly writable: readonly string[];
  /** Shown although it lies in a home folder or is hidden. */
  readonly readable: readonly string[];
  readonly hidden: readonly HiddenPath[];
  readonly guarded: GuardedPaths;
  /** The program's own folders: never shown, whatever the settings say. */
  readonly own: readonly HiddenPath[];
  /** Folders with the program itself. */
  readonly program: readonly string[];
}

export function sandboxView(options: ViewOptions): readonly Layer[] {
  const { homes, environment, personal, writable, readable, guarded, own, program } = options;
  const isOpen = (file: string) => isWithinAny(writable, file);
  const [open, closed] = [homes.filter(isOpen), homes.filter((home) => !isOpen(home))];
  const shown = closed.flatMap((home) => [
    ...shownPaths(home, environment),
    ...personal.filter((file) => isWithin(home, file) && fs.existsSync(file)),
  ]);
  const isSeen = (file: string) => !isWithinAny(closed, file) || isWithinAny([...shown, ...writable], file);
  const hidden = options.hidden.filter(({ path: file }) => isSeen(file) && !writable.includes(file)).map(hide);
  const mayShow = (file: string) => isWithinAny(closed, file) || isHidden(file, options.hidden);
  const asked = readable.filter((file) => mayShow(file) && (!isOpen(file) || isHidden(file, options.hidden)));
  const obeyed = open.flatMap((home) => [...dotfiles(home), ...shownPaths(home, environment).filter(isPlain)]);
  const fixed = [...guarded.readOnly, ...program.filter(isOpen), ...obeyed].filter((file) => !writable.includes(file));
  const holdsOpen = ({ path: folder }: HiddenPath) => writable.some((one) => isWithin(folder, one));
  return [
    // One within another goes with it, and could not be remounted below it.
    ...layers('empty', outermost(closed)),
    ...layers('read-only', outermost(shown)),
    ...hidden.filter(({ path: file }) => !isOpen(file)),
    ...own.filter(holdsOpen).map(hide),
    ...layers('read-only', asked),
    ...options.hidden.filter(({ path: file }) => asked.some((one) => one !== file && isWithin(one, file))).map(hide),
    ...byDepth(layers('writable', writable)),
    ...byDepth([...layers('kept', guarded.kept), ...layers('read-only', new Set(fixed))]),
    ...hidden.filter(({ path: file }) => isOpen(file) && !isWithinAny(readable, file)),
    ...own.filter((folder) => !holdsOpen(folder) && (isSeen(folder.path) || isWithinAny(asked, folder.path))).map(hide),
  ];
}

/** Whether nothing of that folder is seen. */
export function isHiddenIn(view: readonly Layer[], folder: string): boolean {
  return view.findLast(({ path: layer }) => isWithin(layer, folder))?.kind === 'empty';
}

/** The home folders of who runs the program: the one that is set, and the one of the account. */
export function homesOf(environment: Environment): readonly string[] {
  const named = [environment['HOME'] ?? '', accountHome()].filter((home) => path.isAbsolute(home));
  const real = named.flatMap((home) => {
    try {
      return [fs.realpathSync(home)];
    } catch {
      return [];
    }
  });
  return [...new Set(real)].filter((home) => path.dirname(home) !== home);
}

/** It throws for an account that the system does not know, as in some containers. */
function accountHome(): string {
  try {
    return os.userInfo().homedir;
  } catch {
    return '';
  }
}

function layers(kind: Layer['kind'], files: Iterable<string>): readonly Layer[] {
  return [...files].map((file) => ({ kind, path: file }));
}

function hide({ path: file, kind }: HiddenPath): Layer {
  return { kind: kind === 'folder' ? 'empty' : 'hidden-file', path: file };
}

function isHidden(file: string, hidden: readonly HiddenPath[]): boolean {
  return hidden.some(({ path: folder }) => isWithin(folder, file));
}

/** Where the home folder is the project: what shells, editors and tools of the user obey. */
function dotfiles(home: string): readonly string[] {
  const names = fs.readdirSync(home).filter((name) => name.startsWith('.') && name !== '.git');
  return names.map((name) => path.join(home, name)).filter(isPlain);
}

/** What is bound through a link does not hold the link. */
function isPlain(file: string): boolean {
  const stats = fs.lstatSync(file);
  return stats.isDirectory() || stats.isFile();
}

function outermost(files: readonly string[]): readonly string[] {
  return [...new Set(files)].filter((file) => !files.some((other) => other !== file && isWithin(other, file)));
}

function byDepth(layers: readonly Layer[]): readonly Layer[] {
  return [...layers].sort((one, other) => one.path.split(path.sep).length - other.path.split(path.sep).length);
}
