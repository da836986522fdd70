/** One word of a command pattern; `null` stands for any characters. A word of one `null` is any word. */
export type PatternWord = readonly (string | null)[];

/**
 * The words of a pattern such as `git commit -m "fix: *" *`, with the shell's quotes: what is quoted stands for
 * itself, an unquoted `*` for anything within one word. `undefined` when it is more or less than one simple command.
 */
export function patternWords(pattern: string): readonly PatternWord[] | undefined {
  const words: PatternWord[] = [];
  let word: (string | null)[] | undefined;
  let rest = pattern;
  while (rest !== '') {
    const token = TOKEN.exec(rest);
    if (token === null) return undefined;
    const [all, blank, single, double, escaped, star, plain] = token;
    rest = rest.slice(all.length);
    if (blank !== undefined) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      const literal = single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? plain ?? '';
      word = star === undefined ? addLiteral(word ?? [], literal) : [...(word ?? []), null];
    }
  }
  if (word !== undefined) words.push(word);
  return words.length === 0 ? undefined : words;
}

const TOKEN = /^(?:([ \t]+)|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|(\*)|([^\s'"\\*;|&<>()`$]+))/s;

function addLiteral(word: readonly (string | null)[], literal: string): (string | null)[] {
  const last = word.at(-1);
  return typeof last === 'string' ? [...word.slice(0, -1), last + literal] : [...word, literal];
}
