import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readDocument, type Document } from './front-matter.ts';
import { readBounded } from './read-bounded.ts';

export interface Named {
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  readonly document: Document;
}

export interface Found<Item> {
  readonly found: readonly Item[];
  readonly problems: readonly string[];
}

const LIMIT = 64 * 1024;
/** In one folder; more are no help to anyone. */
const MOST = 100;

/**
 * The documents of some folders, by name; one in an earlier folder hides those of the same name in later ones. `fileOf`
 * says where the document of an entry is, if it is one.
 */
export async function readDocuments(
  folders: readonly string[],
  fileOf: (entry: string) => { readonly name: string; readonly file: string } | undefined,
): Promise<Found<Named>> {
  const found = new Map<string, Named>();
  const problems: string[] = [];
  for (const folder of folders) {
    const entries = (await readdir(folder).catch(() => [])).toSorted();
    for (const entry of entries.slice(0, MOST)) {
      const given = fileOf(entry);
      const wanted = given && { ...given, name: isOurs(folder) ? given.name : typeable(given.name) };
      if (wanted === undefined || found.has(wanted.name)) continue;
      const file = path.join(folder, wanted.file);
      const read = await readBounded(file, { limit: LIMIT, within: folder });
      if (read === null) continue;
      if (read.problem !== null) problems.push(read.problem);
      if (!NAME.test(wanted.name)) {
        problems.push(`${file} is not used: its name has to be small letters, digits and dashes.`);
        continue;
      }
      try {
        found.set(wanted.name, { name: wanted.name, file, document: await readDocument(read.text) });
      } catch (error) {
        problems.push(`${file} is not used: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
      }
    }
  }
  return { found: [...found.values()], problems };
}

function isOurs(folder: string): boolean {
  return !/^\.(?:claude|agents)$/.test(path.basename(path.dirname(folder)));
}

/** What was written for another agent keeps its name as far as it can be typed here. */
function typeable(name: string): string {
  return name.toLowerCase().replace(/[\s_.]+/g, '-');
}

/** As a slash command can be typed. */
const NAME = /^[a-z][a-z0-9-]{0,39}$/;
