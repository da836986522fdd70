import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where text of others could reach the terminal without being cleaned: a line of a file each. */
export async function uncleanWriters(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.tsx?$/.test(name)).sort();
  const found = await Promise.all(
    names.map(async (name) => writersIn(name, await readFile(join(folder, name), 'utf8'))),
  );
  return found.flat();
}

/** The door; Ink's frames in ASCII; the program's own control sequences; and one that writes nothing. */
const OWNERS: readonly string[] = [
  'print.ts',
  'app/ascii-output.ts',
  'app/terminal-mouse.ts',
  // Its texts are the programs of another project.
  'demo/shop.ts',
];

/** Writes to a standard stream, whatever it is called there, or opens the terminal by another way. */
const WRITES = [
  /\bconsole\s*[.[]/,
  /\bstd(?:out|err)\b\s*[?!]?\.\s*(?:write|end|cork)\b/,
  /\bwrite(?:Sync)?\s*\(\s*(?:[12]\b|process\b|\w*std(?:out|err))/,
  /\bpipe(?:line)?\s*\(.*\bstd(?:out|err)\b/,
  /process\s*\.\s*(?:_rawDebug|binding|emitWarning)\b/,
  /\b(?:open|create|append|write)\w*\s*\(\s*['"`]\/dev\/(?:tty|stdout|stderr)/,
];

/** A new name for a stream would hide it from the patterns above. */
const RENAMES =
  /(?:(?:const|let)\s+(?!std(?:out|err)\b)\w+\s*=|\bstd(?:out|err)\s*:)\s*process\.std(?:out|err)\b(?!\s*\.)/;
/** To Ink, and to the two modes that print through the door. */
const GIVEN_TO: readonly string[] = ['app.tsx', 'linear.ts'];

function writersIn(name: string, source: string): readonly string[] {
  if (OWNERS.includes(name)) return [];
  return source.split('\n').flatMap((line, index) => {
    const code = line.replace(/^\s*(?:\*|\/\/|\/\*).*/, '');
    const isUnclean = WRITES.some((pattern) => pattern.test(code)) || (RENAMES.test(code) && !GIVEN_TO.includes(name));
    return isUnclean ? [`${name}:${index + 1} writes beside print.ts: ${code.trim()}`] : [];
  });
}
