/**
 * What a shell line runs, as far as that can be known before it runs.
 *
 * Only a small part of the shell counts as clear: simple commands of fixed words, joined by `;`, `&&`, `||`, `|`,
 * line ends, `!`, and grouped by brackets, with redirections to files. Everything else (expansions, substitutions,
 * here-documents, `&`, loops, functions, assignments) makes the whole line unclear; whoever asks must then ask.
 *
 * Deliberately not here: what a command does with its words, and which file a word leads to.
 */
import type { AndOr, Command, CommandNode, Pipeline, Redirection, Statement, Word } from 'unbash';
import { doubtOf, LONGEST_LINE } from './shell-lexer.ts';
import { readMentions, type ShellMentions } from './shell-mentions.ts';
import { cut } from '../../background/cut.ts';

export interface ShellLine {
  /** In the order in which they stand; all there is to the line when `unclear` is null. */
  readonly commands: readonly SimpleCommand[];
  /** Why it cannot be known what the line runs, to follow `because`. */
  readonly unclear: string | null;
  /** What it mentions anywhere, whether it is clear or not; `null` when it was not looked at, being too long. */
  readonly mentioned: ShellMentions | null;
}

export interface SimpleCommand {
  /** At least one; the first one is the command's name. */
  readonly words: readonly ShellWord[];
  readonly redirects: readonly FileRedirect[];
}

export interface ShellWord {
  /** Without quotes. */
  readonly text: string;
  /** The shell puts file names in its place. */
  readonly isPattern: boolean;
  /** It begins with an unquoted `~`. */
  readonly isHome: boolean;
}

/** A redirection from or to a file by name. */
export interface FileRedirect {
  readonly kind: 'read' | 'write';
  readonly target: ShellWord;
}

export async function readShellLine(line: string): Promise<ShellLine> {
  if (line.length > LONGEST_LINE || isTangled(line)) {
    return { commands: [], unclear: 'it is too long to be judged', mentioned: null };
  }
  const { parse } = await import('unbash');
  const script = parse(line);
  const reasons: string[] = [];
  const doubt = (why: string) => void reasons.push(why);
  const commands: SimpleCommand[] = [];
  const doubted = doubtOf(line);
  if (doubted !== null) doubt(doubted);
  if (HIDDEN.test(line)) doubt('it holds characters that do not show');
  readStatements(script.commands, { doubt, commands });

  const { mentioned, isComplete } = await readMentions(script);
  if (!isComplete) doubt('it is no complete shell line');
  return { commands, unclear: reasons[0] ?? null, mentioned };
}

/** More commands within commands than the parser takes apart in a moment. */
function isTangled(line: string): boolean {
  return (line.match(/\$\(|`|[<>]\(|<</g)?.length ?? 0) > MOST_NESTED;
}

const MOST_NESTED = 100;

/** All that is neither a letter, a digit, a sign nor a plain blank, tab or line end. */
const HIDDEN = /(?![\n\t ])[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;

interface Reading {
  doubt(why: string): void;
  readonly commands: SimpleCommand[];
}

function readStatements(statements: readonly Statement[], reading: Reading): void {
  for (const { command, background } of statements) {
    if (background === true) reading.doubt('it leaves something running by &');
    readNode(command, reading);
  }
}

function readNode(node: CommandNode | Pipeline | AndOr, reading: Reading): void {
  switch (node.type) {
    case 'Command':
      return readCommand(node, reading);
    case 'AndOr':
    case 'Pipeline':
      return node.commands.forEach((command) => readNode(command, reading));
    case 'Subshell':
    case 'BraceGroup':
      return readStatements(node.body.commands, reading);
    case 'Function':
      return reading.doubt('it defines a function');
    default:
      return reading.doubt('it holds more than simple commands');
  }
}

function readCommand({ name, prefix, suffix }: Command, reading: Reading): void {
  const { doubt } = reading;
  const words: ShellWord[] = name === undefined ? [] : [readWord(name, doubt)];
  const redirects: FileRedirect[] = [];
  for (const part of [...prefix, ...suffix]) {
    if (part.type === 'Word') words.push(readWord(part, doubt));
    else if (part.type === 'Assignment') doubt(`it sets the variable ${part.name}`);
    else redirects.push(...readRedirect(part, doubt));
  }
  const [first] = words;
  if (first === undefined) return doubt('a part of it has no command');
  if (first.isPattern || first.isHome) doubt('the name of a command is known only when it runs');
  if (!/^[\x21-\x7e]+$/.test(first.text)) doubt('the name of a command has unusual characters');
  reading.commands.push({ words, redirects });
}

/** A word whose text is fixed, or becomes file names. */
function readWord(word: Word, doubt: Reading['doubt']): ShellWord {
  const isHome = word.text.startsWith('~');
  if (isHome && word.text !== '~' && !word.text.startsWith('~/')) doubt('~ stands for the folder of somebody else');
  if (!isHome && /[=:]~/.test(word.text)) doubt('~ in the middle of a word may stand for a folder');
  let isPattern = false;
  for (const part of word.parts ?? []) {
    switch (part.type) {
      case 'Literal':
      case 'SingleQuoted':
        break;
      case 'Glob':
        isPattern = true;
        break;
      case 'DoubleQuoted':
        if (part.parts.some(({ type }) => type !== 'Literal')) doubt(`${shown(word)} is known only when it runs`);
        break;
      default:
        doubt(`${shown(word)} is known only when it runs`);
    }
  }
  return { text: word.value, isPattern, isHome };
}

function shown({ text }: Word): string {
  return cut(text.replace(/\s+/g, ' '), 40);
}

function readRedirect(redirect: Redirection, doubt: Reading['doubt']): readonly FileRedirect[] {
  if (redirect.type !== 'Redirect') {
    doubt('it hands text to a command by <<');
    return [];
  }
  const { operator, target, descriptor } = redirect;
  if (descriptor?.type === 'FileDescriptorVariable' || target === undefined) {
    doubt('it has an unusual redirection');
    return [];
  }
  // `2>&1`: nothing is opened.
  if ((operator === '>&' || operator === '<&') && /^(?:\d+-?|-)$/.test(target.text)) return [];
  const word = readWord(target, doubt);
  if (operator === '<&') doubt('it has an unusual redirection');
  if (operator === '<') return [{ kind: 'read', target: word }];
  if (operator === '<>')
    return [
      { kind: 'read', target: word },
      { kind: 'write', target: word },
    ];
  return [{ kind: 'write', target: word }];
}
