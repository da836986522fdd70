/** AGENTS.md of the user, the repository and its folders down to the project's; CLAUDE.md where there is no AGENTS.md. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { isWithin } from '../permissions/paths.ts';
import { FILE_LIMIT, readBounded } from './read-bounded.ts';
import { startOf } from '../../background/cut.ts';
import { withImports } from './imports.ts';
import type { Found } from './read-documents.ts';

export interface Instructions {
  /** As it is shown: relative to the project, or from the home folder. */
  readonly shown: string;
  readonly text: string;
}

/** Of one folder, the first that there is counts. */
export const NAMES = ['AGENTS.md', 'CLAUDE.md'];
/** Characters of all. */
const ALL_LIMIT = 96 * 1024;

/** The project's folder and those above it: up to the repository's, else to the home folder, else none. */
export function projectFoldersUp(cwd: string, home: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    folders.push(folder);
    if (existsSync(path.join(folder, '.git'))) return folders;
    if (folder === path.dirname(folder)) break;
  }
  return isWithin(home, cwd) ? folders.filter((folder) => isWithin(home, folder)) : [cwd];
}

/** From the most general to the most particular. `folders`: from the project's up. */
export async function readInstructions(places: {
  readonly folders: readonly string[];
  readonly userFolder: string;
  readonly home: string;
  readonly cwd: string;
}): Promise<Found<Instructions>> {
  const { folders, userFolder, home, cwd } = places;
  const top = folders.at(-1) ?? cwd;
  const wanted = [
    // The user may keep it elsewhere, and link to it.
    { folder: userFolder, names: ['AGENTS.md'], within: path.parse(userFolder).root },
    ...folders.toReversed().map((folder) => ({ folder, names: NAMES, within: top })),
  ];
  const read = await Promise.all(wanted.map((place) => readFirst(place)));
  const written = read.flatMap((one, index) =>
    one === null ? [] : [{ ...one, within: wanted[index]?.within ?? top }],
  );
  const { files, problems: ofImports } = await withImports(written, home);
  let room = ALL_LIMIT;
  const problems = [...files.flatMap((one) => one.problem ?? []), ...ofImports];
  const found = files.flatMap((one) => {
    if (one.text.trim() === '') return [];
    const text = startOf(one.text, room);
    room -= text.length;
    const isCut = one.cut || text.length < one.text.length;
    const rest = isCut ? '\n[The file goes on; read it with read_file when that matters.]' : '';
    return [{ shown: shownAs(one.file, { home, cwd }), text: text.trimEnd() + rest }];
  });
  return { found, problems };
}

/** The first of the names that there is in a folder; `null` when there is none. */
export async function readFirst(place: {
  readonly folder: string;
  readonly names: readonly string[];
  readonly within: string;
}) {
  for (const name of place.names) {
    const file = path.join(place.folder, name);
    const read = await readBounded(file, { limit: FILE_LIMIT, within: place.within });
    if (read !== null) return { file, ...read };
  }
  return null;
}

/** Relative to the project, or from the home folder. */
export function shownAs(file: string, { home, cwd }: { readonly home: string; readonly cwd: string }): string {
  const relative = path.relative(cwd, file);
  if (isWithin(cwd, file) || /^(?:\.\.\/)+[^/]+$/.test(relative)) return relative;
  return isWithin(home, file) ? `~/${path.relative(home, file)}` : file;
}
