/**
 * Replaces pieces of a text, one after the other, all of them or none. Each sees what those before it have made.
 *
 * The model sees lines without their ends, so its `\n` stands for whatever ends a line there. Lines that stay keep their
 * ends, and new ones get the end of the line in which the piece stands.
 */
import { keepLineEnds, lineEndsOf, type LineEnd } from './line-ends.ts';
import { nearMatch } from './near-match.ts';
import { counted } from './words.ts';

export interface Replacement {
  readonly oldText: string;
  readonly newText: string;
  /** In every place; else there must be one. */
  readonly all: boolean;
}

export type Replaced =
  /** `lines`: where each piece stood, counted from 1, in the text as it was then. */
  | { readonly kind: 'replaced'; readonly text: string; readonly lines: readonly number[] }
  | { readonly kind: 'none'; readonly sentence: string };

const LINES_NAMED = 10;

/** `shown` is the file as it is called in sentences. */
export async function replaceText(
  text: string,
  replacements: readonly Replacement[],
  shown: string,
): Promise<Replaced> {
  let made: { readonly text: string; readonly lines: readonly number[] } = { text, lines: [] };
  for (const [index, replacement] of replacements.entries()) {
    const one = await replaceOne(made.text, replacement, shown);
    if (one.kind === 'none' && replacements.length > 1) {
      return none(`Edit ${index + 1} of ${replacements.length}: ${one.sentence} None of the edits was made.`);
    }
    if (one.kind === 'none') return one;
    made = { text: one.text, lines: [...made.lines, ...one.lines] };
  }
  return { kind: 'replaced', ...made };
}

async function replaceOne(text: string, { oldText, newText, all }: Replacement, shown: string): Promise<Replaced> {
  if (oldText === '') return none('old_text is empty. To create a file or replace all of it use write_file.');
  if (oldText === newText) return none('old_text and new_text are the same. Nothing was changed.');
  const folded = foldLineEnds(text);
  const wanted = oldText.replace(folded.isCr ? /\r\n?/g : /\r\n/g, '\n');
  const places = placesOf(wanted, folded.text, all ? wanted.length : 1);
  if (places.length === 0) return none(`old_text does not stand in ${shown}. ${nearMatch(text, oldText)}`);
  const lines = linesAt(folded.text, places);
  if (!all && places.length > 1) return none(notUnique(lines, shown));
  let made = '';
  let done = 0;
  const known = new Map<string, string>();
  for (const place of places) {
    const [from, to] = [folded.at(place), folded.at(place + wanted.length)];
    made += text.slice(done, from) + (await spelledFor(text.slice(from, to), folded.isCr ? '\r' : endAt(text, from)));
    done = to;
  }
  return { kind: 'replaced', text: made + text.slice(done), lines };

  /** Remembered: there may be very many places. */
  async function spelledFor(piece: string, end: LineEnd | undefined): Promise<string> {
    const key = `${end} ${piece}`;
    const spelled = known.get(key) ?? (await keepLineEnds(piece, newText, end));
    known.set(key, spelled);
    return spelled;
  }
}

interface Folded {
  /** With `\n` for each line end. */
  readonly text: string;
  readonly isCr: boolean;
  /** Where a place of it lies in the text as it is. */
  at(place: number): number;
}

function foldLineEnds(text: string): Folded {
  const ends = lineEndsOf(text);
  if (ends === 'CR') return { text: text.replaceAll('\r', '\n'), isCr: true, at: (place) => place };
  const folded = text.replaceAll('\r\n', '\n');
  const pairs: number[] = [];
  for (let at = text.indexOf('\r\n'); at !== -1; at = text.indexOf('\r\n', at + 2)) pairs.push(at - pairs.length);
  return { text: folded, isCr: false, at: (place) => place + countBelow(pairs, place) };
}

/** How many of the numbers, which rise, are below the limit. */
function countBelow(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? limit) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** `step` 1 finds also places that overlap: any of them could be meant. */
function placesOf(wanted: string, text: string, step: number): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + step)) places.push(at);
  return places;
}

/** The line of each place, in one pass. */
function linesAt(text: string, places: readonly number[]): readonly number[] {
  let line = 1;
  let next = text.indexOf('\n');
  return places.map((place) => {
    for (; next !== -1 && next < place; next = text.indexOf('\n', next + 1)) line += 1;
    return line;
  });
}

/** How the line ends in which the place lies; the last one is like the one above it. */
function endAt(text: string, place: number): LineEnd | undefined {
  const below = text.indexOf('\n', place);
  const at = below === -1 ? text.lastIndexOf('\n', place) : below;
  if (at === -1) return undefined;
  return text[at - 1] === '\r' ? '\r\n' : '\n';
}

function notUnique(lines: readonly number[], shown: string): string {
  const named = `${lines.slice(0, LINES_NAMED).join(', ')}${lines.length > LINES_NAMED ? ', …' : ''}`;
  return (
    `old_text stands ${counted(lines.length, 'time')} in ${shown} (lines ${named}). Take more lines around the one you ` +
    'mean, or give replace_all: true for all of them.'
  );
}

function none(sentence: string): Replaced {
  return { kind: 'none', sentence };
}
