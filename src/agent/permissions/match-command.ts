/** Whether a command is one of those that a pattern names. Word by word, so that no blank can blur the borders. */
import type { PatternWord } from './pattern-words.ts';
import type { ShellWord } from './shell-line.ts';

/** A last `*` stands for all further words, also for none. A word that the shell replaces by file names fits only a `*`. */
export function matchesCommand(pattern: readonly PatternWord[], words: readonly ShellWord[]): boolean {
  const last = pattern.at(-1);
  const isOpen = pattern.length > 1 && last !== undefined && isAnything(last);
  const fixed = isOpen ? pattern.slice(0, -1) : pattern;
  if (pattern.length === 1 && last !== undefined && isAnything(last)) return words.length > 0;
  if (isOpen ? words.length < fixed.length : words.length !== fixed.length) return false;
  return fixed.every((word, index) => matchesWord(word, words[index]));
}

function matchesWord(pattern: PatternWord, word: ShellWord | undefined): boolean {
  if (word === undefined) return false;
  if (isAnything(pattern)) return true;
  return !word.isPattern && matchesText(pattern, word.text);
}

/** Whether the command's name itself is written in the pattern. */
export function namesCommand([name = []]: readonly PatternWord[]): boolean {
  return name.length > 0 && !name.includes(null);
}

/** Without a regular expression: a pattern of many stars must not take for ever. */
export function matchesText(pattern: PatternWord, text: string): boolean {
  const literals = literalsOf(pattern);
  const [first = '', ...others] = literals;
  if (others.length === 0) return text === first;
  const last = others.pop() ?? '';
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let from = first.length;
  const end = text.length - last.length;
  for (const literal of others) {
    const at = text.indexOf(literal, from);
    if (at === -1 || at + literal.length > end) return false;
    from = at + literal.length;
  }
  return true;
}

/** What stands before, between and after the stars. */
function literalsOf(pattern: PatternWord): readonly string[] {
  const literals = [''];
  for (const part of pattern) {
    if (part === null) literals.push('');
    else literals.push((literals.pop() ?? '') + part);
  }
  return literals;
}

function isAnything(word: PatternWord): boolean {
  return word.length > 0 && word.every((part) => part === null);
}
