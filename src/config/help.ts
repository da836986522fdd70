/** Flags and variables: read by `config.ts` from these tables, and told to the user from the same. */

export const FLAGS = {
  cwd: { type: 'string', value: 'DIR', help: 'the project folder (default: the current folder)' },
  permissions: {
    type: 'string',
    value: 'ask|all',
    help: 'ask before commands and file changes, or allow all (default: ask)',
  },
  model: { type: 'string', value: 'NAME', help: 'the model to talk to' },
  wake: {
    type: 'string',
    value: 'auto|ask|off',
    help: 'whether the end of a task starts a turn by itself (default: auto)',
  },
  continue: { type: 'boolean', short: 'c', help: 'take up the last session of this folder' },
  resume: {
    type: 'string',
    value: 'ID',
    help: 'take up this session of the folder; the beginning of its id is enough',
  },
  help: { type: 'boolean', short: 'h', help: 'show this text' },
  version: { type: 'boolean', short: 'v', help: 'show the version' },
} as const;

export const VARIABLES = {
  ANTHROPIC_API_KEY: 'the key for the Messages API',
  ANTHROPIC_AUTH_TOKEN: 'a bearer token instead of a key',
  ANTHROPIC_BASE_URL: 'where the Messages API is, if elsewhere',
  ANTHROPIC_MODEL: 'the model, unless --model is given',
  MEANWHILE_HOME: 'where sessions and tasks are kept',
  XDG_STATE_HOME: 'they are kept in its folder meanwhile (default: ~/.local/state)',
  XDG_CONFIG_HOME: 'settings are in its file meanwhile/settings.json (default: ~/.config)',
  NO_COLOR: 'no colours, whatever it is set to',
} as const;

/** The answer to `--help`. `settings`: each name that a settings file may hold, with what it accepts. */
export function helpText(settings: readonly (readonly [string, string])[]): string {
  return `meanwhile: a coding agent that keeps thinking while slow commands run

Usage: meanwhile [options] [first prompt]
       meanwhile tasks [VERB]   tasks from any terminal; meanwhile tasks --help says how
       meanwhile export [ID]    a session as a page or Markdown; meanwhile export --help says how

Options
${table(Object.entries(FLAGS).map(([name, flag]) => [flagWords(name, flag), flag.help]))}

In the program
${table([
  ['a prompt', 'goes to the model'],
  ['!command', 'runs a command in the conversation; the model knows of it at its next call'],
  ['&command', 'runs a command as a background task; the model is told when it ends'],
])}

Environment
${table(Object.entries(VARIABLES))}

Without a key, a token and a base URL it runs with a small built-in model and says so.

Settings (one JSON object)
${table(settings)}

Options go before the environment, and the environment before settings.
`;
}

function flagWords(name: string, flag: (typeof FLAGS)[keyof typeof FLAGS]): string {
  return flag.type === 'string' ? `--${name} ${flag.value}` : `--${name}, -${flag.short}`;
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`).join('\n');
}
