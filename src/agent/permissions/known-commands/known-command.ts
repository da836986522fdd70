/** What a `*` of a rule may stand for in one command, beside plain words: the options that only select or format. */
export interface KnownCommand {
  /**
   * The options, separated by blanks, as they are written and with what follows them:
   *
   * - `-q`, `--quiet`: nothing. `-#` is a number: `-20`, and `+` any word that begins so.
   * - `-k=`, `--ignore=`: a value, joined or as the next word; it must not lead out of the project.
   * - `-m:`, `--grep:`: a value that names no file: text, whatever it looks like.
   * - `--tb=auto|long`: one of these values.
   * - `--color?`, `--color?always|never`: a value only when it is joined by `=`.
   */
  readonly options?: string;
  /** The options behind `--`. Without it, they are those before it. */
  readonly after?: string;
  /** One dash begins a long option, so that letters are not bundled: `go test -run x`, `find -name x`. */
  readonly longDash?: boolean;
  /** It prints what files hold or are and changes nothing: a file outside the project needs a rule for reading it. */
  readonly reads?: true;
  /** It changes none of the files that its words name, though it may do anything else. */
  readonly keeps?: true;
  /** It reads what lies below a folder. */
  readonly isDeep?: true;
  /** Words such as `NAME=VALUE` are no mere text to it. */
  readonly assigns?: true;
  /** A word that begins with `@` or `+` is nothing special to it: no file of further options, no setting. */
  readonly takesAt?: true;
  /** Whether it runs what it reads from stdin unless a word names a file. */
  readonly readsProgram?: (words: readonly string[]) => boolean;
  /** Whether a `*` may stand for this word, an option or not. */
  readonly word?: (text: string) => boolean;
  /** Whether a `*` may stand for this word, which is no option; `at`: how many such words come before it. */
  readonly operand?: (text: string, at: number, words: readonly string[]) => boolean;
  /** Whether such a word is a program or what is searched for, and no file. */
  readonly isText?: (at: number, words: readonly string[]) => boolean;
  /** What its first word may be, and what is known of it then; `''`: another word, that the rule has to write. */
  readonly subcommands?: Readonly<Record<string, KnownCommand>>;
  /** No `*` stands for this subcommand itself. */
  readonly onlyWritten?: true;
  /** Options before the subcommand that take a word. They have to be written, but have to be stepped over. */
  readonly stepsOver?: string;
}
