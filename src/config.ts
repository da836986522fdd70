/**
 * Everything the program is told from outside: arguments, environment, settings files; read once, checked, merged.
 *
 * Arguments go before the environment, the environment before settings. An empty variable counts as unset.
 */
import { commandLine } from './background/start-command.ts';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { expandHome } from './agent/permissions/paths.ts';
import type { Rules } from './agent/permissions/rules.ts';
import type { ToolLimits } from './agent/tools/tool.ts';
import type { Retention } from './background/local/sweep-tasks.ts';
import { goneWords, projectFolder } from './config/gone-folder.ts';
import { exposedWords } from './config/exposed-project.ts';
import { FLAGS, helpText, isCommand, type CommandName, type VARIABLES } from './config/help.ts';
import { headlessWish, type HeadlessWish } from './config/headless-wish.ts';
import { rulesOf, sandboxOf, type SandboxWish } from './config/permission-settings.ts';
import { exposureOf } from './config/private-folder.ts';
import { chooseProvider, type ProviderChoice } from './config/provider-choice.ts';
import { projectNotices } from './config/project-notices.ts';
import { readSettings, type ReadSettings } from './config/read-settings.ts';
import { flagName, SETTING_NAMES, settingOf, type Settings } from './config/settings.ts';
import { resolvedPath } from './config/resolved-path.ts';
import { projectFolderNotice, settingsFiles, type SettingsFile } from './config/settings-files.ts';

export interface Config {
  /** The project: an absolute path with links resolved. */
  readonly cwd: string;
  /** What was typed after the options; `null` when nothing was. */
  readonly prompt: string | null;
  readonly session: SessionWish;
  /** Without a screen; `null`: with one. */
  readonly headless: HeadlessWish | null;
  readonly permissions: Settings['permissions'];
  readonly rules: Rules;
  readonly sandbox: SandboxWish;
  /** Whether an end starts a turn by itself, waits for the user's word, or joins the next prompt. */
  readonly wake: Settings['wake'];
  readonly provider: ProviderChoice;
  /** Certificate authorities beside the usual ones: a file that can be read, absolute. */
  readonly caFile: string | null;
  /** `null`: the provider's own choice. */
  readonly model: string | null;
  /** By `--model`, for this run: it goes before what was chosen in a session that is taken up again. */
  readonly isModelNamed: boolean;
  readonly limits: ToolLimits;
  /** How many characters of a task's log the model is told. */
  readonly digestChars: number;
  readonly retention: Retention;
  /** The most that the log of one task takes on the disk. */
  readonly logBytes: number;
  /** How many background tasks with a time limit run at once. */
  readonly parallel: number;
  /** Milliseconds without output after which a task seems to wait for input, if its last line looks like a question. */
  readonly silence: number;
  /** Where sessions and tasks are kept; it need not exist. */
  readonly stateFolder: string;
  /** Where the user's own settings, instructions, commands and skills are; it need not exist. */
  readonly userFolder: string;
  /** The folders with settings, records and compiled code of the program itself, as written and with links resolved. */
  readonly ownFolders: readonly string[];
  /** The home folder, with links resolved. */
  readonly home: string;
  /** The user's own keys, by the name of an action. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  readonly colours: boolean;
  /** What the user put behind the system prompt; empty for nothing. */
  readonly appendedPrompt: string;
  /** The tour is wanted, and no work. */
  readonly isDemo: boolean;
  /** Everything that the table of settings has, also what is not named above. */
  readonly settings: Settings;
  /** What the user must know about the settings, one sentence each. */
  readonly notices: readonly string[];
}

/** Which session to work in. `id` may be the beginning of one. */
export type SessionWish =
  | { readonly kind: 'new' }
  | { readonly kind: 'continue' }
  | { readonly kind: 'resume'; readonly id: string }
  /** The user chooses on the screen. */
  | { readonly kind: 'pick' };

export type LoadedConfig =
  | { readonly kind: 'ok'; readonly config: Config }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' }
  /** Instead of a session. What is wrong in settings does not count in `config` and is told in `read`. */
  | ({ readonly kind: 'command' } & Command)
  /** What is wrong and what to do. */
  | { readonly kind: 'error'; readonly sentence: string };

export interface Command {
  readonly command: CommandName;
  /** What follows its name. */
  readonly args: readonly string[];
  readonly json: boolean;
  /** Whether the network may be used to look at things. */
  readonly online: boolean;
  readonly config: Config;
  readonly read: ReadSettings;
}

