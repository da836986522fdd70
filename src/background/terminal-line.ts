import stringWidth from 'string-width';

/** One line of a terminal while it is being written, bounded in length. Text given to it holds no control characters. */
export interface TerminalLine {
  append(text: string): void;
  tab(): void;
  /** From here on the text has this style, given as an SGR sequence. */
  style(sequence: string): void;
  takeBack(): void;
  /** The cursor goes to the first column. What stood there is seen until something is written. */
  restart(): void;
  erase(what: 'to the end' | 'all'): void;
  clear(): void;
  render(): string;
}

export function createTerminalLine(maxLength: number): TerminalLine {
  let written = emptyRow();
  /** What stood in the line before it was restarted. */
  let covered = emptyRow();

  return {
    append: (text) => appendText(text),
    tab: () => appendText('\t'),
    style(sequence) {
      if (written.styleLength + sequence.length > 4 * maxLength) return;
      written.pendingStyle += sequence;
      written.styleLength += sequence.length;
    },
    takeBack() {
      if (written.cut > 0) written.cut--;
      else takeLastCharacter(written);
    },
    restart() {
      if (written.runs.length > 0) covered = written;
      written = emptyRow();
    },
    erase(what) {
      if (what === 'all') written = emptyRow();
      if (written.runs.length === 0) covered = emptyRow();
    },
    clear() {
      written = emptyRow();
      covered = emptyRow();
    },
    render: () => renderRow(written.runs.length > 0 ? written : covered),
  };

  function appendText(text: string): void {
    const fitting = text.slice(0, maxLength - written.length);
    written.cut += text.length - fitting.length;
    if (fitting === '') return;
    written.length += fitting.length;
    const last = written.runs.at(-1);
    if (last !== undefined && written.pendingStyle === '') last.text += fitting;
    else written.runs.push({ style: written.pendingStyle, text: fitting });
    written.pendingStyle = '';
  }
}

interface Row {
  /** Stretches of text, each after the style that begins with it. */
  readonly runs: { readonly style: string; text: string }[];
  pendingStyle: string;
  length: number;
  styleLength: number;
  /** Characters beyond the bound. */
  cut: number;
}

function emptyRow(): Row {
  return { runs: [], pendingStyle: '', length: 0, styleLength: 0, cut: 0 };
}

function takeLastCharacter(row: Row): void {
  const run = row.runs.at(-1);
  if (run === undefined) return;
  const length = /[\ud800-\udbff][\udc00-\udfff]/.test(run.text.slice(-2)) ? 2 : 1;
  run.text = run.text.slice(0, -length);
  row.length -= length;
  if (run.text !== '') return;
  row.runs.pop();
  row.pendingStyle = run.style + row.pendingStyle;
}

function renderRow({ runs, cut }: Row): string {
  const text = runs.map((run) => run.style + run.text).join('');
  const whole = cut > 0 ? text.replace(/[\ud800-\udbff]$/, '') : text;
  const isStyled = runs.some(({ style }) => style !== '');
  return expandTabs(whole) + (isStyled ? RESET : '') + (cut > 0 ? ` … ${cut} more characters` : '');
}

function expandTabs(text: string): string {
  if (!text.includes('\t')) return text;
  const [first = '', ...others] = text.split('\t');
  let expanded = first;
  let column = stringWidth(first);
  for (const piece of others) {
    const gap = TAB - (column % TAB);
    expanded += ' '.repeat(gap) + piece;
    column += gap + stringWidth(piece);
  }
  return expanded;
}

const TAB = 8;
const RESET = '\x1b[0m';
