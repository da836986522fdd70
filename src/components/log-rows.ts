/** The lines of a log as rows of the screen: numbered, cut or going on below, with what was found in them. */
import sliceAnsi from 'slice-ansi';
import type { LineRange, LogLine } from '../background/task-log.ts';
import { logWindow } from '../store/log-view.ts';
import { isQuoted } from '../store/quoted-lines.ts';
import type { LogSearch, LogView } from '../store/ui-state.ts';
import { bytes } from './format.ts';
import { withMatches } from './match-line.ts';
import { matchRows } from './log-matches.ts';
import { padEnd, screenText, truncate, wrap } from './text.ts';
import type { Theme } from './theme.ts';

export interface LogRowsOptions {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  /** Nothing more will come. */
  readonly ended?: boolean;
  /** Lines that the model has been shown. */
  readonly quoted?: readonly LineRange[];
}

/** The window on its lines, with their numbers as far as they are known. */
export function logRows(view: LogView, options: LogRowsOptions): readonly string[] {
  if (view.screen !== null) return screenRows(view.screen, options);
  if (view.filtered && view.search !== null && !view.search.typing) return matchRows(view.search, options);
  const { height, theme, ended = false, quoted = [] } = options;
  const { first, lines } = logWindow(view, height);
  if (view.pages.length > 0 && lines.length === 0)
    return [theme.dim(ended ? '   nothing was printed' : '   nothing printed yet')];
  const digits = Math.max(4, String((view.firstLine ?? 1) + view.lines.length).length);
  const gap = view.lines.findIndex((line) => line.kind === 'gap');
  const found = view.search === null ? null : foundIn(view.search);
  const rows = lines.flatMap((line, index) => {
    const at = first + index;
    const number = view.firstLine === null || (gap !== -1 && at >= gap) ? null : view.firstLine + at;
    const label = number === null ? '' : String(number);
    const here = found?.here?.at;
    const isHere = here !== undefined && line.kind === 'text' && line.at === here;
    const mark = isHere ? theme.accent('›') : ' ';
    const bar = line.kind === 'text' && line.at !== undefined && isQuoted(quoted, line.at) ? theme.alive('┃') : ' ';
    const texts = textRows(line, { view, found, isHere, width: options.width - digits - 4, theme });
    return texts.map((text, row) => `${mark}${theme.dim((row === 0 ? label : '').padStart(digits))}${bar} ${text}`);
  });
  return view.top === null ? rows.slice(-height) : rows.slice(0, height);
}

/** The screen of a task as much as there is room for: its lower part, where programs ask. */
function screenRows(rows: readonly string[], { width, height }: LogRowsOptions): readonly string[] {
  return rows.slice(-height).map((row) => padEnd(truncate(` ${screenText(row, { colours: true })}`, width), width));
}

interface Found {
  /** Ranges by the words of the line: the same words, the same ranges. */
  readonly ranges: ReadonlyMap<string, LogSearch['places'][number]['ranges']>;
  readonly here: LogSearch['places'][number] | undefined;
}

function foundIn({ places, current }: LogSearch): Found {
  return { ranges: new Map(places.map(({ text, ranges }) => [text, ranges])), here: places[current] };
}

function textRows(
  line: LogLine,
  {
    view,
    found,
    isHere,
    width,
    theme,
  }: {
    readonly view: LogView;
    readonly found: Found | null;
    readonly isHere: boolean;
    readonly width: number;
    readonly theme: Theme;
  },
): readonly string[] {
  if (line.kind === 'gap') return [theme.dim(truncate(`… ${bytes(line.bytes)} not kept …`, width))];
  const text = screenText(line.text, { colours: !view.plain });
  const ranges = found?.ranges.get(screenText(line.text).trimEnd()) ?? [];
  const style = isHere ? theme.currentMatch : theme.match;
  const marked = withMatches(
    text,
    ranges.map(([from, to]) => ({ from, to, style })),
  );
  if (view.wrapped) return wrap(marked, width);
  return [padEnd(truncate(view.left === 0 ? marked : sliceAnsi(marked, view.left), width), width)];
}

/** `match 1 of 3`, `no match`, `searching …`; empty while nothing is looked for. */
export function searchWords(search: LogSearch | null): string {
  if (search === null || search.state === 'idle') return '';
  const noun = search.of === 'errors' ? 'error' : 'match';
  const going = search.state === 'searching' ? ' …' : '';
  const left = search.slow ? ', parts left out: the pattern is too slow' : '';
  if (search.total === 0)
    return (going === '' ? `no ${noun}${search.of === 'errors' ? ' recognised' : ''}` : 'searching …') + left;
  return `${noun} ${(search.current + 1).toLocaleString('en')} of ${search.total.toLocaleString('en')}${going}${left}`;
}
