/** The options of all verbs: read from this table, and told to the user from the same. */

export const OPTIONS = {
  cwd: { type: 'string', value: 'DIR', words: 'the project folder (default: the current folder)' },
  all: { type: 'boolean', short: 'a', words: 'of all projects; list: also those that ended more than a day ago' },
  json: { type: 'boolean', words: 'one JSON array of tasks on stdout, and nothing else' },
  follow: { type: 'boolean', short: 'f', words: 'go on until the task has ended' },
  tail: { type: 'string', short: 'n', value: 'N', words: 'only the last N lines' },
  grep: { type: 'string', value: 'RE', words: 'only lines that match; RE or /RE/i' },
  eof: { type: 'boolean', words: 'end the input after the text' },
  older: { type: 'string', value: 'DAYS', words: 'only those that ended so many days ago' },
  untold: { type: 'boolean', words: 'also those of which the model has not been told' },
  help: { type: 'boolean', short: 'h', words: 'show this text' },
} as const satisfies Record<string, Option>;

export interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly value?: string;
  readonly words: string;
}

export type OptionName = keyof typeof OPTIONS;

/** Every verb has these. */
export const COMMON = ['cwd', 'all', 'help'] as const satisfies readonly OptionName[];

/** `--follow, -f`, `--tail, -n N`. */
export function optionUsage(name: OptionName): string {
  const option: Option = OPTIONS[name];
  const short = option.short === undefined ? '' : `, -${option.short}`;
  return `--${name}${short}${option.value === undefined ? '' : ` ${option.value}`}`;
}
