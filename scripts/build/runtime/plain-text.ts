import { isPlain } from './plain-characters.ts';

const ESCAPE = 0x1b;
const LINE_FEED = 0x0a;
const COLOURS = /\x1b\[[\d;]*m/y;

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
    const end = line.indexOf('m', index);
    if (unit !== ESCAPE || line[index + 1] !== '[' || end === -1) return undefined;
    const code = line.slice(index + 2, end);
    const style = STYLES.get(code) ?? colour(code);
    const ended = ENDS.get(code);
    if (code === '' || code === '0') open = 0;
    else if (style !== undefined) open |= style;
    else if (ended !== undefined) open &= ~ended;
    else return undefined;
    index = end;
  }
  return open === 0 ? columns : undefined;
}

/** Codes that begin a style, by the code that ends it. */
const BEGIN: Readonly<Record<string, readonly number[]>> = {
  22: [1, 2],
  23: [3],
  24: [4],
  27: [7],
  28: [8],
  29: [9],
  39: [...range(30, 37), ...range(90, 97)],
  49: [...range(40, 47), ...range(100, 107)],
};

/** A bit for what each code ends. */
const ENDS: ReadonlyMap<string, number> = new Map(Object.keys(BEGIN).map((code, bit) => [code, 1 << bit]));
const STYLES: ReadonlyMap<string, number> = new Map(
  Object.entries(BEGIN).flatMap(([end, codes]) => codes.map((code) => [String(code), ENDS.get(end) ?? 0] as const)),
);

/** The bit of a colour that is one of 256 or of all. */
function colour(code: string): number | undefined {
  const place = /^([34])8;(?:5;\d+|2;\d+;\d+;\d+)$/.exec(code)?.[1];
  return place === undefined ? undefined : ENDS.get(`${place}9`);
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
