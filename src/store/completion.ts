/**
 * What could be meant by the word before the cursor: a slash command, its argument, or a file after `@`. Pure: the
 * draft and what there is go in, the list comes out.
 */
import { commandsOf } from './commands/all.ts';
import { usageOf, type SlashCommand } from './commands/command.ts';
import type { Editor } from './editor.ts';
import { fuzzyMatches, type Match } from './fuzzy.ts';
import type { State } from './state.ts';

export interface Completion {
  readonly kind: 'command' | 'argument' | 'file';
  /** Over the list. */
  readonly title: string;
  /** What is replaced: from here to the cursor. */
  readonly from: number;
  /** The user has closed the list; it stays closed while they are at the same word. */
  readonly open: boolean;
  readonly matches: readonly Match<CompletionItem>[];
  readonly selected: number;
}

export interface CompletionItem {
  readonly label: string;
  readonly words?: string;
  /** What is put in. */
  readonly text: string;
  /** With it the line is complete and can be sent. */
  readonly completes: boolean;
}

export interface CompletionSources {
  readonly state: State;
  /** Of the project; empty until they are known. */
  files(): readonly CompletionItem[];
}

const LIMIT = 100;

/** `null` where there is nothing to complete. `before`: what was shown for the draft as it was. */
export function completionOf(
  editor: Pick<Editor, 'text' | 'cursor'>,
  sources: CompletionSources,
  before: Completion | null,
): Completion | null {
  const target = targetOf(editor);
  if (target === null) return null;
  const { kind, from, query } = target;
  const items = itemsOf(target, sources);
  // A folder that is written down already is gone on from.
  const others = query.endsWith('/') ? items.filter(({ label }) => label !== query) : items;
  const matches = fuzzyMatches(query, others, LIMIT);
  const [first] = matches;
  if (first === undefined || (kind !== 'command' && first.item.label === query)) return null;
  const isSame = before?.kind === kind && before.from === from;
  return { kind, title: titleOf(target, sources.state), from, matches, open: !isSame || before.open, selected: 0 };
}

/** Whether the cursor stands behind an `@` word. */
export function wantsFiles(editor: Pick<Editor, 'text' | 'cursor'>): boolean {
  return targetOf(editor)?.kind === 'file';
}

/** A path as it stands in a prompt; one with spaces in quotes. A folder ends in a slash, and the path can go on. */
export function fileItem(path: string): CompletionItem {
  const word = /[\s"]/.test(path) ? `@"${path.replaceAll('"', '\\"')}` : `@${path}`;
  if (path.endsWith('/')) return { label: path, text: word, completes: false };
  return { label: path, text: word.startsWith('@"') ? `${word}" ` : `${word} `, completes: false };
}

type Target =
  | { readonly kind: 'command' | 'file'; readonly from: number; readonly query: string }
  | { readonly kind: 'argument'; readonly from: number; readonly query: string; readonly command: string };

function targetOf({ text, cursor }: Pick<Editor, 'text' | 'cursor'>): Target | null {
  const before = text.slice(0, cursor);
  if (/^\S/.test(text.slice(cursor))) return null;
  const [, name] = /^\/([a-z0-9-]*)$/.exec(before) ?? [];
  if (name !== undefined) return { kind: 'command', from: 0, query: name };
  const [, command, argument] = /^\/([a-z0-9-]+) +(\S*)$/.exec(before) ?? [];
  if (command !== undefined && argument !== undefined) {
    return { kind: 'argument', from: cursor - argument.length, query: argument, command };
  }
  if (/^\s*[!&]/.test(text)) return null;
  const [, word, open, path = open] = /(?:^|[\s(])@("([^"\n]*)|([^\s"]*))$/.exec(before) ?? [];
  return word === undefined ? null : { kind: 'file', from: cursor - word.length - 1, query: path ?? '' };
}

function titleOf(target: Target, state: State): string {
  if (target.kind !== 'argument') return target.kind === 'command' ? 'commands' : 'files';
  const command = commandsOf(state).find(({ name }) => name === target.command);
  return command === undefined ? '' : usageOf(command);
}

function itemsOf(target: Target, { state, files }: CompletionSources): readonly CompletionItem[] {
  switch (target.kind) {
    case 'command':
      return commandsOf(state).map(commandItem);
    case 'argument': {
      const argument = commandsOf(state).find(({ name }) => name === target.command)?.argument;
      return (argument?.choices?.(state) ?? []).map(({ value, words }) => ({
        label: value,
        words,
        text: value,
        completes: true,
      }));
    }
    case 'file':
      return files();
    default:
      return target satisfies never;
  }
}

function commandItem(command: SlashCommand): CompletionItem {
  const completes = command.argument === undefined || command.argument.optional === true;
  return {
    label: usageOf(command),
    words: command.words,
    text: `/${command.name}${completes ? '' : ' '}`,
    completes,
  };
}
