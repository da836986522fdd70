/** What a program wrote to its terminal → the last screen as an SVG picture, one text element per run of one style. */
import xterm from '@xterm/headless';
import { merged, shapesOf, type Rectangle } from './shapes.ts';

/** What was written while the terminal had this size. */
export interface Recorded {
  readonly output: string;
  readonly cols: number;
  readonly rows: number;
}

const CELL = { width: 8.43, height: 18, baseline: 14 };
const MARGIN = 12;
const FOREGROUND = '#d4d7dd';
const BACKGROUND = '#16181d';
const SIXTEEN = [
  ...['#1e1e1e', '#e05561', '#8cc265', '#d18f52', '#4aa5f0', '#c162de', '#42b3c2', '#d7dae0'],
  ...['#7d8799', '#ff616e', '#a5e075', '#f0a45d', '#4dc4ff', '#de73ff', '#4cd1e0', '#ffffff'],
];

export async function screenPicture(recorded: readonly Recorded[]): Promise<string> {
  const terminal = new xterm.Terminal({ allowProposedApi: true, scrollback: 0 });
  for (const { output, ...size } of recorded) {
    terminal.resize(size.cols, size.rows);
    await new Promise<void>((written) => terminal.write(output, written));
  }
  const { cols, rows } = terminal;
  const lines = Array.from({ length: rows }, (_, row) => rowPicture(terminal, row));
  terminal.dispose();
  const [width, height] = [cols * CELL.width + 2 * MARGIN, rows * CELL.height + 2 * MARGIN];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width.toFixed(0)} ${height}" role="img">`,
    `<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>`,
    '<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace" font-size="14" xml:space="preserve">',
    ...lines.filter(Boolean),
    '</g>',
    '</svg>\n',
  ].join('\n');
}

interface Run {
  readonly column: number;
  readonly style: string;
  /** Of letters that are shown the other way round. */
  readonly background: string | undefined;
  text: string;
  columns: number;
}

function rowPicture(terminal: xterm.Terminal, row: number): string {
  const line = terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row);
  const runs: Run[] = [];
  const shapes = new Map<string, Rectangle[]>();
  for (let column = 0; column < terminal.cols; column++) {
    const cell = line?.getCell(column);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const style = styleOf(cell);
    const background = cell.isInverse() ? colourOf(cell) : undefined;
    const last = runs.at(-1);
    const shape = shapesOf(cell.getChars(), CELL);
    if (shape !== undefined) {
      const [left, top] = [MARGIN + column * CELL.width, MARGIN + row * CELL.height];
      const moved = shape.map((one) => ({ ...one, x: left + one.x, y: top + one.y }));
      shapes.set(style, [...(shapes.get(style) ?? []), ...moved]);
    }
    const text = shape === undefined ? cell.getChars() || ' ' : ' ';
    if (last !== undefined && last.style === style && last.background === background && text.length === 1) {
      last.text += text;
      last.columns += cell.getWidth();
    } else {
      runs.push({ column, style, background, text, columns: cell.getWidth() });
    }
  }
  const letters = runs
    .filter((run) => run.text.trim() !== '' || run.background !== undefined)
    .map((run) => runPicture(run, row));
  return [...letters, ...[...shapes].map(shapesPicture)].join('');
}

function shapesPicture([style, rectangles]: readonly [style: string, rectangles: readonly Rectangle[]]): string {
  const outlines = merged(rectangles).map(
    ({ x, y, width, height }) => `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}z`,
  );
  return `<path ${style} d="${outlines.join('')}"/>`;
}

function short(figure: number): string {
  return String(Number(figure.toFixed(2)));
}

function runPicture({ column, style, background, text, columns }: Run, row: number): string {
  const [left, wide] = [(MARGIN + column * CELL.width).toFixed(1), (columns * CELL.width).toFixed(1)];
  const top = MARGIN + row * CELL.height;
  const behind =
    background === undefined
      ? ''
      : `<rect x="${left}" y="${top}" width="${wide}" height="${CELL.height}" fill="${background}"/>`;
  const lead = text.length - text.trimStart().length;
  const x = (MARGIN + (column + lead) * CELL.width).toFixed(1);
  const y = MARGIN + row * CELL.height + CELL.baseline;
  const length = ((columns - lead - (text.length - text.trimEnd().length)) * CELL.width).toFixed(1);
  return `${behind}<text x="${x}" y="${y}" textLength="${length}" ${style}>${escape(text.trim())}</text>`;
}

function styleOf(cell: xterm.IBufferCell): string {
  return [
    `fill="${cell.isInverse() ? BACKGROUND : colourOf(cell)}"`,
    cell.isBold() && 'font-weight="bold"',
    cell.isItalic() && 'font-style="italic"',
    cell.isUnderline() && 'text-decoration="underline"',
    cell.isDim() && 'opacity="0.6"',
  ]
    .filter(Boolean)
    .join(' ');
}

function colourOf(cell: xterm.IBufferCell): string {
  if (cell.isFgRGB()) return `#${cell.getFgColor().toString(16).padStart(6, '0')}`;
  return cell.isFgPalette() ? (SIXTEEN[cell.getFgColor()] ?? FOREGROUND) : FOREGROUND;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
