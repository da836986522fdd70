/**
 * Which git commands only read, and which print the contents of files: those need not name the files on the command
 * line. Pure.
 */
import { judgeWords, type Reader } from './known-reader.ts';

export interface GitCommand {
  /** It only reads, wherever git itself runs nothing. */
  readonly isReading: boolean;
  /** It prints the contents of files, not only their names. */
  readonly printsContents: boolean;
  /** Words that are no options: they may name revisions and files. */
  readonly words: readonly string[];
  /** Whose contents it prints. */
  readonly scope: GitScope;
}

export type GitScope =
  /** Any of the repository's. */
  | { readonly kind: 'all' }
  /** Those below these words. */
  | { readonly kind: 'paths'; readonly words: readonly string[] }
  /** Those below the words from the first one on that is a file; any when none is. */
  | { readonly kind: 'paths if there'; readonly words: readonly string[] }
  /** Those of `revision:path`, by their paths; from the top of the repository, or the folder when `./` is before them. */
  | { readonly kind: 'objects'; readonly paths: readonly string[] };

/** `args` come after `git`. `null`: neither is known of it. */
export function gitCommand(args: readonly string[]): GitCommand | null {
  const [sub = '', ...rest] = withoutOptions(args);
  const found = Object.hasOwn(READING, sub) ? READING[sub] : undefined;
  const isPlain = args[0] === sub || (args[0] === '--no-pager' && args[1] === sub);
  const words = found === undefined || !isPlain ? null : judgeWords(rest, found);
  const printsContents = doesPrint(sub, rest);
  if (words === null && !printsContents) return null;
  const scope = words === null ? ALL : scopeOf(sub, rest);
  return { isReading: words !== null, printsContents, words: words ?? [], scope };
}

const ALL: GitScope = { kind: 'all' };

/** From the subcommand on; git(1). */
function withoutOptions(args: readonly string[]): readonly string[] {
  let at = 0;
  while (args[at]?.startsWith('-') === true) at += TAKES_VALUE.test(args[at] ?? '') ? 2 : 1;
  return args.slice(at);
}

const TAKES_VALUE = /^(?:-[Cc]|--(?:git-dir|work-tree|namespace|config-env|super-prefix|attr-source))$/;

/** An option that is not known counts as one that makes it print. */
function doesPrint(sub: string, rest: readonly string[]): boolean {
  const { before } = parted(rest);
  const options = before.filter((word) => /^-./.test(word));
  // A blob is printed whatever is left out of commits.
  if (sub === 'show' && before.some((word) => !/^-./.test(word) && isAnyObject(word))) return true;
  const printing = Object.hasOwn(PRINTING, sub) ? PRINTING[sub] : undefined;
  switch (printing) {
    case undefined:
      return false;
    case 'always':
      return true;
    case 'unless asked for less':
      return !options.some((option) => LESS.test(option)) || !options.every((option) => QUIET.test(option));
    case 'when asked':
      return !options.every((option) => (sub === 'status' ? QUIET_STATUS : QUIET).test(option));
    case 'piece by piece':
      return options.some((option) => PATCH.test(option));
    case 'stash':
      return rest[0] === 'show' || options.some((option) => PATCH.test(option));
    default:
      return printing satisfies never;
  }
}

type Printing = 'always' | 'unless asked for less' | 'when asked' | 'piece by piece' | 'stash';

const PRINTING: Readonly<Record<string, Printing>> = {
  diff: 'unless asked for less',
  show: 'unless asked for less',
  log: 'when asked',
  reflog: 'when asked',
  whatchanged: 'when asked',
  status: 'when asked',
  stash: 'stash',
  add: 'piece by piece',
  checkout: 'piece by piece',
  commit: 'piece by piece',
  reset: 'piece by piece',
  restore: 'piece by piece',
  archive: 'always',
  bundle: 'always',
  'cat-file': 'always',
  'diff-files': 'always',
  'diff-index': 'always',
  'diff-tree': 'always',
  difftool: 'always',
  'fast-export': 'always',
  'format-patch': 'always',
  grep: 'always',
  'merge-tree': 'always',
  'range-diff': 'always',
};

