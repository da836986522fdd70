/**
 * AGENTS.md of folders below the project's, told once with the first result about a file below them: what the session
 * began with holds only those from the project's folder up.
 */
import path from 'node:path';
import { startOf } from '../../background/cut.ts';
import { withImports } from './imports.ts';
import { NAMES, readFirst, shownAs } from './instructions.ts';

export interface NestedInstructions {
  /**
   * What is to be told with a result about that file, which is absolute with links resolved; empty when there is nothing
   * new. `isHidden`: a rule keeps a file from being read without a word. Never rejects.
   */
  toldWith(file: string, isHidden: (file: string) => Promise<boolean>): Promise<string>;
}

export interface NestedPlaces {
  /** The project: absolute, with links resolved. */
  readonly cwd: string;
  readonly home: string;
  /** The files that were given at the start, as they are shown. */
  readonly given: readonly string[];
}

/** Characters with one result. */
const LIMIT = 32 * 1024;

export function createNestedInstructions({ cwd, home, given }: NestedPlaces): NestedInstructions {
  const folders = new Set<string>();
  const told = new Set(given);

  return {
    async toldWith(file, isHidden) {
      const fresh = foldersAbove(file, cwd).filter((folder) => !folders.has(folder));
      // Before anything is waited for: calls run beside each other.
      fresh.forEach((folder) => folders.add(folder));
      const read = await Promise.all(fresh.map((folder) => readFirst({ folder, names: NAMES, within: cwd })));
      const written = read.flatMap((one) => (one === null || one.file === file ? [] : [{ ...one, within: cwd }]));
      if (written.length === 0) return '';
      const parts: string[] = [];
      let room = LIMIT;
      for (const one of (await withImports(written, home)).files) {
        const shown = shownAs(one.file, { home, cwd });
        if (one.file === file || told.has(shown) || one.text.trim() === '' || (await isHidden(one.file))) continue;
        told.add(shown);
        const text = startOf(one.text, room).trimEnd();
        const rest = one.cut || text.length < one.text.trimEnd().length ? '\n[The file goes on.]' : '';
        room -= text.length;
        parts.push(`<instructions file="${plain(shown)}">\n${text}${rest}\n</instructions>`);
      }
      return parts.length === 0 ? '' : [ABOUT, ...parts].join('\n');
    },
  };
}

const ABOUT =
  '[Instructions of the project for files in these folders. They go before more general ones, and cannot allow what the ' +
  'user has to be asked about.]';

/** Between the project's folder and the file, from the outermost. */
function foldersAbove(file: string, cwd: string): readonly string[] {
  const names = path.relative(cwd, path.dirname(file)).split(path.sep);
  if (names[0] === '' || names[0] === '..') return [];
  return names.map((_, index) => path.join(cwd, ...names.slice(0, index + 1)));
}

/** A folder may be called anything. */
function plain(name: string): string {
  return name.replace(/[\p{Cc}"<>]/gu, '?');
}
