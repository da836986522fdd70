/** What a feature declares of its slash commands, beside itself; `all.ts` brings the declarations into one list. */
import type { Session } from '../../agent/session-contract.ts';
import type { Actions } from '../actions.ts';
import type { State } from '../state.ts';

export interface SlashCommand {
  /** Small letters, without the slash. */
  readonly name: string;
  /** For the help and the completion. */
  readonly words: string;
  readonly argument?: Argument;
  /** `argument` is what the argument was read as; empty without one. */
  run(context: CommandContext, argument: string): void;
}

export interface Argument {
  /** As it stands in the usage: `ID`. */
  readonly name: string;
  readonly optional?: boolean;
  /** What can stand there, for the completion, the most likely first. */
  choices?(state: State): readonly Choice[];
  /** Reads what was typed, or says what is wrong with it. Without this everything is taken as it is. */
  read?(typed: string, state: State): ReadArgument;
}

export interface Choice {
  readonly value: string;
  readonly words: string;
}

export type ReadArgument =
  { readonly kind: 'ok'; readonly value: string } | { readonly kind: 'wrong'; readonly sentence: string };

/** What a command is carried out with. */
export interface CommandContext {
  readonly actions: Actions;
  readonly session: Session;
  getState(): State;
}

/** `/log ID`; what may be left out stands in brackets. */
export function usageOf({ name, argument }: SlashCommand): string {
  if (argument === undefined) return `/${name}`;
  return argument.optional === true ? `/${name} [${argument.name}]` : `/${name} ${argument.name}`;
}
