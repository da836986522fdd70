/** Semantic styles. Colour is rare and has a meaning, and the meaning is always said in words too. */
import ansiStyles from 'ansi-styles';
import { PALETTES, type Colour, type Faint, type Ground, type GroundName, type PaletteName } from './palettes.ts';

export type Style = (text: string) => string;

export interface Theme {
  readonly bold: Style;
  readonly dim: Style;
  /** Lines between the parts of the screen. */
  readonly rule: Style;
  readonly italic: Style;
  readonly strike: Style;
  /** Ended well. */
  readonly good: Style;
  /** Failed. */
  readonly bad: Style;
  /** Wants something from the user. */
  readonly warn: Style;
  /** Is alive: runs, streams. */
  readonly alive: Style;
  /** Where the user is: the prompt's mark, the selection. */
  readonly accent: Style;
  /** Headings of the first depth, of the second, and of those below. */
  readonly title: Style;
  readonly heading: Style;
  readonly subheading: Style;
  /** Code within a sentence. Without colours it keeps its backticks. */
  readonly code: Style;
  readonly link: Style;
  /** Found by a search, and the one that is looked at. */
  readonly match: Style;
  readonly currentMatch: Style;
  /** Behind rows, which are filled to their width before. Nothing where the terminal has too few colours. */
  readonly promptRow: Style;
  readonly chosenRow: Style;
  /** A line that came or went: coloured letters where there is no background. */
  readonly addedRow: Style;
  readonly removedRow: Style;
  /** A word in such a line that is not in the line that it replaces. */
  readonly addedWord: Style;
  readonly removedWord: Style;
  /** Within a block of code. Here colours only help to read. */
  readonly syntax: Readonly<Record<SyntaxPart, Style>>;
}

export type SyntaxPart = 'keyword' | 'string' | 'number' | 'comment' | 'name' | 'added' | 'removed';

export interface ThemeOptions {
  /** `false` is for `NO_COLOR`: bold, dim and the like stay. */
  readonly colours: boolean;
  readonly palette?: PaletteName;
  /** How many bits the terminal has for a colour: 4, 8 or 24. */
  readonly depth?: number;
}

export function createTheme({ colours, palette = 'terminal', depth = 4 }: ThemeOptions): Theme {
  const { good, bad, warn, alive, accent, keyword, faint, rule, grounds } = PALETTES[palette];
  const colour = (of: Colour): Style => (colours ? style(sequence(of, depth), 39) : plain);
  const bold = style(1, 22);
  const stepBack = (how: Faint): Style => {
    if (how === 'plain') return plain;
    return how === 'dim' || !colours ? style(2, 22) : colour(how);
  };
  const dim = stepBack(faint);
  const hasGrounds = colours && depth >= 8 && grounds !== undefined;
  const ground = (of: GroundName, without: Style): Style =>
    hasGrounds ? both(style(groundSequence(grounds[of], depth), 49), colour(grounds.ink)) : without;
  const changedWord = colours ? style(4, 24) : bold;
  return {
    bold,
    dim,
    rule: stepBack(rule),
    italic: style(3, 23),
    strike: style(9, 29),
    good: colour(good),
    bad: colour(bad),
    warn: colour(warn),
    alive: colour(alive),
    accent: colour(accent),
    title: both(bold, colours ? colour(accent) : style(4, 24)),
    heading: bold,
    subheading: both(bold, style(3, 23)),
    code: colours ? colour(accent) : (text) => `\`${text}\``,
    link: style(4, 24),
    match: style(4, 24),
    currentMatch: style(7, 27),
    promptRow: ground('prompt', plain),
    chosenRow: ground('chosen', plain),
    addedRow: ground('added', colour(good)),
    removedRow: ground('removed', colour(bad)),
    addedWord: ground('addedWord', changedWord),
    removedWord: ground('removedWord', changedWord),
    syntax: {
      keyword: colours ? colour(keyword) : bold,
      string: colour(good),
      number: colour(warn),
      comment: dim,
      name: colour(alive),
      added: colour(good),
      removed: colour(bad),
    },
  };
}

const plain: Style = (text) => text;

function both(outer: Style, inner: Style): Style {
  return (text) => outer(inner(text));
}

function sequence({ rgb, ansi }: Colour, depth: number): string | number {
  if (rgb === undefined || depth < 8) return ansi;
  if (depth < 24) return `38;5;${ansiStyles.hexToAnsi256(rgb)}`;
  return `38;2;${ansiStyles.hexToRgb(rgb).join(';')}`;
}

function groundSequence({ rgb, of256 }: Ground, depth: number): string {
  return depth < 24 ? `48;5;${of256}` : `48;2;${ansiStyles.hexToRgb(rgb).join(';')}`;
}

/** Goes on after a style within the text that has the same closing sequence, and closes at every line break. */
function style(open: number | string, close: number): Style {
  const opening = `\u001B[${open}m`;
  const closing = `\u001B[${close}m`;
  const within = (text: string): string =>
    text.replaceAll(closing, closing + opening).replaceAll('\n', `${closing}\n${opening}`);
  return (text) => (text === '' ? '' : opening + within(text) + closing);
}