export interface ConfigSources {
  /** Without the program's own name. */
  readonly argv: readonly string[];
  readonly env: Environment;
  readonly homedir: string;
  readonly cwd: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const SECOND = 1_000;
const DAY = 86_400 * SECOND;
const MIB = 1024 * 1024;
/** Commands of a project wait for disk and network more than for a core. */
const FEWEST_PLACES = 4;
/** Every option: those of the program, and those of settings. */
const OPTIONS = {
  ...FLAGS,
  // Each time it is given it allows more; of all others the last counts.
  'allowed-tools': { type: 'string', multiple: true } as const,
  ...(Object.fromEntries(
    SETTING_NAMES.flatMap((name) => {
      const { flag } = settingOf(name);
      return flag === undefined ? [] : [[flagName(name), { type: flag.value === undefined ? 'boolean' : 'string' }]];
    }),
  ) as { readonly [name: string]: { readonly type: 'boolean' | 'string' } }),
};
const COMMAND_OPTIONS = { ...OPTIONS, json: { type: 'boolean' }, online: { type: 'boolean' } } as const;

type Flags = ReturnType<typeof parseArgs<{ options: typeof FLAGS }>>['values'] & {
  readonly [name: string]: string | boolean | undefined;
};

export async function loadConfig(sources: ConfigSources): Promise<LoadedConfig> {
  const { env } = sources;
  const parsed = parse(sources.argv);
  if (parsed.kind === 'error') return parsed;
  const { cwd, help, version, continue: last, resume, ...flags } = parsed.flags;
  if (help === true) return { kind: 'help', text: helpText() };
  if (version === true) return { kind: 'version' };

  const wanted = path.resolve(sources.cwd, cwd ?? '.');
  const project = projectFolder(wanted);
  if (project.kind === 'error')
    return { ...project, sentence: goneWords(wanted, stateFolder(sources)) ?? project.sentence };
  const session = wishedSession(last ?? false, resume?.trim());
  if (session.kind === 'error') return session;
  const headless = headlessWish(flags);
  if (headless.kind === 'error') return headless;
  if (session.kind === 'pick' && headless.wish !== null) {
    return { kind: 'error', sentence: 'Without a screen --resume wants the id of a session: --resume 1f3a9c2e' };
  }
  if (flags.demo === true && (headless.wish !== null || session.kind !== 'new' || parsed.words.length > 0)) {
    return { kind: 'error', sentence: '--demo stands alone: it has a prompt, a project and a session of its own.' };
  }
  const exposure = exposureOf(stateFolder(sources));
  if (exposure !== null && parsed.command === null) return { kind: 'error', sentence: exposure };
  const named = namedFiles(flags, sources.cwd);
  if (named.kind === 'error') return named;
  const files = [...settingsFiles({ config: configFolder(sources), project: project.folder }), ...named.files];
  const read = await readSettings({ files, env, flags, stateFolder: stateFolder(sources) });
  const wrong = flags['strict-config'] === true ? [...read.mistakes, ...read.unknown] : read.mistakes;
  if (wrong.length > 0 && parsed.command === null) return { kind: 'error', sentence: wrong.join('\n') };

  const { settings } = read;
  const caFile = settings.caFile === undefined ? null : expandHome(settings.caFile);
  if (caFile !== null && !isReadable(caFile) && parsed.command === null) {
    return { kind: 'error', sentence: `caFile: the file ${caFile} cannot be read. Correct it in your settings.` };
  }
  const home = resolvedPath(sources.homedir);
  const ownFolders = ownFoldersOf(sources);
  const exposed = exposedWords({ cwd: project.folder, home, ownFolders });
  const misplaced = projectFolderNotice(project.folder);
  const config: Config = {
    cwd: project.folder,
    home,
    ownFolders,
    prompt: parsed.words.join(' ').trim() || null,
    session,
    headless: headless.wish,
    permissions: settings.permissions,
    rules: rulesOf(settings),
    sandbox: sandboxOf(settings),
    wake: settings.wake,
    provider: chooseProvider(env, settings),
    caFile,
    model: settings.model ?? null,
    isModelNamed: typeof flags['model'] === 'string',
    limits: { foreground: settings.foregroundSeconds * SECOND, background: settings.backgroundSeconds * SECOND },
    parallel: settings.parallel ?? Math.max(FEWEST_PLACES, availableParallelism()),
    digestChars: Math.floor(settings.digestChars),
    retention: { age: settings.keepTasksDays * DAY, bytes: settings.keepLogsMiB * MIB },
    silence: settings.silenceSeconds * SECOND,
    logBytes: Math.floor(settings.keepTaskLogMiB * MIB),
    stateFolder: stateFolder(sources),
    userFolder: configFolder(sources),
    keys: settings.keys,
    colours: variable(env, 'NO_COLOR') === undefined,
    appendedPrompt: flags['append-system-prompt']?.trim() ?? '',
    isDemo: flags.demo === true,
    settings,
    notices: [...exposed, ...(misplaced === undefined ? [] : [misplaced]), ...(await projectNotices(read))],
  };
  if (parsed.command === null) return { kind: 'ok', config };
  const [json, online] = [flags['json'] === true, flags['online'] === true];
  return { kind: 'command', command: parsed.command, args: parsed.words, json, online, config, read };
}

type Problem = { readonly kind: 'error'; readonly sentence: string };

function parse(argv: readonly string[]) {
  const command = isCommand(argv[0]) ? argv[0] : null;
  const [args, options] = command === null ? [argv.map(maybeAlone), OPTIONS] : [argv.slice(1), COMMAND_OPTIONS];
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const rules = [values['allowed-tools'] ?? []].flat();
    const flags = { ...values, ...(rules.length === 0 ? {} : { 'allowed-tools': rules.join(',') }) };
    return { kind: 'parsed', command, flags: flags as Flags, words: positionals } as const;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      kind: 'error',
      sentence: `${reason.replace(/\.$/, '')}. ${commandLine('--help')} lists the options.`,
    } as const;
  }
}

