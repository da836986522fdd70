/** Where a cursor may stand: between characters as a reader counts them, and between words. Indices in, indices out. */

/** The border at or after an index. */
export function snap(text: string, index: number): number {
  if (index <= 0 || index >= text.length || (isSimple(text, index - 1) && isSimple(text, index))) {
    return Math.min(Math.max(index, 0), text.length);
  }
  const { start, line } = lineAround(text, index - 1);
  const cluster = new Intl.Segmenter().segment(line).containing(index - start);
  return cluster === undefined || cluster.index === index - start
    ? index
    : start + cluster.index + cluster.segment.length;
}

/** The border before this one. */
export function stepBack(text: string, cursor: number): number {
  if (cursor <= 1) return 0;
  if (isSimple(text, cursor - 1) && isSimple(text, cursor - 2)) return cursor - 1;
  const { start, line } = lineAround(text, cursor - 1);
  const cluster = new Intl.Segmenter().segment(line).containing(cursor - 1 - start);
  return start + (cluster?.index ?? cursor - 1 - start);
}

/** The border after this one. */
export function stepForward(text: string, cursor: number): number {
  return snap(text, Math.min(cursor + 1, text.length));
}

/** The start of the word before the cursor. */
export function wordStart(text: string, cursor: number): number {
  let index = cursor;
  while (index > 0 && !isWord(text, stepBack(text, index))) index = stepBack(text, index);
  while (index > 0 && isWord(text, stepBack(text, index))) index = stepBack(text, index);
  return index;
}

/** The end of the word after the cursor. */
export function wordEnd(text: string, cursor: number): number {
  let index = cursor;
  while (index < text.length && !isWord(text, index)) index = stepForward(text, index);
  while (index < text.length && isWord(text, index)) index = stepForward(text, index);
  return index;
}

/** The start of what stands between white space before the cursor. */
export function wordStartBySpace(text: string, cursor: number): number {
  return snap(text, cursor - (/\S*\s*$/.exec(text.slice(0, cursor))?.[0].length ?? 0));
}

function isWord(text: string, index: number): boolean {
  return /^[\p{L}\p{N}\p{M}_]/u.test(text.slice(index, index + 2));
}

/** ASCII never joins its neighbour, unless that one is not ASCII. */
function isSimple(text: string, index: number): boolean {
  return text.charCodeAt(index) < 0x80;
}

/** The line that holds an index; a cluster never spans a line break. */
function lineAround(text: string, index: number): { readonly start: number; readonly line: string } {
  const start = index < 0 ? 0 : text.lastIndexOf('\n', index) + 1;
  const end = text.indexOf('\n', index);
  return { start, line: text.slice(start, end === -1 ? text.length : end + 1) };
}
