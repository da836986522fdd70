/** Which command a line really runs, and from which word on a `*` of a rule is judged. */
import { baseName, isRunner } from './commands.ts';
import { innerCommand } from './inner-command.ts';
import { knownCommand, UNKNOWN_COMMAND } from './known-commands/all.ts';
import type { KnownCommand } from './known-commands/known-command.ts';
import { findOption, readOptions } from './known-commands/option-list.ts';

export interface DescribedCommand {
  readonly known: KnownCommand;
  /** The first word behind the name and the subcommand. */
  readonly from: number;
}

/** `isWritten`: in the rule. `null`: a star stands where only a written word may, for a command or what could be one. */
export function describeCommand(
  texts: readonly string[],
  isWritten: (index: number) => boolean,
): DescribedCommand | null {
  const at = innerCommand(texts, isWritten);
  if (at === null) return null;
  const name = baseName(texts[at] ?? '');
  let known = knownCommand(name);
  let from = at + 1;
  if (known === null) {
    const program = texts.findIndex((text, index) => index > at && !text.startsWith('-'));
    const isOpen = isRunner(name) && (program === -1 || !isWritten(program));
    return isOpen ? null : { known: UNKNOWN_COMMAND, from };
  }
  while (known.subcommands !== undefined) {
    const next = pastOptions(texts, { from, known, isWritten });
    if (next === null) return null;
    const text = texts[next];
    if (text === undefined) return { known: {}, from: next };
    const found: KnownCommand | undefined = Object.hasOwn(known.subcommands, text)
      ? known.subcommands[text]
      : undefined;
    if (!isWritten(next) && (found === undefined || text === '' || found.onlyWritten === true)) return null;
    known = found ?? known.subcommands[''] ?? UNKNOWN_COMMAND;
    from = next + 1;
  }
  return { known, from };
}

interface Step extends DescribedCommand {
  readonly isWritten: (index: number) => boolean;
}

/** The index of the subcommand. */
function pastOptions(texts: readonly string[], { from, known, isWritten }: Step): number | null {
  const { options = '', stepsOver = '' } = known;
  const list = readOptions(options, known);
  let at = from;
  for (let text = texts[at]; text !== undefined && text.startsWith('-'); text = texts[at]) {
    const takesWord = stepsOver.split(' ').includes(text);
    const isFlag = findOption(text, list).kind === 'whole';
    if (takesWord ? !(isWritten(at) && isWritten(at + 1)) : !isWritten(at) && !isFlag) return null;
    at += takesWord ? 2 : 1;
  }
  return at;
}
