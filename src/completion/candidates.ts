/** What may stand at the cursor of a command line that starts this program. */
import { COMMANDS, FLAGS } from '../config/help.ts';
import { jsonSchemaOf } from '../config/json-schema.ts';
import { flagName, SETTING_NAMES, settingOf } from '../config/settings.ts';
import { MCP_VERBS } from '../mcp-command/read-arguments.ts';
import { verbs } from '../tasks-command/all.ts';
import { COMMON, OPTIONS, type Option, type OptionName } from '../tasks-command/options.ts';
import { SHELLS } from './shells.ts';

export interface Candidate {
  readonly word: string;
  /** What it is, in a line. */
  readonly help: string;
}

/** What there is in the project: read only when it can stand at the cursor. */
export interface KnownNames {
  tasks(): readonly Candidate[];
  sessions(): Promise<readonly Candidate[]>;
  servers(): Promise<readonly Candidate[]>;
}

/**
 * Those that begin with the last word, which is the one at the cursor and may be empty. `words` are without the program.
 * None where the shell should offer files, or where anything may stand, as in a prompt.
 */
export async function candidates(words: readonly string[], known: KnownNames): Promise<readonly Candidate[]> {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  if (before.includes('--')) return [];
  const found = await possible(before, current.startsWith('-'), known);
  return found.filter(({ word }) => word.startsWith(current));
}

async function possible(before: readonly string[], isOption: boolean, known: KnownNames) {
  const [command] = before;
  switch (command) {
    case 'tasks':
      return tasksCandidates(before.slice(1), isOption, known);
    case 'mcp':
      return mcpCandidates(before.slice(1), isOption, known);
    case 'export':
      if (before.at(-1) === '--format') return plain(['html', 'md']);
      if (isOption) return plain(['--format', '--output', '--cwd', '--help']);
      return before.length === 1 ? known.sessions() : [];
    case 'config':
      return isOption ? plain(['--json']) : before.length === 1 ? plain(['trust', 'schema']) : [];
    case 'doctor':
      return plain(['--json', '--online']);
    case 'completion':
      return before.length === 1 ? plain(SHELLS) : [];
    default:
      return programCandidates(before, isOption, known);
  }
}

async function programCandidates(before: readonly string[], isOption: boolean, known: KnownNames) {
  const value = before.at(-1) ?? '';
  if (value === '--resume' && !isOption) return known.sessions();
  const choices = CHOICES[value];
  if (choices !== undefined && !isOption) return plain(choices);
  const setting = SETTING_NAMES.find((name) => settingOf(name).flag !== undefined && value === `--${flagName(name)}`);
  if (setting !== undefined && settingOf(setting).flag?.value !== undefined) return plain(choicesOf(setting));
  if (isOption) return options();
  return before.length > 0 ? [] : commands();
}

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  '--output-format': ['text', 'json', 'stream-json'],
  '--input-format': ['text', 'stream-json'],
};

function options(): readonly Candidate[] {
  return [
    ...Object.entries(FLAGS).map(([name, { help }]) => ({ word: `--${name}`, help })),
    ...SETTING_NAMES.flatMap((name) => {
      const { flag, help } = settingOf(name);
      return flag === undefined ? [] : [{ word: `--${flagName(name)}`, help }];
    }),
  ];
}

function commands(): readonly Candidate[] {
  const usages = Object.entries(COMMANDS).map(([usage, help]) => ({ word: usage.split(' ')[0] ?? '', help }));
  return usages.filter(({ word }, index) => usages.findIndex((other) => other.word === word) === index);
}

/** The values of a setting that has a few. */
function choicesOf(name: (typeof SETTING_NAMES)[number]): readonly string[] {
  const { enum: values } = jsonSchemaOf(name) as { readonly enum?: readonly unknown[] };
  return (values ?? []).filter((value) => typeof value === 'string');
}

function tasksCandidates([name, ...given]: readonly string[], isOption: boolean, { tasks }: KnownNames) {
  const verb = verbs.find((one) => one.name === name);
  if (isOption) return [...(verb?.options ?? ['json' as const]), ...COMMON].map(optionCandidate);
  if (name === undefined) return verbs.map((one) => ({ word: one.name, help: one.words }));
  const value: Option | undefined = OPTIONS[(given.at(-1) ?? '').slice(2) as OptionName];
  if (verb === undefined || verb.takes === 'nothing' || value?.type === 'string') return [];
  const isFull = verb.takes.startsWith('an id') && given.some((word) => !word.startsWith('-'));
  return isFull ? [] : tasks();
}

function optionCandidate(name: OptionName): Candidate {
  return { word: `--${name}`, help: OPTIONS[name].words };
}

function mcpCandidates([verb, ...given]: readonly string[], isOption: boolean, { servers }: KnownNames) {
  if (isOption) return plain(['--scope', '--env', '--header', '--json', '--cwd', '--help']);
  if (verb === undefined) return plain(MCP_VERBS);
  if (given.at(-1) === '--scope') return plain(['user', 'project']);
  return verb === 'list' || verb === 'add' ? [] : servers();
}

function plain(words: readonly string[]): readonly Candidate[] {
  return words.map((word) => ({ word, help: '' }));
}
