/** What an item shows beneath its line when it is opened, and which items have something to show. */
import type { FileChange } from '../agent/events.ts';
import type { Item } from '../store/item.ts';
import type { ShownItem } from './call-groups.ts';
import { changeLines } from './change-lines.ts';
import { count } from './format.ts';
import { PROSE_COLUMNS } from './markdown-blocks.ts';
import { displayWidth, indent, screenText, truncate, wrap } from './text.ts';
import { createTheme, type Theme } from './theme.ts';

export interface OpenedPlace {
  /** Columns. */
  readonly width: number;
  readonly theme: Theme;
}

type ToolItem = Extract<Item, { readonly kind: 'tool' }>;

/** The most rows of an answer; a change of a file has its own bound, and a thought none. */
const ROWS = 40;
const BAR = '▏ ';
/** Of a change that was not opened. */
const PREVIEW_ROWS = 20;
/** Of the output of a command that failed. */
const FAILED_ROWS = 3;

/** Whether there is more of it than its line. */
export function canOpen(item: ShownItem): boolean {
  switch (item.kind) {
    case 'group':
      return true;
    case 'thinking':
      return item.text.trim() !== '';
    case 'shell':
      return item.output.trim() !== '';
    case 'tool':
      return item.tool.command !== undefined || item.change !== undefined || (item.text ?? '').trim() !== '';
    default:
      return false;
  }
}

/** Whether opening or closing an item shows all of it next. `width`: as for `toolLines`. */
export function opensNext(item: ShownItem, width: number): boolean {
  if (!('open' in item) || item.open === undefined) {
    return item.kind !== 'tool' || item.change === undefined || !isShownWhole(item.change, width);
  }
  return !item.open;
}

function isShownWhole(change: FileChange, width: number): boolean {
  const rows = changeLines(change, { width: Math.max(1, width - displayWidth(BAR)), theme: PLAIN });
  return change.hidden === 0 && rows.length <= PREVIEW_ROWS + 1;
}

const PLAIN = createTheme({ colours: false });

/** A tool call: the whole command, then the change of the file, or what the model was answered. */
export function toolLines(item: ToolItem, { width, theme }: OpenedPlace): readonly string[] {
  const place = { theme, width: Math.max(1, width - displayWidth(BAR)) };
  const { command } = item.tool;
  const lines = [
    ...(command === undefined ? [] : commandLines(command, place)),
    ...(item.change === undefined ? answerLines(item, place) : changeLines(item.change, place)),
  ];
  return behindBar(lines, place);
}

/** What is shown below the line of a call that was neither opened nor closed: its change, or how its command failed. */
export function previewLines(item: ToolItem, { width, theme }: OpenedPlace): readonly string[] {
  const place = { theme, width: Math.max(1, width - displayWidth(BAR)) };
  if (item.change !== undefined) return behindBar(changeLines(item.change, { ...place, most: PREVIEW_ROWS }), place);
  if (item.endedBadly !== true) return [];
  if (item.excerpt !== undefined) {
    return behindBar(
      item.excerpt.map((line) => theme.dim(truncate(screenText(line), place.width))),
      place,
    );
  }
  // In records of old. The first line says how it ended, as the call's own line does.
  const [, ...printed] = printedRows(item.text ?? '', place.width).filter((row) => row.trim() !== '');
  return behindBar(printed.slice(-FAILED_ROWS).map(theme.dim), place);
}

/** What a command of the user's printed, as far as it was kept. */
export function outputLines(text: string, { width, theme }: OpenedPlace): readonly string[] {
  const place = { theme, width: Math.max(1, width - displayWidth(BAR)) };
  return behindBar(lastRows(printedRows(text, place.width), { ...place, most: ROWS * 5 }), place);
}

export function thoughtLines(text: string, { width, theme }: OpenedPlace): readonly string[] {
  const place = { theme, width: Math.max(1, width - displayWidth(BAR)) };
  return behindBar(wrap(screenText(text.trim()), Math.min(place.width, PROSE_COLUMNS)).map(theme.dim), place);
}

function commandLines(command: string, { width, theme }: OpenedPlace): readonly string[] {
  const rows = wrap(screenText(command.trim()), Math.max(1, width - 2));
  return rows.map((row, index) => (index === 0 ? `${theme.dim('$')} ${row}` : `  ${row}`));
}

/** Of a file that was read the beginning is shown, of everything else the end. */
function answerLines({ tool, text = '' }: ToolItem, place: OpenedPlace): readonly string[] {
  const rows = printedRows(text, place.width);
  if (tool.name !== 'read_file') return lastRows(rows, { ...place, most: ROWS });
  const hidden = rows.length - ROWS;
  return hidden <= 1 ? rows : [...rows.slice(0, ROWS), place.theme.dim(`… ${count(hidden, 'line')} below`)];
}

function printedRows(text: string, width: number): readonly string[] {
  const printed = screenText(text).trimEnd();
  return printed === '' ? [] : wrap(printed, width);
}

function lastRows(
  rows: readonly string[],
  { theme, most }: { readonly theme: Theme; readonly most: number },
): readonly string[] {
  const hidden = rows.length - most;
  return hidden <= 1 ? rows : [theme.dim(`… ${count(hidden, 'line')} above`), ...rows.slice(-most)];
}

function behindBar(lines: readonly string[], { theme, width }: OpenedPlace): readonly string[] {
  return indent(
    lines.map((line) => truncate(line, width)),
    theme.dim(BAR),
  );
}
