/**
 * The text as patterns see it: lower case, no accents, plain apostrophes and spaces. It has the length of the
 * original, so that what a pattern finds can be cut out of the text as the human wrote it.
 */
export function fold(text: string): string {
  return Array.from({ length: text.length }, (_, index) => foldUnit(text.charAt(index))).join('');
}

/** The text without what the pattern (global, on folded text) matches. */
export function remove(text: string, pattern: RegExp): string {
  let kept = '';
  let from = 0;
  for (const match of fold(text).matchAll(pattern)) {
    kept += `${text.slice(from, match.index)} `;
    from = match.index + match[0].length;
  }
  return kept + text.slice(from);
}

/** What follows a match at the very beginning; undefined when there is none. */
export function after(text: string, pattern: RegExp): string | undefined {
  const match = pattern.exec(fold(text));
  return match?.index === 0 ? text.slice(match[0].length) : undefined;
}

/** What stands before and after the first match. */
export function cut(text: string, pattern: RegExp): readonly [string, string] | undefined {
  const match = pattern.exec(fold(text));
  return match ? [text.slice(0, match.index), text.slice(match.index + match[0].length)] : undefined;
}

/** Whether the pattern matches the folded text. */
export function has(text: string, pattern: RegExp): boolean {
  return pattern.test(fold(text));
}

/** Without white space and punctuation around it; `./run.sh` and `ls ..` keep their dots. */
export function bare(text: string): string {
  return text.replace(/^(?:[\s,;:!?–—]|[.-](?=\s|$))+|[\s,;:!?–—]+$/g, '').replace(/(?<=[^\s./])\.+$/, '');
}

function foldUnit(unit: string): string {
  if (unit === '’' || unit === '‘') return "'";
  if (/\s/.test(unit)) return unit === '\n' ? unit : ' ';
  const folded = unit.normalize('NFD').charAt(0).toLowerCase();
  return folded.length === 1 ? folded : unit;
}
