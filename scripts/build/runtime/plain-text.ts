import { isPlain } from './plain-characters.ts';

const ESCAPE = 0x1b;
const LINE_FEED = 0x0a;
const COLOURS = /\x1b\[[\d;]*m/y;
/** One style a sequence, as Ink and its packages write them. */
const STYLE = /\x1b\[(?:([34]8);(?:5;\d+|2;\d+;\d+;\d+)|(\d*))m/y;

/** Whether a text holds nothing but plain characters, line feeds and colours (`ESC [ … m`). */
export function isPlainText(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (isPlain(unit) || unit === LINE_FEED) continue;
    COLOURS.lastIndex = index;
    if (unit !== ESCAPE || !COLOURS.test(text)) return false;
    index = COLOURS.lastIndex - 1;
  }
  return true;
}

/**
 * How many columns a line takes that holds nothing but plain characters and styles, each of which ends within it, so
 * that anything may stand beside it; `undefined` for any other line.
 */
export function plainColumns(line: string): number | undefined {
  let columns = 0;
  let open = 0;
  for (let index = 0; index < line.length; index++) {
    const unit = line.charCodeAt(index);
    if (isPlain(unit)) {
      columns++;
      continue;
    }
    STYLE.lastIndex = index;
    const style = unit === ESCAPE ? STYLE.exec(line) : null;
    const code = Number(style?.[1] ?? style?.[2]);
    if (code === 0) open = 0;
    else if (ENDS.has(code)) open |= bit(ENDS.get(code));
    else if (LASTS.has(code)) open &= ~bit(code);
    else return undefined;
    index = STYLE.lastIndex - 1;
  }
  return open === 0 ? columns : undefined;
}

function bit(end = 0): number {
  return 1 << (end - 22);
}

/** By which code a style ends. */
const ENDS: ReadonlyMap<number, number> = new Map(
  [
    [1, 2, 22],
    [3, 23],
    [4, 24],
    [7, 27],
    [8, 28],
    [9, 29],
    [...range(30, 38), ...range(90, 97), 39],
    [...range(40, 48), ...range(100, 107), 49],
  ].flatMap((codes) => codes.slice(0, -1).map((code): [number, number] => [code, codes.at(-1) ?? 0])),
);
const LASTS = new Set(ENDS.values());

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
