import { commandLine } from '../background/start-command.ts';
import { parseArgs } from 'node:util';
import { verbs } from './all.ts';
import { COMMON, OPTIONS, type OptionName } from './options.ts';
import { Refusal, type Given, type Verb } from './verb.ts';

export type Arguments =
  | { readonly kind: 'help'; readonly verb: Verb | undefined }
  | { readonly kind: 'run'; readonly verb: Verb; readonly given: Given; readonly cwd: string };

/** `argv` without the program and `tasks`. Throws a `Refusal` for what is not understood. */
export function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parse(argv);
  const [name = 'list', ...rest] = positionals;
  const verb = verbs.find((one) => one.name === name);
  if (values.help === true && (verb === undefined || positionals.length === 0))
    return { kind: 'help', verb: undefined };
  if (verb === undefined) {
    throw new Refusal(
      `tasks has no verb ${name}. It has: ${verbs.map((one) => one.name).join(', ')}. ${commandLine('tasks --help')} explains them.`,
    );
  }
  if (values.help === true) return { kind: 'help', verb };
  const allowed: readonly OptionName[] = [...verb.options, ...COMMON];
  const foreign = Object.keys(values).find((option) => !allowed.some((one) => one === option));
  if (foreign !== undefined) throw new Refusal(`tasks ${name} has no option --${foreign}. ${seeHelp(verb)}`);
  const ids = verb.takes === 'an id and text' ? rest.slice(0, 1) : rest;
  checkCount(verb, rest);
  return {
    kind: 'run',
    verb,
    cwd: values.cwd ?? '.',
    given: {
      ids,
      text: verb.takes === 'an id and text' && rest.length > 1 ? rest.slice(1).join(' ') : undefined,
      all: values.all ?? false,
      json: values.json ?? false,
      follow: values.follow ?? false,
      eof: values.eof ?? false,
      untold: values.untold ?? false,
      tail: readNumber('tail', values.tail),
      older: readNumber('older', values.older),
      grep: values.grep,
    },
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(`${reason.replace(/\.$/, '')}. ${commandLine('tasks --help')} lists the options.`);
  }
}

function checkCount(verb: Verb, rest: readonly string[]): void {
  const { takes, name } = verb;
  const [least, most] = COUNTS[takes];
  if (rest.length < least) throw new Refusal(`tasks ${name} wants ${takes}. ${seeHelp(verb)}`);
  if (rest.length > most) throw new Refusal(`tasks ${name} takes ${takes}, not also ${rest[most]}. ${seeHelp(verb)}`);
}

/** How many words after the verb, at least and at most. */
const COUNTS: { readonly [Takes in Verb['takes']]: readonly [number, number] } = {
  nothing: [0, 0],
  'an id': [1, 1],
  ids: [1, Infinity],
  'ids or nothing': [0, Infinity],
  'an id and text': [1, Infinity],
};

function readNumber(option: OptionName, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const number = value.trim() === '' ? NaN : Number(value);
  if (number >= 0 && (option !== 'tail' || Number.isInteger(number))) return number;
  throw new Refusal(`--${option} is ${value}. It wants a number that is not negative.`);
}

function seeHelp({ name }: Verb): string {
  return `${commandLine(`tasks ${name} --help`)} says how.`;
}
