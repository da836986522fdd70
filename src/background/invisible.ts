/**
 * Characters that a reader does not see: which ones there are, which of them a script or an emoji needs, and how they
 * are shown or named. Pure.
 *
 * "Invisible" is what Unicode calls default ignorable (soft hyphens, joiners, fillers, variation selectors, tags), the
 * format characters that reorder or separate text, and the line separators.
 */

/** Text as lines for a question to the human: every character that does not show by itself is shown. */
export function reveal(text: string): readonly string[] {
  return text.replace(HIDDEN, picture).split('\n');
}

/** The same on one line, with `␊` for a line break. */
export function revealLine(text: string): string {
  return reveal(text).join('␊');
}

/** Text without its invisible characters, except where an emoji or a script needs them. Colour sequences may stand between. */
export function withoutInvisible(text: string): string {
  return MAYBE.test(text) ? text.replace(OUT_OF_PLACE, (_, flag?: string) => flag ?? '') : text;
}

/**
 * The invisible characters that no emoji and no script needs, in their order. A byte order mark at the start of a line,
 * numbered as `read_file` numbers or not, is the beginning of some file.
 */
export function invisibleIn(text: string): readonly string[] {
  if (!MAYBE.test(text)) return [];
  return [...text.matchAll(OUT_OF_PLACE)].flatMap(({ 0: characters, 1: flag, index }) => {
    if (flag !== undefined) return [];
    const isMark = characters.startsWith('\ufeff') && isStart(text, index);
    return [...(isMark ? characters.slice(1) : characters)];
  });
}

function isStart(text: string, index: number): boolean {
  return /(?:^|\n)(?:\d+\t)?$/.test(text.slice(Math.max(0, index - 12), index));
}

/**
 * What invisible characters there are, in a few words: `3 invisible characters (U+202E, U+200B twice)`. Tag characters
 * mirror ASCII, so that what they spell is said.
 */
export function invisibleWords(characters: readonly string[]): string {
  const names = new Map<string, number>();
  for (const character of characters) names.set(nameOf(character), (names.get(nameOf(character)) ?? 0) + 1);
  const listed = [...names].slice(0, MOST_NAMES).map(([name, times]) => (times === 1 ? name : `${name} ×${times}`));
  const more = names.size > MOST_NAMES ? ', …' : '';
  const spelled = characters.map(asciiOf).join('').slice(0, MOST_SPELLED);
  const count = `${characters.length.toLocaleString('en')} invisible ${characters.length === 1 ? 'character' : 'characters'}`;
  return `${count} (${listed.join(', ')}${more})${spelled === '' ? '' : `, which spell ${JSON.stringify(spelled)}`}`;
}

const MOST_NAMES = 6;
const MOST_SPELLED = 300;

/**
 * Line feed and tab are layout. Besides what is invisible: every blank that is no plain space, and the two letters of
 * Braille and music that are drawn as nothing.
 */
const HIDDEN =
  /(?![\n\t ])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Zs}\p{Surrogate}\p{Default_Ignorable_Code_Point}\u2800\u{1D159}]/gu;

/** C0 controls have pictures of their own (U+2400 and on); the others are named. */
function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x20 ? String.fromCodePoint(0x2400 + code) : `<${nameOf(character)}>`;
}

function nameOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function asciiOf(character: string): string {
  const code = (character.codePointAt(0) ?? 0) - 0xe0000;
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '';
}

/** Quickly says no to most text. */
const MAYBE =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]|[\ud82f\ud834\udb40-\udb43]/;

/** Styles do not part what belongs together. */
const STYLES = '(?:\\x1b\\[[0-9;:]{0,64}m)*';
/** Of the scripts that have joined letters, and the pictures that make one emoji. */
const JOINED =
  '(?![\\0-\\u02ff\\p{Default_Ignorable_Code_Point}])[\\p{L}\\p{M}\\p{Extended_Pictographic}\\p{Emoji_Modifier}]';
/**
 * What an emoji or a script needs: `👩‍👧`, `می‌خواهم`, `❤️`, `1️⃣`, the variants of Han and Mongolian. The character first,
 * so that hardly any is looked around at.
 */
const NEEDED = [
  `[\\u200c\\u200d](?<=${JOINED}(?:${STYLES}\\ufe0f)?${STYLES}.)(?=${STYLES}${JOINED})`,
  // A consonant that is cut short at the end of a word, as Malayalam writes it.
  `\\u200d(?<=[\\u094d\\u09cd\\u0a4d\\u0acd\\u0b4d\\u0bcd\\u0c4d\\u0ccd\\u0d4d\\u0dca]${STYLES}.)`,
  `[\\ufe00-\\ufe0f](?<=[^\\0-\\u02ff\\p{Default_Ignorable_Code_Point}]${STYLES}.)`,
  `[\\ufe0e\\ufe0f](?<=[\\xa9\\xae]${STYLES}.)`,
  `\\ufe0f(?<=[0-9#*]${STYLES}.)(?=${STYLES}\\u20e3)`,
  `[\\u{e0100}-\\u{e01ef}](?<=\\p{Script=Han}${STYLES}.)`,
  `[\\u180b-\\u180f](?<=\\p{Script=Mongolian}${STYLES}.)`,
].join('|');
/** England, Scotland, Wales: a black flag, the letters of the region as tags, and their end. */
const FLAG = '(\\u{1f3f4}[\\u{e0030}-\\u{e0039}\\u{e0061}-\\u{e007a}]{3,6}\\u{e007f})';
const INVISIBLE = '[\\p{Default_Ignorable_Code_Point}\\u2028\\u2029\\ufff9-\\ufffb]';

/** A flag as a whole in its first group, or some characters that nothing needs. */
const OUT_OF_PLACE = new RegExp(`${FLAG}|(?:(?!${NEEDED})${INVISIBLE}){1,1000}`, 'gu');
