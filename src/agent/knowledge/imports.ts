/**
 * Files that files of instructions name as `@path`, as Claude Code reads them
 * (https://code.claude.com/docs/en/memory#claude-md-imports): from the folder of the file that names them, up to five
 * files deep, and not where the `@` stands in code.
 */
import path from 'node:path';
import { isWithin } from '../permissions/paths.ts';
import { FILE_LIMIT, readBounded, type Bounded } from './read-bounded.ts';

export interface WrittenFile extends Bounded {
  readonly file: string;
  /** Nothing outside of this folder is read for it. */
  readonly within: string;
}

export interface WithImports {
  /** Each file, and behind it what it imports; none twice. */
  readonly files: readonly WrittenFile[];
  /** What was not read and why, one sentence each. */
  readonly problems: readonly string[];
}

const DEEPEST = 5;
/** In one file. */
const MOST = 50;

export async function withImports(files: readonly WrittenFile[], home: string): Promise<WithImports> {
  const all: WrittenFile[] = [];
  const problems = new Set<string>();
  const seen = new Set(files.map(({ file }) => file));
  for (const file of files) await add(file, 0);
  return { files: all, problems: [...problems] };

  async function add(importer: WrittenFile, depth: number): Promise<void> {
    all.push(importer);
    if (depth === DEEPEST) return;
    for (const written of importsIn(importer.text)) {
      const file = path.resolve(path.dirname(importer.file), written.replace(/^~(?=\/)/, home));
      if (seen.has(file)) continue;
      if (!isWithin(importer.within, file)) {
        // A name such as @types/node or @team is no path; one with a dot or ~ before it is meant as one.
        if (/^(?:~|\.|\/)/.test(written)) problems.add(outside(importer, written));
        continue;
      }
      const read = await readBounded(file, { limit: FILE_LIMIT, within: importer.within });
      if (read === null) continue;
      seen.add(file);
      await add({ ...read, file, within: importer.within }, depth + 1);
    }
  }
}

/** Paths behind an `@` that begins a word, outside of code. */
function importsIn(text: string): readonly string[] {
  const prose = text.replace(/^(`{3,}|~{3,})[^]*?(?:^\1[`~]*[ \t]*$|(?![^]))/gm, '').replace(/`[^`\n]*`/g, '');
  const names = [...prose.matchAll(/(?<=^|\s)@((?:\\ |[^\s\\])+)/gm)].map(([, name = '']) =>
    name.replaceAll('\\ ', ' ').replace(/[.,;:!?)]+$/, ''),
  );
  return [...new Set(names)].slice(0, MOST);
}

function outside({ file, within }: WrittenFile, written: string): string {
  return `${file} imports @${written}, which is outside ${within} and is not read. Your own AGENTS.md may import it.`;
}
