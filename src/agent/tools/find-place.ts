/**
 * Finds the one place of a text that is to be replaced, and replaces it.
 *
 * The model sees lines without their ends, so in a file with CRLF its `\n` stands for `\r\n`, in what it looks for and
 * in what it puts there.
 */
import { counted } from './words.ts';

export interface Replacement {
  readonly oldText: string;
  readonly newText: string;
  /** The file as it is called in sentences. */
  readonly shown: string;
}

export type Place =
  | { readonly kind: 'found'; readonly after: string; readonly line: number }
  | { readonly kind: 'none'; readonly sentence: string };

const LINES_NAMED = 10;

export function findPlace(text: string, { oldText, newText, shown }: Replacement): Place {
  for (const spell of spellings(text)) {
    const wanted = spell(oldText);
    const [place, ...others] = placesOf(wanted, text);
    if (place === undefined) continue;
    if (others.length > 0) return none(notUnique(text, { places: [place, ...others], shown }));
    const after = text.slice(0, place) + spell(newText) + text.slice(place + wanted.length);
    return { kind: 'found', after, line: lineAt(text, place) };
  }
  return none(`old_text does not stand in ${shown}. ${nearMatch(text, oldText)}`);
}

/** How the model's line ends may have to be spelled to fit the file: as sent, as CRLF, or, in a mixed file, either. */
function spellings(text: string): readonly ((lines: string) => string)[] {
  const asSent = (lines: string) => lines;
  const asCrlf = (lines: string) => lines.replace(/\r?\n/g, '\r\n');
  if (!text.includes('\r\n')) return [asSent];
  return /(?<!\r)\n/.test(text) ? [asSent, asCrlf] : [asCrlf];
}

/** Every place, also those that overlap: any of them could be meant. */
function placesOf(wanted: string, text: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) places.push(at);
  return places;
}

function lineAt(text: string, place: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < place; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

function notUnique(text: string, { places, shown }: { places: readonly number[]; shown: string }): string {
  const named = places.slice(0, LINES_NAMED).map((place) => lineAt(text, place));
  const lines = `${named.join(', ')}${places.length > LINES_NAMED ? ', …' : ''}`;
  return `old_text stands ${counted(places.length, 'time')} in ${shown} (lines ${lines}). Take more lines around the one you mean.`;
}

/** The place that differs in white space only, as it really stands there; else where the first line stands. */
function nearMatch(text: string, oldText: string): string {
  const advice = 'Read the file again.';
  if (oldText.trim() === '') return advice;
  const lines = text.split(/\r?\n/);
  const [firstLine, ...wanted] = oldText.trim().split(/\r?\n/).map(folded);
  const first = lines.map(folded).flatMap((line, at) => (line === firstLine ? [at] : []));
  const found = first.find((at) => wanted.every((line, index) => folded(lines[at + 1 + index] ?? '') === line));
  if (found !== undefined) {
    const there = lines.slice(found, found + 1 + wanted.length).join('\n');
    return `This differs in white space only, from line ${found + 1} on:\n${there}`;
  }
  if (first[0] === undefined) return advice;
  return `Its first line stands at line ${first[0] + 1}, but what follows differs. ${advice}`;
}

function folded(line: string): string {
  return line.replace(/\s+/g, ' ').trim();
}

function none(sentence: string): Place {
  return { kind: 'none', sentence };
}
