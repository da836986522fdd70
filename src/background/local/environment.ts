import type { TaskId, TaskSpec } from '../task.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What a command gets: the program's environment without its secrets and its own settings, with values that keep
 * programs from buffering, paging and asking, and with the mark by which processes of the task are found wherever
 * they went.
 */
export function commandEnvironment(environment: Environment, id: TaskId): Record<string, string> {
  return { ...programEnvironment(environment), ...UNATTENDED, [TASK_MARK]: id };
}

/**
 * Shell text that sets what one command has of its own. It is for the command alone: a PATH of its own, for example,
 * must not reach the supervisor. Empty when there is nothing to set.
 */
export function ownExports({ env = {}, pty = false }: Pick<TaskSpec, 'env' | 'pty'>): string {
  const own = { ...(pty ? { TERM: 'xterm-256color' } : {}), ...env };
  const settable = Object.entries(own).filter(([name]) => isVariableName(name) && !isOurs(name));
  return settable.map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`).join('\n');
}

function isVariableName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

export const TASK_MARK = 'MEANWHILE_TASK_ID';

const UNATTENDED = {
  PYTHONUNBUFFERED: '1',
  PAGER: 'cat',
  GIT_PAGER: 'cat',
  GIT_TERMINAL_PROMPT: '0',
  TERM: 'dumb',
  // `cd src` leads to the folder that permissions were judged by.
  CDPATH: '',
};

/**
 * What a program gets that this one starts to work in the project: no secrets, and a git that takes no folder for a
 * repository by what lies in it. Any clone can carry such a folder, and its settings name programs (git-config(1),
 * `safe.bareRepository`, of git 2.38).
 */
export function programEnvironment(environment: Environment): Record<string, string> {
  return withGitSetting(withoutSecrets(environment), ['safe.bareRepository', 'explicit']);
}

/** Behind what the user has set in this way. Settings whose key was taken out as a secret would make git fail. */
function withGitSetting(
  environment: Readonly<Record<string, string>>,
  setting: readonly [key: string, value: string],
): Record<string, string> {
  const others = Object.entries(environment).filter(([name]) => !/^GIT_CONFIG_(?:COUNT|(?:KEY|VALUE)_\d+)$/.test(name));
  const settings = [...gitSettings(environment), setting].flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return Object.fromEntries([...others, ...settings, ['GIT_CONFIG_COUNT', String(settings.length / 2)]]);
}

function gitSettings(environment: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  const count = Math.min(Number(environment['GIT_CONFIG_COUNT'] ?? 0) || 0, MOST_SETTINGS);
  return Array.from({ length: count }).flatMap((_, index) => {
    const key = environment[`GIT_CONFIG_KEY_${index}`];
    const value = environment[`GIT_CONFIG_VALUE_${index}`];
    return key === undefined || value === undefined ? [] : [[key, value] as const];
  });
}

const MOST_SETTINGS = 1_000;

/** What any program gets that this one starts. */
export function withoutSecrets(environment: Environment): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && !isOurs(name)) kept[name] = name === 'ANTHROPIC_BASE_URL' ? withoutUser(value) : value;
  }
  return kept;
}

/** An address may hold a password; where the API is may be known. */
function withoutUser(address: string): string {
  if (!URL.canParse(address)) return '';
  const url = new URL(address);
  if (url.username === '' && url.password === '' && url.search === '') return address;
  return `${url.protocol}//${url.host}${url.pathname}`;
}

/** Variables that a command never gets: secrets for the model, and settings of this program. */
export function isOurs(name: string): boolean {
  return SECRETS.has(name) || name.startsWith('MEANWHILE_');
}

/**
 * Variables with secrets that are for the model alone; headers may hold a key too. Credentials of clouds (`AWS_*`,
 * `GOOGLE_*`, `AZURE_*`) are the user's for commands as well: terraform, aws, gcloud.
 */
export const SECRET_VARIABLES = [
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_AUTH_TOKEN',
  'ANTHROPIC_CUSTOM_HEADERS',
  'ANTHROPIC_IDENTITY_TOKEN',
  'ANTHROPIC_FOUNDRY_API_KEY',
  'AWS_BEARER_TOKEN_BEDROCK',
] as const;

const SECRETS: ReadonlySet<string> = new Set(SECRET_VARIABLES);
