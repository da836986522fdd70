/**
 * Flags and variables: read by `config.ts` from these tables, and told to the user from the same. Those that are
 * settings too stand in `settings.ts`.
 */
import { flagName, SETTING_NAMES, settingOf, type SettingName } from './settings.ts';

export const FLAGS = {
  cwd: { type: 'string', value: 'DIR', help: 'the project folder (default: the current folder)' },
  continue: { type: 'boolean', short: 'c', help: 'take up the last session of this folder' },
  resume: {
    type: 'string',
    value: '[ID]',
    help: 'take up this session of the folder, by the beginning of its id; alone, choose one',
  },
  print: { type: 'boolean', short: 'p', help: 'without a screen: answer the prompt, print the answer, end' },
  'output-format': { type: 'string', value: 'FORMAT', help: 'with -p: text, json, stream-json (default: text)' },
  'input-format': { type: 'string', value: 'FORMAT', help: 'with -p: text, stream-json (default: text)' },
  'max-turns': { type: 'string', value: 'N', help: 'with -p: call the model at most so often' },
  'allowed-tools': {
    type: 'string',
    value: 'RULES',
    help: 'with -p: what needs no question, such as "edit(src/**), bash(npm test *)"; may be given again',
  },
  'no-wait': { type: 'boolean', help: 'with -p: leave when the model stops, whatever tasks still run' },
  'json-schema': {
    type: 'string',
    value: 'FILE',
    help: 'with -p: the result is JSON of this JSON Schema; or the schema itself',
  },
  settings: { type: 'string', value: 'FILE', help: 'one more settings file, above those of the project; or its JSON' },
  'mcp-config': { type: 'string', value: 'FILE', help: 'more MCP servers: {"mcpServers": {…}} in a file; or its JSON' },
  'strict-config': { type: 'boolean', help: 'end when a settings file has a name that is no setting' },
  'append-system-prompt': { type: 'string', value: 'TEXT', help: 'put this behind what the model is told at first' },
  demo: { type: 'boolean', help: 'a tour of two minutes in a project of its own, with a scripted model' },
  help: { type: 'boolean', short: 'h', help: 'show this text' },
  version: { type: 'boolean', short: 'v', help: 'show the version' },
} as const;

export const VARIABLES = {
  ANTHROPIC_API_KEY: 'the key for the Messages API',
  ANTHROPIC_AUTH_TOKEN: 'a bearer token instead of a key',
  ANTHROPIC_CUSTOM_HEADERS: 'lines "name: value", sent with each request to the model',
  ANTHROPIC_PROFILE: 'the profile of Anthropic’s tools whose sign-in is used without key and token',
  HTTPS_PROXY: 'the proxy for addresses that begin with https://; HTTP_PROXY for the others',
  NO_PROXY: 'hosts that are reached without a proxy, with commas between them',
  NODE_EXTRA_CA_CERTS: 'a file of certificate authorities, as the setting caFile',
  MEANWHILE_HOME: 'where sessions and tasks are kept',
  XDG_STATE_HOME: 'they are kept in its folder meanwhile (default: ~/.local/state)',
  XDG_CONFIG_HOME: 'your settings are in its file meanwhile/settings.json (default: ~/.config)',
  XDG_CACHE_HOME: 'compiled code of the program is kept in its folder meanwhile (default: ~/.cache)',
  NO_COLOR: 'no colours, whatever it is set to',
} as const;

/** What can be done instead of opening the screen. A prompt that begins with the first word of one goes after `--`. */
export const COMMANDS = {
  'tasks [VERB]': 'tasks from any terminal; meanwhile tasks --help says how',
  'export [ID]': 'a session as a page or Markdown; meanwhile export --help says how',
  'mcp VERB': 'MCP servers: list, add, remove, test, login, logout; meanwhile mcp --help says how',
  config: 'shows each setting with its value and where it comes from; with --json as JSON',
  doctor: 'looks at terminal, machine, model and settings; --json, --online',
  'config trust': 'lets the settings of this project widen what runs, as its files are now',
  'config schema': 'prints the JSON Schema of settings files',
  'completion SHELL': 'prints the completion script for bash, zsh or fish',
  update: 'says how to update this installation',
} as const;

