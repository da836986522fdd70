/**
 * What a `*` of a rule that allows stands for: words that are no option, no `NAME=VALUE` and no path that leads out of the
 * project; and of the options those on the list of the command (`known-commands/`). All else has to be written in the
 * rule. Rules that ask or forbid do not come here: for them a `*` is anything.
 */
import { describeCommand, type DescribedCommand } from './described-command.ts';
import { UNKNOWN_COMMAND } from './known-commands/all.ts';
import { findOption, readOptions, type FoundOption } from './known-commands/option-list.ts';
import type { NamedFiles } from './named-files.ts';
import type { PatternWord } from './pattern-words.ts';
import type { ShellWord } from './shell-line.ts';
import {
  isOption,
  isPlainText,
  isPlainWord,
  isReachable,
  namesOption,
  type StarPlace,
  type StarredWord,
} from './star-word.ts';

export interface StarredCommand {
  readonly words: readonly ShellWord[];
  /** Of each word. */
  readonly named: readonly NamedFiles[];
  readonly place: StarPlace;
}

/** Whether the stars of `pattern`, which fits the words, may stand for what they would have to. */
export function starsHold(pattern: readonly PatternWord[], command: StarredCommand): boolean {
  const texts = command.words.map(({ text }) => text);
  const isWritten = (index: number) => pattern[index]?.every((part) => part !== null) === true;
  if (pattern.length === texts.length && texts.every((_text, index) => isWritten(index))) return true;
  const described = describeCommand(texts, isWritten);
  return described !== null && wordsHold(described, { command, pattern, texts, isWritten });
}

interface Starred {
  readonly command: StarredCommand;
  readonly pattern: readonly PatternWord[];
  readonly texts: readonly string[];
  readonly isWritten: (index: number) => boolean;
}

/** Word by word, because what a word is depends on the option before it. */
function wordsHold({ known, from }: DescribedCommand, starred: Starred): boolean {
  const { texts, isWritten } = starred;
  let options = readOptions(known.options ?? '', known);
  // An option that only the rule knows may make a command write that else only reads.
  const isAsKnown = texts.every((text, at) => {
    return at < from || !isWritten(at) || !isOption(text, known) || findOption(text, options).kind !== 'unknown';
  });
  const reads = known.reads === true && isAsKnown;
  let operands = 0;
  if (texts.some((_text, at) => at < from && !isWritten(at) && !isReachable(starredWord(at)))) return false;
  for (let at = from; at < texts.length; at++) {
    const text = texts[at] ?? '';
    const isFree = !isWritten(at);
    if (text === '--') {
      if (isFree && known === UNKNOWN_COMMAND) return false;
      if (known.after !== undefined) options = readOptions(known.after, known);
    } else if (isOption(text, known)) {
      const found = findOption(text, options);
      if (isFree && !optionHolds(found, starredWord(at))) return false;
      if (found.kind !== 'needs-value' || at + 1 === texts.length) continue;
      at += 1;
      if (!isWritten(at) && !valueHolds(found, starredWord(at))) return false;
    } else {
      if (isFree && !operandHolds(starredWord(at), operands)) return false;
      operands += 1;
    }
  }
  return operands > 0 || known.readsProgram?.(texts) !== true;

  function starredWord(at: number): StarredWord {
    const { command, pattern } = starred;
    const { texts: names, files, isUnclear } = command.named[at] ?? { texts: [], files: [], isUnclear: true };
    return {
      text: texts[at] ?? '',
      names,
      files,
      isUnclear,
      pattern: pattern[at] ?? [null],
      known,
      reads,
      texts,
      place: command.place,
    };
  }
}

function operandHolds(word: StarredWord, at: number): boolean {
  const isText = word.known.isText?.(at, word.texts) === true && word.names.length === 1;
  return isPlainWord(word, at) && (isText || isReachable(word));
}

function optionHolds(found: FoundOption, word: StarredWord): boolean {
  if (found.kind === 'unknown') return namesOption(word) && isReachable(word);
  return found.isText ? isPlainText(word) : isReachable(word);
}

/** A value that begins like an option could be one: the program may know the option before it otherwise. */
function valueHolds({ isText, values }: Extract<FoundOption, { kind: 'needs-value' }>, word: StarredWord): boolean {
  const { text, names } = word;
  if (names.length > 1 || (text.startsWith('-') && !/^-\d+[A-Za-z]?$/.test(text))) return false;
  if (values !== null) return values.includes(text);
  return isText ? isPlainText(word) : isReachable(word);
}
