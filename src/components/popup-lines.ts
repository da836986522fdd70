/** A short list above the input: what is typed may mean one of these. Exactly as many lines as it has room for. */
import type { Match } from '../store/fuzzy.ts';
import { displayWidth, fitLine, padEnd, screenLine, truncate } from './text.ts';
import type { Theme } from './theme.ts';

export interface PopupRow {
  readonly label: string;
  readonly words?: string;
  readonly key?: string;
}

export interface PopupOptions {
  readonly title: string;
  readonly matches: readonly Match<PopupRow>[];
  readonly selected: number;
  /** What stands there when nothing fits. */
  readonly empty: string;
  readonly width: number;
  readonly theme: Theme;
}

const MOST_ROWS = 10;
/** Above a rule with the title. */
const TITLE = 1;
/** The mark of the chosen row, and a blank at the end. */
const MARGIN = 4;

/** Lines that a list of so many rows takes, of `most` that there are. */
export function popupHeight(rows: number, most: number): number {
  return Math.min(most, TITLE + Math.min(MOST_ROWS, Math.max(1, rows)));
}

export function popupLines({ height, ...options }: PopupOptions & { readonly height: number }): readonly string[] {
  const { title, matches, selected, empty, width, theme } = options;
  const room = Math.max(1, height - TITLE);
  const first = Math.max(0, Math.min(selected - Math.floor(room / 2), matches.length - room));
  const shown = matches.slice(first, first + room);
  const labelColumns = Math.min(
    Math.floor((width - MARGIN) * (shown.some(({ item }) => item.words) ? 0.5 : 1)),
    Math.max(0, ...shown.map(({ item }) => displayWidth(screenLine(item.label)))),
  );
  const rows = shown.map((match, index) =>
    rowLine(match, { width, theme, labelColumns, chosen: first + index === selected }),
  );
  const count = matches.length > room ? ` ${selected + 1} of ${matches.length} ` : '';
  return [
    titleLine(title, count, { width, theme }),
    ...(rows.length > 0 ? rows : [fitLine(`   ${theme.dim(truncate(empty, width - MARGIN))}`, '', width)]),
  ];
}

function titleLine(title: string, count: string, { width, theme }: Pick<PopupOptions, 'width' | 'theme'>): string {
  const start = `${theme.dim('──')} ${theme.bold(title)} `;
  const rest = Math.max(0, width - displayWidth(start) - displayWidth(count) - (count === '' ? 0 : 2));
  return `${start}${theme.dim('─'.repeat(rest) + count + (count === '' ? '' : '──'))}`;
}

function rowLine(
  { item, marks }: Match<PopupRow>,
  {
    width,
    theme,
    labelColumns,
    chosen,
  }: { readonly width: number; readonly theme: Theme; readonly labelColumns: number; readonly chosen: boolean },
): string {
  const mark = chosen ? theme.accent('›') : ' ';
  const plain = truncate(screenLine(item.label), labelColumns);
  const label = padEnd(withMarks(plain, marks, { theme, chosen }), labelColumns);
  const key = item.key === undefined ? '' : `${theme.dim(item.key)} `;
  const room = width - MARGIN - labelColumns - displayWidth(key) - 3;
  const words = item.words === undefined || room < 6 ? '' : `   ${theme.dim(truncate(screenLine(item.words), room))}`;
  return fitLine(` ${mark} ${label}${words}`, key, width);
}

/** The letters that were typed stand out; in the chosen row all do. */
function withMarks(
  label: string,
  marks: readonly number[],
  { theme, chosen }: { readonly theme: Theme; readonly chosen: boolean },
): string {
  if (chosen) return theme.accent(label);
  const marked = new Set(marks);
  let text = '';
  let run = '';
  let isMarked = false;
  for (let index = 0; index <= label.length; index += 1) {
    if (index < label.length && marked.has(index) === isMarked) {
      run += label[index];
      continue;
    }
    text += isMarked ? theme.accent(run) : run;
    run = label[index] ?? '';
    isMarked = marked.has(index);
  }
  return text;
}
