import path from 'node:path';
import { followLinks } from '../tools/follow-links.ts';
import { expandHome } from './paths.ts';
import type { ShellWord } from './shell-line.ts';

/** A file as it is reached and as it is written: both absolute, only in the first links are resolved. */
export interface Target {
  readonly file: string;
  readonly written: string;
}

/** The file that a word may lead to, for each folder in which it may be read; `null`: that is not known. */
export async function targets(
  { text, isHome }: Omit<ShellWord, 'isPattern'>,
  folders: readonly string[],
): Promise<readonly Target[] | null> {
  if (goesBack(text)) return null;
  const wanted = isHome ? expandHome(text) : text;
  const found: Target[] = [];
  for (const folder of folders) {
    const written = path.resolve(folder, wanted);
    const file = await followLinks(written).catch(() => null);
    if (file === null) return null;
    found.push({ file, written });
  }
  return found;
}

/** `a/../b`: where `a` is a link, the way back is another one. */
export function goesBack(text: string): boolean {
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  return parts.slice(parts.findIndex((part) => part !== '..')).includes('..') && parts.some((part) => part !== '..');
}
