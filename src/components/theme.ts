/**
 * Semantic styles. Only the terminal's own 16 colours, so that they fit its dark or light background. Colour is
 * rare and has a meaning, and the meaning is always said in words too.
 */
export type Style = (text: string) => string;

export interface Theme {
  readonly bold: Style;
  readonly dim: Style;
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
  readonly heading: Style;
  /** Code within a sentence. Without colours it keeps its backticks. */
  readonly code: Style;
  readonly link: Style;
  /** Found by a search, and the one that is looked at. */
  readonly match: Style;
  readonly currentMatch: Style;
  /** Within a block of code. Here colours only help to read. */
  readonly syntax: Readonly<Record<SyntaxPart, Style>>;
}

export type SyntaxPart = 'keyword' | 'string' | 'number' | 'comment' | 'name' | 'added' | 'removed';

/** `colours: false` is for `NO_COLOR`: bold, dim and the like stay. */
export function createTheme({ colours }: { readonly colours: boolean }): Theme {
  const colour = (open: number): Style => (colours ? style(open, 39) : (text) => text);
  const bold = style(1, 22);
  return {
    bold,
    dim: style(2, 22),
    italic: style(3, 23),
    strike: style(9, 29),
    good: colour(32),
    bad: colour(31),
    warn: colour(33),
    alive: colour(94),
    accent: colour(36),
    heading: bold,
    code: colours ? colour(36) : (text) => `\`${text}\``,
    link: style(4, 24),
    match: style(4, 24),
    currentMatch: style(7, 27),
    syntax: {
      keyword: colours ? colour(35) : bold,
      string: colour(32),
      number: colour(33),
      comment: style(2, 22),
      name: colour(94),
      added: colour(32),
      removed: colour(31),
    },
  };
}

/** Goes on after a style within the text that has the same closing sequence, and closes at every line break. */
function style(open: number, close: number): Style {
  const opening = `\u001B[${open}m`;
  const closing = `\u001B[${close}m`;
  const within = (text: string): string =>
    text.replaceAll(closing, closing + opening).replaceAll('\n', `${closing}\n${opening}`);
  return (text) => (text === '' ? '' : opening + within(text) + closing);
}
