/** The lines of a log in which something was found, and no others. */
import { isQuoted } from '../store/quoted-lines.ts';
import type { LogSearch } from '../store/ui-state.ts';
import type { LogRowsOptions } from './log-rows.ts';
import { withMatches } from './match-line.ts';
import { padEnd, screenText, truncate } from './text.ts';

/** One row each, the one that is looked at among them. */
export function matchRows(search: LogSearch, { width, height, theme, quoted = [] }: LogRowsOptions): readonly string[] {
  const { places, current, total, state } = search;
  if (places.length === 0) return [theme.dim(state === 'searching' ? '   searching …' : '   no line matches')];
  const digits = Math.max(4, String(places.at(-1)?.line ?? 0).length);
  const beyond = total > places.length ? [theme.dim(`   … ${(total - places.length).toLocaleString('en')} more`)] : [];
  const room = height - beyond.length;
  const first = Math.max(0, Math.min(places.length - room, current - Math.floor(room / 2)));
  const rows = places.slice(first, first + room).map(({ line, at, text, ranges }, index) => {
    const isHere = first + index === current;
    const style = isHere ? theme.currentMatch : theme.match;
    const found = ranges.map(([from, to]) => ({ from, to, style }));
    const bar = at !== undefined && isQuoted(quoted, at) ? theme.alive('┃') : ' ';
    const label = theme.dim((line === null ? '' : String(line)).padStart(digits));
    const shown = truncate(withMatches(screenText(text), found), width - digits - 4);
    return `${isHere ? theme.accent('›') : ' '}${label}${bar} ${padEnd(shown, width - digits - 4)}`;
  });
  return [...rows, ...beyond];
}
