/** The lines and blocks of a terminal as rectangles: in letters they would not join, whichever font a reader has. */

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Cell {
  readonly width: number;
  readonly height: number;
}

/** What the character draws within its cell; nothing for one that is a letter. */
export function shapesOf(character: string, cell: Cell): readonly Rectangle[] | undefined {
  const arms = LINES[character];
  if (arms !== undefined) return [...arms].map((arm) => armOf(arm, cell, HEAVY.includes(character) ? 2.4 : 1.1));
  const eighths = BLOCKS.indexOf(character) + 1;
  if (eighths === 0) return undefined;
  const height = (cell.height * eighths) / 8;
  return [{ x: 0, y: cell.height - height, width: cell.width, height }];
}

/** Puts together what lies side by side. */
export function merged(rectangles: readonly Rectangle[]): readonly Rectangle[] {
  return rectangles.reduce<Rectangle[]>((done, next) => {
    const last = done.at(-1);
    const joins = last?.y === next.y && last.height === next.height && Math.abs(last.x + last.width - next.x) < 0.01;
    if (last === undefined || !joins) return [...done, next];
    return [...done.slice(0, -1), { ...last, width: next.x + next.width - last.x }];
  }, []);
}

/** To which sides of the middle lines go: left, right, up, down, or all the way across or down. */
const LINES: Readonly<Record<string, string>> = {
  '─': '-',
  '━': '-',
  '│': '|',
  '┃': '|',
  '┌': 'rd',
  '┐': 'ld',
  '└': 'ru',
  '┘': 'lu',
  '├': '|r',
  '┤': '|l',
  '┬': '-d',
  '┴': '-u',
  '┼': '-|',
};
const HEAVY = '━┃';
const BLOCKS = [...'▁▂▃▄▅▆▇█'];

function armOf(arm: string, { width, height }: Cell, thick: number): Rectangle {
  const [middleX, middleY] = [(width - thick) / 2, (height - thick) / 2];
  switch (arm) {
    case '-':
      return { x: 0, y: middleY, width, height: thick };
    case 'l':
      return { x: 0, y: middleY, width: middleX + thick, height: thick };
    case 'r':
      return { x: middleX, y: middleY, width: width - middleX, height: thick };
    case 'u':
      return { x: middleX, y: 0, width: thick, height: middleY + thick };
    case 'd':
      return { x: middleX, y: middleY, width: thick, height: height - middleY };
    default:
      return { x: middleX, y: 0, width: thick, height };
  }
}
