/** Frames put together from rows look like those that Ink draws cell by cell. */
import xterm from '@xterm/headless';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import CellOutput from '../node_modules/ink/build/output.js';
import sanitizeAnsi from '../node_modules/ink/build/sanitize-ansi.js';
import { isPlainText } from '../scripts/build/runtime/plain-text.ts';
import { composingRows, type CellOutputClass } from '../scripts/build/runtime/row-output.ts';
import { colouredLine, hostileLine } from './components/hostile-text.ts';

const Cells = CellOutput as unknown as CellOutputClass;
const WIDTH = 20;
const HEIGHT = 6;

const plain = fc.string({ maxLength: 12 });
const begun = fc.constantFrom(
  '1',
  '2',
  '3',
  '4',
  '7',
  '9',
  '31',
  '97',
  '44',
  '105',
  '38;5;12',
  '48;2;1;2;3',
  '1;31',
  '53',
);
const ended = fc.constantFrom('', '\x1b[22m', '\x1b[22;39m', '\x1b[39m', '\x1b[49m', '\x1b[24m', '\x1b[m', '\x1b[0m');
const styled = fc
  .tuple(begun, hostileLine, ended, plain)
  .map(([code, text, end, rest]) => `\x1b[${code}m${text}${end}${rest}`);
const line = fc.oneof(plain, hostileLine, colouredLine, styled);
const text = fc.oneof(
  { arbitrary: line, weight: 3 },
  { arbitrary: fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\n')), weight: 1 },
);

const TRANSFORMERS = {
  none: [],
  same: [(line: string) => line],
  bold: [(line: string) => `\x1b[1m${line}\x1b[22m`],
  numbered: [(line: string, index: number) => `${index}${line}`],
};

const column = fc.integer({ min: -3, max: WIDTH });
const row = fc.integer({ min: -2, max: HEIGHT });
const transform = fc.constantFrom('none', 'same', 'bold', 'numbered');
const write = fc.record({ x: column, y: row, text, transform });
const across = fc.option(fc.record({ x1: column, x2: column }), { nil: { x1: undefined, x2: undefined } });
const down = fc.option(fc.record({ y1: row, y2: row }), { nil: { y1: undefined, y2: undefined } });
const clip = fc.tuple(across, down).map(([columns, rows]) => ({ ...columns, ...rows }));
const drawing = fc.record({ clip: fc.option(clip), writes: fc.array(write, { maxLength: 4 }) });

type Drawing = typeof drawing extends fc.Arbitrary<infer Value> ? Value : never;

test('a frame composed of rows shows what one composed of cells shows', async () => {
  const Rows = composingRows(Cells);
  await fc.assert(
    fc.asyncProperty(fc.array(drawing, { maxLength: 3 }), async (drawings) => {
      expect(await shown(Rows, drawings)).toEqual(await shown(Cells, drawings));
    }),
    { numRuns: 300 },
  );
});

test('Ink leaves text as it is that is plain', () => {
  fc.assert(
    fc.property(text, (input) => {
      fc.pre(isPlainText(input));
      expect(sanitizeAnsi(input)).toBe(input);
    }),
  );
});

/** What stands in each cell of a terminal that shows it; what looks like nothing is nothing. */
async function shown(Output: CellOutputClass, drawings: readonly Drawing[]): Promise<readonly string[]> {
  const output = new Output({ width: WIDTH, height: HEIGHT });
  for (const { clip, writes } of drawings) {
    if (clip !== null) output.clip(clip);
    for (const { x, y, text, transform } of writes) {
      output.write(x, y, text, { transformers: TRANSFORMERS[transform as keyof typeof TRANSFORMERS] });
    }
    if (clip !== null) output.unclip();
  }
  const terminal = new xterm.Terminal({ cols: 4 * WIDTH, rows: HEIGHT, allowProposedApi: true, convertEol: true });
  await new Promise<void>((resolve) => terminal.write(output.get().output, resolve));
  return Array.from({ length: HEIGHT }, (_, y) => cellsOf(terminal, y).join(' ').trimEnd());
}

function cellsOf(terminal: InstanceType<typeof xterm.Terminal>, y: number): readonly string[] {
  return Array.from({ length: terminal.cols }, (_, x) => {
    const cell = terminal.buffer.active.getLine(y)?.getCell(x);
    if (cell === undefined) return '';
    const characters = cell.getChars().trim();
    const lines = [cell.isUnderline(), cell.isInverse(), cell.isStrikethrough()].map(Boolean);
    const background = [cell.getBgColorMode(), cell.getBgColor()];
    if (characters === '' && !lines.includes(true) && cell.isBgDefault()) return '';
    const style = [cell.isBold(), cell.isDim(), cell.isItalic(), cell.getFgColorMode(), cell.getFgColor()].map(Number);
    return [characters, ...lines, ...background, ...style].join();
  });
}