/** `--resume` may stand alone. */
function maybeAlone(argument: string, index: number, argv: readonly string[]): string {
  const next = argv[index + 1];
  return argument === '--resume' && (next === undefined || next.startsWith('-')) ? '--resume=' : argument;
}

type NamedFiles = { readonly kind: 'files'; readonly files: readonly SettingsFile[] } | Problem;

/** Those of `--settings` and `--mcp-config`: a path, from the current folder, or JSON itself. */
function namedFiles(flags: Pick<Flags, 'settings' | 'mcp-config'>, cwd: string): NamedFiles {
  const files: SettingsFile[] = [];
  for (const [flag, holds] of NAMED) {
    const given = flags[flag]?.trim();
    if (given === undefined) continue;
    const isJson = given.startsWith('{');
    const file = isJson ? `--${flag}` : path.resolve(cwd, given);
    if (!isJson && !existsSync(file)) {
      return {
        kind: 'error',
        sentence: `The file ${file} of --${flag} does not exist. Give a file, or JSON in braces.`,
      };
    }
    files.push({ scope: 'option', file, holds, ...(isJson ? { text: given } : {}) });
  }
  return { kind: 'files', files };
}

const NAMED = [
  ['settings', 'settings'],
  ['mcp-config', 'mcp-servers'],
] as const;

function configFolder({ env, homedir }: ConfigSources): string {
  return path.join(folderVariable(env, 'XDG_CONFIG_HOME') ?? path.join(homedir, '.config'), 'meanwhile');
}

function ownFoldersOf(sources: ConfigSources): readonly string[] {
  const { env, homedir } = sources;
  const cache = path.join(folderVariable(env, 'XDG_CACHE_HOME') ?? path.join(homedir, '.cache'), 'meanwhile');
  const folders = [configFolder(sources), stateFolder(sources), cache];
  return [...new Set([...folders, ...folders.map(resolvedPath)])];
}

/** Where sessions and tasks are kept; it need not exist. */
export function stateFolder({ env, homedir, cwd }: Omit<ConfigSources, 'argv'>): string {
  const home = variable(env, 'MEANWHILE_HOME');
  if (home !== undefined) return path.resolve(cwd, home);
  return path.join(folderVariable(env, 'XDG_STATE_HOME') ?? path.join(homedir, '.local', 'state'), 'meanwhile');
}

function variable(env: Environment, name: keyof typeof VARIABLES): string | undefined {
  return env[name]?.trim() || undefined;
}

/** Relative paths are to be ignored: XDG Base Directory Specification 0.8. */
function folderVariable(
  env: Environment,
  name: 'XDG_CONFIG_HOME' | 'XDG_STATE_HOME' | 'XDG_CACHE_HOME',
): string | undefined {
  const folder = variable(env, name);
  return folder !== undefined && path.isAbsolute(folder) ? folder : undefined;
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function wishedSession(last: boolean, id: string | undefined): SessionWish | Problem {
  if (last && id !== undefined) return { kind: 'error', sentence: 'Give either --continue or --resume ID, not both.' };
  if (id === '') return { kind: 'pick' };
  return id !== undefined ? { kind: 'resume', id } : { kind: last ? 'continue' : 'new' };
}
