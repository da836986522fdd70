/**
 * What a task that has a terminal shows on it: the end of its raw log, obeyed by a terminal emulator. The emulator is
 * loaded when it is first wanted; it answers nothing, and only its characters and colours come out.
 */
import type { IBufferCell, Terminal } from '@xterm/headless';
import { cleanText } from '../clean-text.ts';
import { keptExtents, readBytes } from './log-segments.ts';

/** The size of the terminal that tasks get. */
export const TERMINAL_COLUMNS = 120;
export const TERMINAL_ROWS = 40;

/** Bytes before the end from which a screen is drawn; what changed it before is not seen. */
const MOST_BYTES = 512_000;

export interface TerminalScreens {
  /** The rows of the screen as it is now, with their colours, without blank ones at the end. */
  read(logFolder: string): Promise<readonly string[]>;
}

/** Keeps the emulator of the folder that was read last, so that only what is new has to be obeyed. */
export function createTerminalScreens(): TerminalScreens {
  let open: { readonly folder: string; readonly terminal: Terminal; readonly at: number } | undefined;

  return {
    async read(folder) {
      const extent = keptExtents(folder).at(-1);
      const to = extent?.to ?? 0;
      const from = Math.max(extent?.from ?? 0, to - MOST_BYTES);
      const goesOn = open?.folder === folder && open.at >= from && open.at <= to;
      const terminal = goesOn && open !== undefined ? open.terminal : await createTerminal();
      const bytes = extent === undefined ? Buffer.alloc(0) : readBytes(extent, goesOn ? (open?.at ?? from) : from, to);
      if (!goesOn) open?.terminal.dispose();
      open = { folder, terminal, at: to };
      await new Promise<void>((resolve) => terminal.write(bytes, resolve));
      return rowsOf(terminal);
    },
  };
}

async function createTerminal(): Promise<Terminal> {
  const { default: xterm } = await import('@xterm/headless');
  return new xterm.Terminal({
    cols: TERMINAL_COLUMNS,
    rows: TERMINAL_ROWS,
    scrollback: 0,
    allowProposedApi: true,
    // Where the task has a terminal of its own, that has made line ends of line feeds.
    convertEol: true,
  });
}

function rowsOf({ buffer: { active } }: Terminal): readonly string[] {
  const rows = Array.from({ length: TERMINAL_ROWS }, (_, y) => rowOf(active.getLine(active.baseY + y)));
  return rows.slice(0, rows.findLastIndex((row) => row !== '') + 1);
}

function rowOf(line: ReturnType<Terminal['buffer']['active']['getLine']>): string {
  if (line === undefined) return '';
  let row = '';
  let style = '';
  const end = line.translateToString(true).length === 0 ? 0 : line.length;
  for (let x = 0; x < end; x += 1) {
    const cell = line.getCell(x);
    // The second half of a wide character.
    if (cell === undefined || cell.getWidth() === 0) continue;
    const next = styleOf(cell);
    if (next !== style) row += `\u001B[0${next}m`;
    style = next;
    row += cleanText(cell.getChars()) || ' ';
  }
  return style === '' ? row.trimEnd() : `${row.trimEnd()}\u001B[0m`;
}

/** What follows a reset in the sequence that sets this style. */
function styleOf(cell: IBufferCell): string {
  const flags = [
    cell.isBold() && 1,
    cell.isDim() && 2,
    cell.isItalic() && 3,
    cell.isUnderline() && 4,
    cell.isInverse() && 7,
    cell.isInvisible() && 8,
    cell.isStrikethrough() && 9,
  ].filter(Boolean);
  const fore = { code: 38, isRgb: cell.isFgRGB(), isPalette: cell.isFgPalette(), colour: cell.getFgColor() };
  const back = { code: 48, isRgb: cell.isBgRGB(), isPalette: cell.isBgPalette(), colour: cell.getBgColor() };
  return [...flags, ...colourOf(fore), ...colourOf(back)].map((part) => `;${part}`).join('');
}

function colourOf({
  code,
  isRgb,
  isPalette,
  colour,
}: {
  readonly code: number;
  readonly isRgb: boolean;
  readonly isPalette: boolean;
  readonly colour: number;
}): readonly number[] {
  if (isRgb) return [code, 2, (colour >> 16) & 0xff, (colour >> 8) & 0xff, colour & 0xff];
  if (!isPalette) return [];
  // The eight of the user's own theme stay theirs.
  return colour < 8 ? [code - 8 + colour] : [code, 5, colour];
}
