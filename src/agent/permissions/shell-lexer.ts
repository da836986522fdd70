/**
 * What of a shell line is more than words, quotes and operators, found without a grammar.
 *
 * The parser of whole lines (`shell-line.ts`) and the shells that run them disagree in corners, and each of these was a
 * way to run something that was judged to be something else. So this comes first and says no to every character by
 * which a shell changes a word, whatever stands around it: what is left has the same words for bash, dash and the
 * parser. `shell-fuzz.test.ts` compares all three on random lines.
 */

/** Longer lines are not looked at. UTF-16 units. */
export const LONGEST_LINE = 20_000;

/** Why the line is more than that, to follow `because`; `null` when it is not. Takes time linear in its length. */
export function doubtOf(line: string): string | null {
  if (line.length > LONGEST_LINE) return 'it is too long to be judged';
  for (let at = 0; at < line.length;) {
    const end = endOf(line, at);
    if (typeof end === 'string') return end;
    at = end;
  }
  return null;
}

/** Where what begins at `at` ends, or why there is doubt. */
function endOf(line: string, at: number): number | string {
  switch (line[at]) {
    case "'":
      return endOfQuote(line, at);
    case '"':
      return endOfDoubleQuote(line, at);
    case '\\':
      return endOfEscape(line, at);
    case '#':
      return endOfComment(line, at);
    case '$':
      return DOLLAR;
    case '`':
      return BACKTICK;
    case '{':
    case '}':
      return endOfBrace(line, at);
    case '<':
    case '>':
      return endOfRedirection(line, at);
    case '&':
      return endOfAmpersand(line, at);
    case '|':
      return line[at + 1] === '&' ? 'shells differ in what |& means' : at + 1;
    case '(':
      return endOfParenthesis(line, at);
    default:
      return at + 1;
  }
}

const DOLLAR = 'what $ stands for is known only when it runs';
const BACKTICK = 'what stands between backticks is known only when it runs';
const CONTINUED = 'a line of it ends in a backslash';
const UNUSUAL = 'it has an unusual redirection';
const MISLEADING_COMMENT = 'it has a # where shells may differ in what it means';
const OPEN = 'it is no complete shell line';

function endOfQuote(line: string, at: number): number | string {
  const end = line.indexOf("'", at + 1);
  return end === -1 ? OPEN : end + 1;
}

function endOfDoubleQuote(line: string, from: number): number | string {
  for (let at = from + 1; at < line.length; at += 1) {
    const character = line[at];
    if (character === '"') return at + 1;
    if (character === '`') return BACKTICK;
    // `"^a$"`, `"a$|b$"`: before these it stands for itself.
    if (character === '$' && !/["\s|)/.,:;]/.test(line[at + 1] ?? '')) return DOLLAR;
    if (character === '\\') {
      if (line[at + 1] === '\n') return CONTINUED;
      at += 1;
    }
  }
  return OPEN;
}

/** Shells and parser drop different ones of the backslashes at ends of lines. Behind an escaped blank no comment begins. */
function endOfEscape(line: string, at: number): number | string {
  const next = line[at + 1];
  if (next === undefined || next === '\n') return CONTINUED;
  return BLANK.test(next) && line[at + 2] === '#' ? MISLEADING_COMMENT : at + 2;
}

/** In a word it is a letter like others; at the start of one the line is a comment from there. */
function endOfComment(line: string, at: number): number | string {
  const before = line[at - 1];
  if (before !== undefined && /[;&|()<>]/.test(before)) return MISLEADING_COMMENT;
  if (before !== undefined && !BLANK.test(before)) return at + 1;
  const end = line.indexOf('\n', at);
  const comment = line.slice(at, end === -1 ? line.length : end);
  return comment.endsWith('\\') ? CONTINUED : at + comment.length;
}

/** `{}`, and the words `{` and `}` of a group, are themselves; so is what git writes: `stash@{0}`, `HEAD^{tree}`. */
function endOfBrace(line: string, at: number): number | string {
  const word = WORD.exec(line.slice(at, at + LONGEST_NAME))?.[0] ?? '';
  const isWhole = isBorder(line[at - 1]);
  if (isWhole && (word === '{}' || word === '{' || word === '}')) return at + word.length;
  if ((line[at - 1] === '@' || line[at - 1] === '^') && NAME_OF_GIT.test(word)) {
    return isPlainBefore(line, at - 1) ? at + word.length : BRACE;
  }
  return BRACE;
}

const BRACE = 'what braces stand for is known only when it runs';
const BLANK = /[ \t\n]/;
const WORD = /^[^ \t\n;|&()<>]*/;
const NAME_OF_GIT = /^\{[A-Za-z0-9]*\}$/;
const LONGEST_NAME = 40;

/** Letters of one word stand before it, which make no expansion of what follows. */
function isPlainBefore(line: string, at: number): boolean {
  return /(?:^|[ \t\n])[A-Za-z0-9_./~^-]*$/.test(line.slice(Math.max(0, at - LONGEST_NAME * 2), at));
}

function isBorder(character: string | undefined): boolean {
  return character === undefined || /[ \t\n;|&()<>]/.test(character);
}

function endOfRedirection(line: string, at: number): number | string {
  // `12>f`: dash takes no more than one digit for a descriptor, the rest is a word.
  if (/(?:^|[ \t\n;|&()<>])\d{2,}$/.test(line.slice(Math.max(0, at - LONGEST_NAME), at))) return UNUSUAL;
  const [operator = ''] = /^(?:<<|<>|>>|>\||[<>]&|[<>])/.exec(line.slice(at, at + 2)) ?? [];
  const end = at + operator.length;
  if (operator === '<<') return 'it hands text to a command by <<';
  if (line[end] === '(') return 'what a command within <( ) prints is known only when it runs';
  if (!operator.endsWith('&')) return end;
  const [, target] = /^([\d]|-)(?:[ \t\n;|&()<>]|$)/.exec(line.slice(end, end + 2)) ?? [];
  return target === undefined ? UNUSUAL : end + 1;
}

function endOfAmpersand(line: string, at: number): number | string {
  if (line[at + 1] === '&') return at + 2;
  if (line[at + 1] === '>') return 'shells differ in what &> means';
  return 'it leaves something running by &';
}

/** `((`: arithmetic or two groups. `!(`, `@(`: a pattern or a group. */
function endOfParenthesis(line: string, at: number): number | string {
  if (line[at + 1] === '(') return 'shells differ in what (( means';
  if (/[?*+@!]/.test(line[at - 1] ?? '')) return `shells differ in what ${line[at - 1]}( means`;
  return at + 1;
}
