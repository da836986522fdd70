import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';

/** One import, `import type` and `import()` included. */
export interface Import {
  /** Path of the importing file below the source folder: `agent/loop.ts`. */
  readonly from: string;
  /** The same for a file of ours; else the specifier: `node:fs`, `zustand/vanilla`. */
  readonly to: string;
  readonly isOurs: boolean;
  readonly isTypeOnly: boolean;
}

const COMMENT = /^\s*\/\*.*?\*\/|^\s*\/\/.*$/gms;
const STATEMENT = /^\s*(?:import|export)\s+(?:(?<type>type)\s+)?(?:[\w$*{][^'";]*?\sfrom\s*)?['"]([^'"\n]+)['"]/gm;
const CALL = /\b(?:import|require)\(\s*['"]([^'"\n]+)['"]\s*\)/g;

/** Every import of every file of source code below `folder`. */
export async function readImports(folder: string): Promise<readonly Import[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(?:tsx?|js)$/.test(name));
  const imports = await Promise.all(
    names.map(async (name) => importsIn(name, await readFile(join(folder, name), 'utf8'))),
  );
  return imports.flat();
}

function importsIn(from: string, source: string): readonly Import[] {
  const code = source.replace(COMMENT, '');
  return [...code.matchAll(STATEMENT), ...code.matchAll(CALL)].map((match) => {
    const specifier = match.at(-1) ?? '';
    const isOurs = specifier.startsWith('.');
    const to = isOurs ? normalize(join(dirname(from), specifier)) : specifier;
    return { from, to, isOurs, isTypeOnly: match.groups?.['type'] !== undefined };
  });
}
