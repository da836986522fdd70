/** A change of a file as lines: the numbers of the new file, what came in green behind `+`, what went in red behind `-`. */
import type { FileChange } from '../agent/events.ts';
import { count } from './format.ts';
import { chop, screenText } from './text.ts';
import type { Theme } from './theme.ts';

export function changeLines(
  { lines, hidden }: FileChange,
  { width, theme }: { readonly width: number; readonly theme: Theme },
): readonly string[] {
  const rows = numbered(lines);
  const digits = String(Math.max(0, ...rows.map(({ number }) => number ?? 0))).length;
  const room = Math.max(1, width - digits - 3);
  const drawn = rows.flatMap(({ kind, number, text }) => {
    if (kind === 'gap') return [theme.dim(`${' '.repeat(digits)} ⋮`)];
    const { sign, style } = LOOKS[kind](theme);
    return chop(screenText(text), room).map((row, index) => {
      const start = index === 0 && number !== null ? String(number).padStart(digits) : ' '.repeat(digits);
      return `${theme.dim(start)} ${style(`${index === 0 ? sign : ' '} ${row}`)}`;
    });
  });
  return hidden === 0 ? drawn : [...drawn, theme.dim(`… ${count(hidden, 'more line')}`)];
}

interface Row {
  readonly kind: 'added' | 'removed' | 'same' | 'gap';
  /** Where it stands in the new file. */
  readonly number: number | null;
  readonly text: string;
}

function numbered(lines: readonly string[]): readonly Row[] {
  let next = 1;
  return lines.flatMap((line, index): readonly Row[] => {
    const start = /^@@ line (\d+) @@$/.exec(line)?.[1];
    if (start !== undefined) {
      next = Number(start);
      return index === 0 ? [] : [{ kind: 'gap', number: null, text: '' }];
    }
    const text = line.slice(1);
    if (line.startsWith('-')) return [{ kind: 'removed', number: null, text }];
    return [{ kind: line.startsWith('+') ? 'added' : 'same', number: next++, text }];
  });
}

const LOOKS = {
  added: (theme: Theme) => ({ sign: '+', style: theme.good }),
  removed: (theme: Theme) => ({ sign: '-', style: theme.bad }),
  same: (theme: Theme) => ({ sign: ' ', style: theme.dim }),
} as const;
