/** Reads a regular expression as it is written for ripgrep, as far as JavaScript has the same. Pure. */
import type { ReadPattern } from '../../background/pattern-search.ts';
import type { TextQuery } from './ripgrep-args.ts';

/** Classes within brackets. */
const CLASSES: Readonly<Record<string, string>> = {
  alnum: 'a-zA-Z0-9',
  alpha: 'a-zA-Z',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\s',
  upper: 'A-Z',
  word: '\\w',
  xdigit: '0-9a-fA-F',
};

export function readRustPattern(
  query: Pick<TextQuery, 'pattern' | 'literal' | 'ignoreCase' | 'multiline'>,
): ReadPattern {
  const { pattern, literal, ignoreCase, multiline } = query;
  const [, letters = ''] = literal ? [] : (/^\(\?([imsu]+)\)/.exec(pattern) ?? []);
  const source = literal ? escaped(pattern) : translated(pattern.slice(letters === '' ? 0 : letters.length + 3));
  const flags = `${ignoreCase || letters.includes('i') ? 'i' : ''}${multiline ? 'm' : ''}s`;
  try {
    return { kind: 'ok', pattern: compiled(source, flags) };
  } catch (error) {
    return { kind: 'invalid', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** In the mode for Unicode many escapes are errors that are none for ripgrep. */
function compiled(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, `${flags}u`);
  } catch {
    return new RegExp(source, flags);
  }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function translated(pattern: string): string {
  return pattern
    .replace(/\(\?P</g, '(?<')
    .replace(/\[:(\w+):\]/g, (whole, name: string) => CLASSES[name] ?? whole)
    .replace(/\\A/g, '(?<![^])')
    .replace(/\\z/g, '(?![^])');
}
