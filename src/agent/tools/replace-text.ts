/**
 * Replaces pieces of a text, one after the other, all of them or none. Each sees what those before it have made.
 *
 * The model sees lines without their ends, so in a file with CRLF its `\n` stands for `\r\n`, in what it looks for and
 * in what it puts there.
 */
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
export function replaceText(text: string, replacements: readonly Replacement[], shown: string): Replaced {
  let made: { readonly text: string; readonly lines: readonly number[] } = { text, lines: [] };
  for (const [index, replacement] of replacements.entries()) {
    const one = replaceOne(made.text, replacement, shown);
    if (one.kind === 'none' && replacements.length > 1) {
      return none(`Edit ${index + 1} of ${replacements.length}: ${one.sentence} None of the edits was made.`);
    }
    if (one.kind === 'none') return one;
    made = { text: one.text, lines: [...made.lines, ...one.lines] };
  }
  return { kind: 'replaced', ...made };
}

function replaceOne(text: string, { oldText, newText, all }: Replacement, shown: string): Replaced {
  if (oldText === '') return none('old_text is empty. To create a file or replace all of it use write_file.');
  if (oldText === newText) return none('old_text and new_text are the same. Nothing was changed.');
  if (all) return replaceAll(text, { oldText, newText, shown });
  for (const spell of spellings(text)) {
    const wanted = spell(oldText);
    const [place, ...others] = placesOf(wanted, text);
    if (place === undefined) continue;
    if (others.length > 0) return none(notUnique(text, { places: [place, ...others], shown }));
    const after = text.slice(0, place) + spell(newText) + text.slice(place + wanted.length);
    return { kind: 'replaced', text: after, lines: [lineAt(text, place)] };
  }
  return none(notThere(text, { oldText, shown }));
}

function replaceAll(
  text: string,
  { oldText, newText, shown }: { readonly oldText: string; readonly newText: string; readonly shown: string },
): Replaced {
  const tried = new Set<string>();
  const lines: number[] = [];
  let made = text;
  for (const spell of spellings(text)) {
    const wanted = spell(oldText);
    if (tried.has(wanted)) continue;
    tried.add(wanted);
    lines.push(...linesOf(wanted, made));
    made = made.split(wanted).join(spell(newText));
  }
  return lines.length === 0 ? none(notThere(text, { oldText, shown })) : { kind: 'replaced', text: made, lines };
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

/** The line of each place, of those that do not overlap; in one pass. */
function linesOf(wanted: string, text: string): readonly number[] {
  const lines: number[] = [];
  let line = 1;
  for (const [index, piece] of text.split(wanted).entries()) {
    if (index > 0) {
      lines.push(line);
      line += lineAt(wanted, wanted.length) - 1;
    }
    line += lineAt(piece, piece.length) - 1;
  }
  return lines;
}

function lineAt(text: string, place: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < place; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

function notUnique(text: string, { places, shown }: { places: readonly number[]; shown: string }): string {
  const named = places.slice(0, LINES_NAMED).map((place) => lineAt(text, place));
  const lines = `${named.join(', ')}${places.length > LINES_NAMED ? ', …' : ''}`;
  return (
    `old_text stands ${counted(places.length, 'time')} in ${shown} (lines ${lines}). Take more lines around the one you ` +
    'mean, or give replace_all: true for all of them.'
  );
}

function notThere(text: string, { oldText, shown }: { readonly oldText: string; readonly shown: string }): string {
  return `old_text does not stand in ${shown}. ${nearMatch(text, oldText)}`;
}

function none(sentence: string): Replaced {
  return { kind: 'none', sentence };
}
