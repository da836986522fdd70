/**
 * Long pastes folded to one character each. In the text of an editor a fold is a private character of Unicode's last
 * plane, so that it moves, deletes and undoes as one; what it stands for is beside the text.
 */

/** What folded pastes hold, by the character that stands for each. */
export type Folds = Readonly<Record<string, string>>;

export interface Folded {
  /** The paste itself, or the character that stands for it. */
  readonly text: string;
  readonly folds: Folds;
}

const FIRST = 0x10f000;
const MOST = 0xe00;
const CHARACTER = /[\u{10F000}-\u{10FDFF}]/gu;
const SHORT_LINES = 10;
const SHORT_CHARACTERS = 2_000;

/** Folds a paste that would crowd the draft; a short one stays as it is. */
export function fold(paste: string, folds: Folds): Folded {
  const count = Object.keys(folds).length;
  const isShort = paste.length <= SHORT_CHARACTERS && countLines(paste) <= SHORT_LINES;
  if (isShort || count === MOST) return { text: paste, folds };
  const text = String.fromCodePoint(FIRST + count);
  return { text, folds: { ...folds, [text]: paste } };
}

/** The text with all that is folded in it. */
export function unfolded(text: string, folds: Folds): string {
  return text.replace(CHARACTER, (character) => folds[character] ?? '');
}

/** Where a fold stands: at the cursor, before it, or else the last one there is. */
export function foldNear(text: string, cursor: number): { readonly from: number; readonly to: number } | null {
  const places = Array.from(text.matchAll(CHARACTER), ({ index, 0: { length } }) => ({
    from: index,
    to: index + length,
  }));
  return places.find(({ from }) => from === cursor) ?? places.find(({ to }) => to === cursor) ?? places.at(-1) ?? null;
}

/** Text from outside cannot pretend to be folded. */
export function withoutFolds(text: string): string {
  return text.replace(CHARACTER, '\uFFFD');
}

/** How a fold is shown: `[pasted 312 lines]`; nothing for any other character. */
export function foldLabel(character: string, folds: Folds): string | undefined {
  const paste = folds[character];
  if (paste === undefined) return undefined;
  const lines = countLines(paste);
  return lines > 1 ? `[pasted ${grouped(lines)} lines]` : `[pasted ${grouped(paste.length)} characters]`;
}

function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < text.length - 1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
