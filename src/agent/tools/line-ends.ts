/** How lines of a text end, and text of the model's spelled so that lines of a file keep their ends. */

export type LineEnd = '\n' | '\r\n' | '\r';

export type LineEnds = 'none' | 'LF' | 'CRLF' | 'CR' | 'mixed';

/** CR ends a line only where no line ends otherwise (as on the first Macs); elsewhere it is a character like others. */
export function lineEndsOf(text: string): LineEnds {
  const crlf = text.includes('\r\n');
  const lf = /(?<!\r)\n/.test(text);
  if (crlf || lf) return crlf && lf ? 'mixed' : crlf ? 'CRLF' : 'LF';
  return text.includes('\r') ? 'CR' : 'none';
}

/**
 * `text` with its line ends spelled as in `before`, which it replaces: lines that stay keep theirs, a changed one gets
 * the end of the line it replaces, and a new one `end`, by default that of the line above it.
 */
export async function keepLineEnds(before: string, text: string, end?: LineEnd): Promise<string> {
  const found = lineEndsOf(before);
  // In a piece of a text whose lines end otherwise.
  const ends = found === 'CR' && end !== undefined && end !== '\r' ? 'none' : found;
  if (ends === 'none') return end === undefined ? text : spelled(text, end);
  if (ends !== 'mixed' && (end === undefined || end === ENDS[ends])) return spelled(text, ENDS[ends]);
  return mixed(before, text, end);
}

const ENDS = { LF: '\n', CRLF: '\r\n', CR: '\r' } as const;
/** As in `change.ts`; very different texts count as wholly replaced. */
const TIMEOUT_MS = 200;

function spelled(text: string, end: LineEnd): string {
  return text.replace(/\r?\n/g, end);
}

interface Line {
  readonly text: string;
  /** Empty when the text ends without one. */
  readonly end: LineEnd | '';
}

async function mixed(before: string, text: string, end: LineEnd | undefined): Promise<string> {
  const { diffArrays } = await import('diff');
  const [old, lines] = [linesOf(before), linesOf(text)];
  const texts = (some: readonly Line[]) => some.map((line) => line.text);
  const changes = diffArrays(texts(old), texts(lines), { timeout: TIMEOUT_MS }) ?? [
    { removed: true, added: false, count: old.length },
    { removed: false, added: true, count: lines.length },
  ];
  let result = '';
  let [at, oldAt] = [0, 0];
  let above: LineEnd | undefined = old.find((line) => line.end !== '')?.end || undefined;
  let gone: readonly Line[] = [];
  for (const { added, removed, count } of changes) {
    if (removed) {
      gone = old.slice(oldAt, (oldAt += count));
      continue;
    }
    const places = added ? gone : old.slice(oldAt, (oldAt += count));
    for (const [index, line] of lines.slice(at, (at += count)).entries()) {
      const kept = places[index]?.end || undefined;
      result += line.text + (line.end === '' ? '' : (kept ?? end ?? above ?? line.end));
      above = kept ?? above;
    }
    gone = [];
  }
  return result;
}

function linesOf(text: string): readonly Line[] {
  const parts = text.split(/(\r?\n)/);
  const lines = Array.from({ length: Math.ceil(parts.length / 2) }, (_, index) => ({
    text: parts[2 * index] ?? '',
    end: (parts[2 * index + 1] ?? '') as LineEnd | '',
  }));
  return lines.at(-1)?.text === '' ? lines.slice(0, -1) : lines;
}
