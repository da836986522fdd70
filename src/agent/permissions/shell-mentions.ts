/**
 * What a shell line mentions anywhere, also within substitutions, loops and scripts that it hands to a shell: for rules
 * that forbid or ask, which had better see too much. What is known only when the line runs is not seen.
 */
import type { Command, HereDoc, HereString, ParsedScript, Pipeline, Redirect, SyntaxNode, Word } from 'unbash';
import { baseName, isShell } from './commands.ts';

export interface ShellMentions {
  /** The words of every command; `null`: known only when it runs. */
  readonly commands: readonly (readonly (string | null)[])[];
  readonly files: readonly MentionedFile[];
  /** Text that a shell is handed to run: by `<<`, `<<<`, or a pipe from `echo`, `printf` or `cat`. */
  readonly scripts: readonly string[];
}

/** A file that is named elsewhere than among the words of a command, as it is written. */
export interface MentionedFile {
  /** `either`: what becomes of it is not known. */
  readonly kind: 'read' | 'write' | 'either';
  readonly name: string;
}

export async function readMentions(
  script: ParsedScript,
): Promise<{ readonly mentioned: ShellMentions; readonly isComplete: boolean }> {
  const { forEachChild } = await import('unbash');
  const commands: (readonly (string | null)[])[] = [];
  const files: MentionedFile[] = [];
  const scripts: string[] = [];
  let isComplete = true;

  const look = (node: SyntaxNode) => {
    switch (node.type) {
      case 'Script':
        if (node.errors !== undefined && node.errors.length > 0) isComplete = false;
        break;
      case 'Command':
        commands.push(...wordsOf(node));
        scripts.push(...handedTo(node));
        break;
      case 'Pipeline':
        scripts.push(...piped(node));
        break;
      case 'Redirect':
        files.push(...namedBy(node));
        break;
      case 'For':
        files.push(...fixed(node.wordlist ?? []).map((name) => ({ kind: 'either' as const, name })));
        break;
      case 'Assignment':
        if (node.value.type === 'Word')
          files.push(...fixed([node.value]).map((name) => ({ kind: 'either' as const, name })));
        break;
    }
    forEachChild(node, look);
  };
  look(script);
  return { mentioned: { commands, files, scripts }, isComplete };
}

/** Those of a command, and once more with its braces expanded: `git {push,origin}` is a `git push`. */
function wordsOf(command: Command): readonly (readonly (string | null)[])[] {
  const words = wordsIn(command);
  const plain = words.map((word) => (isFixed(word) ? word.value : null));
  if (!words.some(({ parts = [] }) => parts.some(({ type }) => type === 'BraceExpansion'))) return [plain];
  return [plain, words.flatMap((word, index) => alternatives(word) ?? plain[index] ?? null)];
}

/** The words that `{a,b}` stands for; `undefined` for any other word. */
function alternatives({ parts = [], text }: Word): readonly string[] | undefined {
  const [only] = parts;
  if (parts.length !== 1 || only?.type !== 'BraceExpansion') return undefined;
  const inner = text.slice(1, -1);
  return /[{}'"\\$`]/.test(inner) ? undefined : inner.split(',');
}

function handedTo(command: Command): readonly string[] {
  return fixed(wordsIn(command)).some(takesScript) ? [...command.prefix, ...command.suffix].flatMap(textOf) : [];
}

function takesScript(word: string): boolean {
  return isShell(baseName(word)) || word === 'source' || word === '.' || word === 'eval';
}

/** What stands before a shell in a pipe. */
function piped({ commands }: Pipeline): readonly string[] {
  const runs = commands.findLastIndex((node) => node.type === 'Command' && fixed(wordsIn(node)).some(takesScript));
  return commands.slice(0, Math.max(0, runs)).flatMap((node) => (node.type === 'Command' ? printedBy(node) : []));
}

function printedBy(command: Command): readonly string[] {
  const [name = '', ...words] = fixed(wordsIn(command));
  const handed = [...command.prefix, ...command.suffix].flatMap(textOf);
  if (!['echo', 'printf'].includes(baseName(name))) return handed;
  const printed = words.join(' ').replaceAll('\\n', '\n');
  return [...handed, printed, ...words];
}

function wordsIn({ name, suffix }: Command): readonly Word[] {
  return [name, ...suffix].flatMap((part) => (part?.type === 'Word' ? [part] : []));
}

function textOf(part: Command['suffix'][number] | HereDoc | HereString | Redirect): readonly string[] {
  if (part.type === 'HereDoc') return [part.body.text];
  return part.type === 'HereString' && part.target !== undefined ? fixed([part.target]) : [];
}

function namedBy({ operator, target }: Redirect): readonly MentionedFile[] {
  const kind = operator === '<' ? 'read' : operator === '<>' ? 'either' : 'write';
  return target === undefined ? [] : fixed([target]).map((name) => ({ kind, name }));
}

function fixed(words: readonly Word[]): readonly string[] {
  return words.filter(isFixed).map(({ value }) => value);
}

function isFixed({ parts = [] }: Word): boolean {
  return parts.every((part) => {
    if (part.type === 'DoubleQuoted') return part.parts.every(({ type }) => type === 'Literal');
    return ['Literal', 'SingleQuoted', 'AnsiCQuoted', 'Glob'].includes(part.type);
  });
}