export type CommandName = 'config' | 'doctor';

export function isCommand(word: string | undefined): word is CommandName {
  return word === 'config' || word === 'doctor';
}

export type HelpRow = readonly [usage: string, words: string];

/** The tables of `--help`. */
export const HELP_TABLES: Readonly<
  Record<'options' | 'commands' | 'prompt' | 'environment' | 'settings', () => readonly HelpRow[]>
> = {
  options: () => [
    ...Object.entries(FLAGS).map(([name, flag]) => [flagWords(name, flag), flag.help] as const),
    ...SETTING_NAMES.flatMap(settingFlagRow),
  ],
  commands: () => Object.entries(COMMANDS),
  prompt: () => [
    ['a prompt', 'goes to the model'],
    ['!command', 'runs a command in the conversation; the model knows of it at its next call'],
    ['&command', 'runs a command as a background task; the model is told when it ends'],
  ],
  environment: () => [...Object.entries(VARIABLES), ...SETTING_NAMES.flatMap(settingVariableRow)],
  settings: () => SETTING_NAMES.map((name) => [name, settingWords(name)]),
};

export const SETTINGS_TEXT = `They are read from settings.json (yours, see XDG_CONFIG_HOME), .meanwhile/settings.json and
.meanwhile/settings.local.json (the project's; keep the second out of git), environment, options.
Later ones win, but lists add up (allow, ask, deny, hooks, sandboxWritable, sandboxReadable), and
mcpServers, prices, keys and apiHeaders are joined by name. Comments are allowed. Those with a *
widen what may run: in a project's files they count only after "meanwhile config trust". Those with
a ° are yours alone: in a project's files they do not count.`;

/** The answer to `--help`. */
export function helpText(): string {
  return `meanwhile: a coding agent that keeps thinking while slow commands run

Usage: meanwhile [options] [first prompt]
       meanwhile COMMAND

Options
${table(HELP_TABLES.options())}

Commands
${table(HELP_TABLES.commands())}

In the program
${table(HELP_TABLES.prompt())}

Environment
${table(HELP_TABLES.environment())}

Without a key, a token, a profile, apiKeyHelper, a provider and a base URL it runs with a small
built-in model and says so.

Settings
${table(HELP_TABLES.settings())}

${SETTINGS_TEXT}
`;
}

function flagWords(name: string, flag: (typeof FLAGS)[keyof typeof FLAGS]): string {
  if (flag.type === 'string') return `--${name} ${flag.value}`;
  return 'short' in flag ? `--${name}, -${flag.short}` : `--${name}`;
}

function settingFlagRow(name: SettingName): readonly (readonly [string, string])[] {
  const { flag, help } = settingOf(name);
  if (flag === undefined) return [];
  return [[`--${flagName(name)}${flag.value === undefined ? '' : ` ${flag.value}`}`, `${help}${defaultWords(name)}`]];
}

function settingVariableRow(name: SettingName): readonly (readonly [string, string])[] {
  const { env, help } = settingOf(name);
  return env === undefined ? [] : [[env.name, help]];
}

function settingWords(name: SettingName): string {
  const { help, allowed, flag, project } = settingOf(name);
  const star = { free: '', told: '', never: ' °', 'when-trusted': ' *' }[project.kind];
  // What has an option is explained there.
  return flag === undefined ? `${help}: ${allowed}${defaultWords(name)}${star}` : `${allowed}${star}`;
}

function defaultWords(name: SettingName): string {
  const { default: value, defaultWords } = settingOf(name);
  const words = defaultWords ?? (value === undefined || typeof value === 'object' ? undefined : String(value));
  return words === undefined ? '' : ` (default: ${words})`;
}

const LINE = 100;

/** What does not fit into a line goes on below its beginning. */
function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  const fits = new RegExp(`.{1,${LINE - width - 4}}(?: |$)`, 'g');
  const indent = ' '.repeat(width + 4);
  return rows
    .map(
      ([name, text]) =>
        `  ${name.padEnd(width)}  ${(text.match(fits) ?? []).map((line) => line.trim()).join(`\n${indent}`)}`,
    )
    .join('\n');
}