const LESS = /^(?:-s|--(?:no-patch|stat|shortstat|numstat|summary|name-only|name-status)(?:=.*)?)$/;
/** Options of `git log` and `git diff` that print nothing of files but names and numbers. */
const QUIET =
  /^(?:-n?\d*|-[swbM]+|--(?:no-patch|oneline|graph|all|decorate|no-decorate|name-only|name-status|reverse|follow|first-parent|no-merges|merges|cached|staged|no-color|no-ext-diff|summary|abbrev-commit|date-order|shortstat|numstat|stat|(?:stat|max-count|since|until|after|before|author|grep|format|pretty|date|diff-filter)=.*))$/s;
const QUIET_STATUS = /^(?:-[sbu]+|--(?:short|branch|porcelain|long|show-stash|untracked-files=\w+))$/;
/** `add -p` shows the first piece before it asks; `commit -v --dry-run` shows all. */
const PATCH = /^(?:-[A-Za-z]*[pv]|--(?:pa|ve))/;

function scopeOf(sub: string, rest: readonly string[]): GitScope {
  const { before, behind } = parted(rest);
  const isValue = before.map((_, index) => VALUED.test(before[index - 1] ?? ''));
  const words = before.filter((word, index) => !/^-./.test(word) && !isValue[index]);
  const objects = words.flatMap((word) => OBJECT.exec(word)?.[1] ?? []);
  if (sub === 'show' && behind.length === 0 && objects.length > 0 && objects.length === words.length) {
    return { kind: 'objects', paths: objects };
  }
  const reachesFurther =
    before.some((word, index) => FOLLOWING.test(word) || (isValue[index] === true && !/^\d+$/.test(word))) ||
    words.some(isAnyObject) ||
    behind.some(isPattern);
  if (reachesFurther) return ALL;
  if (behind.length > 0) return { kind: 'paths', words: behind };
  return words.length === 0 ? ALL : { kind: 'paths if there', words };
}

/** They follow a file to its former names, or the lines of one to others. */
const FOLLOWING = /^(?:--follow|-[A-Za-z]*L.*)$/;
/** The next word may be its value. */
const VALUED = /^-[A-Za-z]*[nUSGL]$/;
/** `HEAD~2:src/a.ts`; gitrevisions(7). */
const OBJECT = /^[\w./~^@{}-]+:((?:\.\/)?[^:*?[\]\\]+)$/;

/** It may name a blob, which is printed whichever paths are given. */
function isAnyObject(word: string): boolean {
  return /[:*?[\]\\]/.test(word) || /(?:^|-g|\.\.)[\da-f]{4,}(?:$|\.\.)/.test(word);
}

/** Git reads patterns and marks in a path behind `--`; gitglossary(7), pathspec. */
function isPattern(word: string): boolean {
  return word.startsWith(':') || /[*?[\]\\]/.test(word);
}

function parted(rest: readonly string[]): { readonly before: readonly string[]; readonly behind: readonly string[] } {
  const end = rest.indexOf('--');
  return end === -1 ? { before: rest, behind: [] } : { before: rest.slice(0, end), behind: rest.slice(end + 1) };
}

const HISTORY =
  /^(?:--(?:oneline|stat|shortstat|numstat|graph|all|decorate|no-decorate|name-only|name-status|patch|no-patch|reverse|follow|first-parent|no-merges|merges|cached|staged|no-color|no-ext-diff|word-diff|check|summary|abbrev-commit|date-order)|--(?:max-count|since|until|after|before|author|grep|format|pretty|date|unified|diff-filter)=.*)$/;

const READING: Readonly<Record<string, Reader>> = {
  status: {
    flags: 'sbuv',
    words: /^--(?:short|branch|porcelain|long|show-stash|untracked-files=\w+)$/,
    operands: 'files',
  },
  diff: { flags: 'pwbMUs', words: HISTORY, operands: 'files' },
  log: { flags: 'pnUSGL', words: HISTORY, operands: 'files' },
  show: { flags: 'psU', words: HISTORY, operands: 'files' },
  blame: { flags: 'Lwe', operands: 'files' },
  'ls-files': { flags: 'comdsz', words: /^--(?:others|cached|modified|deleted|exclude-standard)$/, operands: 'files' },
  'rev-parse': {
    words: /^--(?:abbrev-ref|short|show-toplevel|is-inside-work-tree|verify|git-dir)$/,
    operands: 'files',
  },
  branch: { flags: 'arv', words: /^--(?:list|show-current|all|remotes)$/, operands: 'none' },
  tag: { flags: 'l', words: /^--list$/, operands: 'none' },
  remote: { flags: 'v', operands: 'none' },
  describe: { words: /^--(?:tags|always|dirty|long)$/, operands: 'none' },
};
