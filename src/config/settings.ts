import { readFileSync } from 'node:fs';

/** What a setting accepts, and that in words. */
interface Check<Value> {
  readonly allowed: string;
  readonly accepts: (value: unknown) => value is Value;
}

/** Every setting that a settings file may hold; flags of the same name accept the same. */
export const SETTINGS = {
  permissions: oneOf(['ask', 'all']),
  model: { allowed: 'the name of a model', accepts: isName },
  wake: oneOf(['auto', 'ask', 'off']),
  foregroundSeconds: { allowed: 'a number of seconds from 1 to 3600', accepts: between(1, 3_600) },
  silenceSeconds: { allowed: 'a number of seconds from 1 to 3600', accepts: between(1, 3_600) },
  backgroundSeconds: { allowed: 'a number of seconds from 1 to 604800', accepts: between(1, 604_800) },
  digestChars: { allowed: 'a number of characters from 200 to 16000', accepts: between(200, 16_000) },
  keepTasksDays: {
    allowed: 'a number of days from 0 to 3650 for which a task is kept after its end',
    accepts: between(0, 3_650),
  },
  keepLogsMiB: {
    allowed: 'a number of MiB from 1 to 1048576 for all logs of a project, oldest go first',
    accepts: between(1, 1_048_576),
  },
  keepTaskLogMiB: {
    allowed: 'a number of MiB from 4 to 65536 for the log of one task, first and last parts',
    accepts: between(4, 65_536),
  },
  parallel: {
    allowed: 'how many tasks run at once, from 1 to 1000 (default: the cores, at least 4)',
    accepts: isCount,
  },
} as const;

export type Settings = {
  readonly [Name in keyof typeof SETTINGS]?: (typeof SETTINGS)[Name] extends Check<infer Value> ? Value : never;
};

export type LoadedSettings =
  { readonly kind: 'ok'; readonly settings: Settings } | { readonly kind: 'error'; readonly sentence: string };

/** Reads a settings file; one that does not exist sets nothing. Anything wrong in it is an error that names it. */
export function loadSettings(file: string): LoadedSettings {
  const text = readIfThere(file);
  if (text.kind === 'error') return text;
  if (text.content === null) return { kind: 'ok', settings: {} };
  let value: unknown;
  try {
    value = JSON.parse(text.content);
  } catch (error) {
    return wrong(`${file} is not valid JSON: ${reasonOf(error)}.`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return wrong(`${file} has to hold one JSON object, such as {"wake": "ask"}.`);
  }
  return checkSettings(value, (name) => `"${name}" in ${file}`);
}

/** Checks names and values. `where` names a setting in the sentence about what is wrong with it. */
export function checkSettings(values: object, where: (name: string) => string): LoadedSettings {
  for (const [name, given] of Object.entries(values)) {
    if (!isSetting(name))
      return wrong(`${where(name)} is no setting. Settings are: ${Object.keys(SETTINGS).join(', ')}.`);
    const { accepts, allowed } = SETTINGS[name];
    if (!accepts(given)) return wrong(`${where(name)} is ${JSON.stringify(given)}. Allowed: ${allowed}.`);
  }
  return { kind: 'ok', settings: values };
}

function readIfThere(file: string): { kind: 'ok'; content: string | null } | { kind: 'error'; sentence: string } {
  try {
    return { kind: 'ok', content: readFileSync(file, 'utf8') };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'ok', content: null };
    return { kind: 'error', sentence: `The settings file ${file} cannot be read: ${reasonOf(error)}.` };
  }
}

function isSetting(name: string): name is keyof typeof SETTINGS {
  return Object.hasOwn(SETTINGS, name);
}

function wrong(sentence: string): LoadedSettings {
  return { kind: 'error', sentence };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function oneOf<const Word extends string>(words: readonly Word[]): Check<Word> {
  return {
    allowed: words.join(', '),
    accepts: (value): value is Word => words.some((word) => word === value),
  };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && between(1, 1_000)(value);
}

function between(least: number, most: number) {
  return (value: unknown): value is number => typeof value === 'number' && value >= least && value <= most;
}
