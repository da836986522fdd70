/**
 * Text as columns: string in, string out. Strings may carry SGR sequences (colours, bold); they take no columns.
 * Everything else that could drive a terminal is expected to be gone (`cleanText`); `screenText` makes sure.
 */
import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import { cleanText } from '../background/clean-text.ts';

const TAB_STOP = 4;
const LONGEST_LINE = 2000;
const LONGEST_CLUSTERS = 400;
const SGR = /\u001B\[[\d;:]*m/g;
/** Characters that take one column each and never join: ASCII, letters of Europe, dashes, arrows, rules, check marks. */
const SINGLE =
  /^[ -~\u00A0-\u00AC\u00AE-\u02FF\u0391-\u03A1\u03A3-\u0482\u2010-\u2027\u2030-\u205E\u2190-\u21FF\u2500-\u25FC\u2713-\u2718\u27E8-\u27EF]*$/;

/** Foreign text made fit for the screen: cleaned, tabs as spaces. With `colours`, SGR sequences stay. */
export function screenText(text: string, options?: { readonly colours?: boolean }): string {
  return expandTabs(cleanText(text, options));
}

/** The beginning of it on one line, longer than any screen is wide: line breaks and runs of white space become one space. */
export function screenLine(text: string): string {
  return cleanText(text.slice(0, LONGEST_LINE)).replace(/\s+/g, ' ').trim();
}

/** Whether each of its UTF-16 units is a character of one column, with no more to be known of any. */
export function isSingle(text: string): boolean {
  return SINGLE.test(text);
}

/** How many columns a line takes. */
export function displayWidth(line: string): number {
  const plain = line.includes('\u001B') ? line.replace(SGR, '') : line;
  return SINGLE.test(plain) ? plain.length : stringWidth(plain);
}

/** Shortens a line to at most `width` columns; what is cut is marked by `…`. */
export function truncate(line: string, width: number): string {
  if (width <= 0) return '';
  if (displayWidth(line) <= width) return line;
  if (SINGLE.test(line)) return `${line.slice(0, width - 1)}…`;
  return `${sliceAnsi(line, 0, width - 1)}…`;
}

/** Fills a line with spaces up to `width` columns; a wider one is returned as it is. */
export function padEnd(line: string, width: number): string {
  return line + spaces(width - displayWidth(line));
}

/** A line of exactly `width` columns: the right part is kept, the left one gives way. */
export function fitLine(left: string, right: string, width: number): string {
  const end = truncate(right, width);
  const room = width - displayWidth(end);
  const start = truncate(left, end === '' ? room : room - 1);
  return padEnd(start, room) + end;
}

/** Puts `prefix` before every line. */
export function indent(lines: readonly string[], prefix: string): readonly string[] {
  return lines.map((line) => prefix + line);
}

/**
 * Breaks text into lines of at most `width` columns, at spaces where there are any. Each line closes the styles it
 * opens. A line's own indentation is kept, also on the lines it continues on. In one column a wide character is
 * shown as `…`.
 */
export function wrap(text: string, width: number): readonly string[] {
  return expandTabs(text)
    .split('\n')
    .flatMap((line) => (displayWidth(line) <= width ? [line] : wrapLine(line, Math.max(1, width))));
}

function wrapLine(line: string, width: number): readonly string[] {
  const margin = /^ */.exec(line)?.[0] ?? '';
  if (margin !== '' && margin.length <= width / 2) {
    return indent(wrapLine(line.slice(margin.length), width - margin.length), margin);
  }
  return (
    wrapAnsi(line, width, { hard: true })
      .split('\n')
      // Rarely, clusters grow when their parts meet, or a character is wider than the room.
      .flatMap((row) => (displayWidth(row) <= width ? [row] : chop(row.replace(SGR, ''), width)))
  );
}

/**
 * Cuts one line of plain text into pieces of at most `width` columns, wherever that falls, and keeps every space. For
 * code and other text whose white space matters.
 */
export function chop(line: string, width: number): readonly string[] {
  const text = expandTabs(line);
  const room = Math.max(1, width);
  if (SINGLE.test(text)) return text.length <= room ? [text] : (text.match(new RegExp(`.{1,${room}}`, 'g')) ?? []);
  const rows: string[] = [''];
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    const piece = displayWidth(segment) > room ? '…' : segment;
    const joined = `${rows.at(-1)}${piece}`;
    if (displayWidth(joined) <= room) rows[rows.length - 1] = joined;
    else rows.push(piece);
  }
  return rows;
}

/** As `chop`, but between words where a piece would end within one that is not long. */
export function chopAtWords(line: string, width: number): readonly string[] {
  const text = expandTabs(line);
  // Each row takes what is left apart anew.
  if (text.length > (SINGLE.test(text) ? LONGEST_LINE : LONGEST_CLUSTERS)) return chop(text, width);
  const rows: string[] = [];
  let rest = text;
  while (true) {
    const [row = '', ...more] = chop(rest, width);
    if (more.length === 0) return [...rows, row];
    const space = row.lastIndexOf(' ') + 1;
    const isWithinWord = !row.endsWith(' ') && !more[0]?.startsWith(' ');
    // A piece of blanks, or one that stays nearly empty, would be worse.
    const end = isWithinWord && space >= row.length / 3 && row.slice(0, space).trim() !== '' ? space : row.length;
    rows.push(row.slice(0, end));
    rest = row.slice(end) + more.join('');
  }
}

function expandTabs(text: string): string {
  return text.includes('\t') ? text.split('\n').map(expandLine).join('\n') : text;
}

function expandLine(line: string): string {
  return line.split('\t').reduce((start, rest) => start + spaces(TAB_STOP - (displayWidth(start) % TAB_STOP)) + rest);
}

function spaces(count: number): string {
  return ' '.repeat(Math.max(0, count));
}
