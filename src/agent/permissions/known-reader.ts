/** Flags and words with which a program is known to read only. Pure. */
export interface Reader {
  /** One-letter flags, in any combination; a number may follow. */
  readonly flags?: string;
  /** Whole words that are no files: long flags, and what looks like them. */
  readonly words?: RegExp;
  /** `none`: it takes no other words. `text`: they are not read. */
  readonly operands: 'files' | 'text' | 'none';
}

/** The words that may name files; `null`: it is not known what it does with these. */
export function judgeWords(args: readonly string[], { flags = '', words, operands }: Reader): readonly string[] | null {
  const short = new RegExp(`^-[${flags}]*\\d*$`);
  const others = args.filter((arg) => !(arg === '--' || (arg !== '-' && short.test(arg)) || words?.test(arg) === true));
  if (operands !== 'text' && others.some((arg) => arg.startsWith('-') && arg !== '-')) return null;
  if (operands === 'none') return others.length === 0 ? [] : null;
  return operands === 'text' ? [] : others.filter((arg) => arg !== '-');
}
