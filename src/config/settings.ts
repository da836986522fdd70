/**
 * Every setting there is, in one table. To add one: an entry here, and its use where `config.settings` is read.
 *
 * The order is the order of `--help`.
 */
import { PERMISSION_MODES } from '../agent/events.ts';
import { ACCESS_SETTINGS } from './access-settings.ts';
import { LOOKS_SETTINGS } from './looks-settings.ts';
import { HOOKS_SETTING } from './hook-setting.ts';
import { PERMISSION_SETTINGS } from './permission-settings.ts';
import { shownAddress, shownServer } from './shown-server.ts';
import { asNumber, asText, FREE, TOLD, WHEN_TRUSTED, type Setting } from './setting.ts';

/** What the published schema can say of an address. */
const BEGINS_LIKE_ADDRESS = /^[Hh][Tt][Tt][Pp][Ss]?:\/\/./;
const ADDRESS = { error: 'Expected an address that begins with http:// or https://', abort: true };

export const SETTINGS = {
  permissions: setting({
    help: 'what is done without asking: ask, edits, plan or all',
    allowed: 'ask, edits, plan, all',
    schema: (z) => z.enum(PERMISSION_MODES),
    default: 'ask',
    flag: { value: 'MODE', read: asText },
    merge: 'replace',
    project: { kind: 'when-trusted', widens: (mode) => mode === 'edits' || mode === 'all' },
  }),
  ...PERMISSION_SETTINGS,
  model: setting({
    help: 'the model to talk to',
    allowed: 'the name of a model',
    schema: (z) => z.string().check(z.trim(), z.minLength(1)),
    flag: { value: 'NAME', read: asText },
    env: { name: 'ANTHROPIC_MODEL', read: asText },
    merge: 'replace',
    project: TOLD,
  }),
  maxWait: setting({
    help: 'how long a request is made again that fails in a way that may pass: overload, limits, a lost connection',
    allowed: 'a number of seconds from 0 to 604800',
    schema: (z) => z.number().check(z.minimum(0), z.maximum(604_800)),
    defaultWords: 'as long as the server says; with -p 600',
    flag: { value: 'SECONDS', read: asNumber },
    merge: 'replace',
    project: FREE,
  }),
  fallbackModel: setting({
    help: 'the model that is asked for a while when the other is overloaded, and once when it declines',
    allowed: 'the name of a model',
    schema: (z) => z.string().check(z.trim(), z.minLength(1)),
    merge: 'replace',
    project: TOLD,
  }),
  effort: setting({
    help: 'how hard the model thinks, where it lets that be chosen',
    allowed: 'low, medium, high, xhigh, max',
    schema: (z) => z.enum(['low', 'medium', 'high', 'xhigh', 'max']),
    merge: 'replace',
    project: TOLD,
  }),
  thinking: setting({
    help: 'whether the model thinks and shows it (on), shows nothing of it (hidden), or does not think where it can be turned off',
    allowed: 'on, hidden, off',
    schema: (z) => z.enum(['on', 'hidden', 'off']),
    default: 'on',
    merge: 'replace',
    project: TOLD,
  }),
  baseURL: setting({
    help: 'where the Messages API is, if elsewhere',
    allowed: 'an address that begins with http:// or https://',
    schema: (z) => z.string().check(z.regex(BEGINS_LIKE_ADDRESS, ADDRESS), z.refine(isWebAddress, ADDRESS)),
    env: { name: 'ANTHROPIC_BASE_URL', read: asText },
    merge: 'replace',
    project: WHEN_TRUSTED,
    shown: (address) => shownAddress(address),
  }),
  ...ACCESS_SETTINGS,
  wake: setting({
    help: 'whether the end of a task starts a turn by itself',
    allowed: 'auto, ask, off',
    schema: (z) => z.enum(['auto', 'ask', 'off']),
    default: 'auto',
    flag: { value: 'auto|ask|off', read: asText },
    merge: 'replace',
    project: { kind: 'when-trusted', widens: (wake) => wake === 'auto' },
  }),
  ...LOOKS_SETTINGS,
  foregroundSeconds: setting({
    help: 'after this long a command goes on in the background',
    allowed: 'a number of seconds from 1 to 3600',
    schema: (z) => z.number().check(z.minimum(1), z.maximum(3_600)),
    default: 30,
    merge: 'replace',
    project: FREE,
  }),
  silenceSeconds: setting({
    help: 'after this long without output a task that asked something seems to wait for input',
    allowed: 'a number of seconds from 1 to 3600',
    schema: (z) => z.number().check(z.minimum(1), z.maximum(3_600)),
    default: 45,
    merge: 'replace',
    project: FREE,
  }),
  backgroundSeconds: setting({
    help: 'the time limit of a command that names none',
    allowed: 'a number of seconds from 1 to 604800',
    schema: (z) => z.number().check(z.minimum(1), z.maximum(604_800)),
    default: 300,
    merge: 'replace',
    project: FREE,
  }),
  digestChars: setting({
    help: 'how much the model is told of the log of a task',
    allowed: 'a number of characters from 200 to 16000',
    schema: (z) => z.number().check(z.minimum(200), z.maximum(16_000)),
    default: 2_000,
    merge: 'replace',
    project: FREE,
  }),
  keepTasksDays: setting({
    help: 'how long a task is kept after its end',
    allowed: 'a number of days from 0 to 3650',
    schema: (z) => z.number().check(z.minimum(0), z.maximum(3_650)),
    default: 7,
    merge: 'replace',
    project: WHEN_TRUSTED,
  }),
  keepLogsMiB: setting({
    help: 'for all logs of a project, oldest go first',
    allowed: 'a number of MiB from 1 to 1048576',
    schema: (z) => z.number().check(z.minimum(1), z.maximum(1_048_576)),
    default: 2_048,
    merge: 'replace',
    project: WHEN_TRUSTED,
  }),
  keepTaskLogMiB: setting({
    help: 'for the log of one task, first and last parts',
    allowed: 'a number of MiB from 4 to 65536',
    schema: (z) => z.number().check(z.minimum(4), z.maximum(65_536)),
    default: 64,
    merge: 'replace',
    project: WHEN_TRUSTED,
  }),
  contextTokens: setting({
    help: 'the window of a model that is not known, or a smaller bound than its own',
    allowed: 'a whole number of tokens from 4000 to 10000000',
    schema: (z) => z.int().check(z.minimum(4_000), z.maximum(10_000_000)),
    merge: 'replace',
    project: FREE,
  }),
  compactPercent: setting({
    help: 'how full the window is when room is made in it',
    allowed: 'a number of percent from 10 to 95',
    schema: (z) => z.number().check(z.minimum(10), z.maximum(95)),
    default: 80,
    merge: 'replace',
    project: FREE,
  }),
  maxSessionTokens: setting({
    help: 'how many tokens a session may use, of all kinds together',
    allowed: 'a whole number of tokens from 1000',
    schema: (z) => z.int().check(z.minimum(1_000)),
    merge: 'replace',
    project: WHEN_TRUSTED,
  }),
  maxSessionDollars: setting({
    help: 'how much a session may cost, where the price of the model is known',
    allowed: 'a number of dollars from 0.01',
    schema: (z) => z.number().check(z.minimum(0.01)),
    merge: 'replace',
    project: WHEN_TRUSTED,
  }),
  prices: setting({
    help: 'dollars for a million tokens, by the beginning of a model’s name',
    allowed: 'an object such as {"qwen": {"input": 0.5, "output": 2}}; also cacheRead and cacheWrite',
    schema: (z) =>
      z.record(
        z.string(),
        z.strictObject({
          input: z.number().check(z.minimum(0)),
          output: z.number().check(z.minimum(0)),
          cacheRead: z.optional(z.number().check(z.minimum(0))),
          cacheWrite: z.optional(z.number().check(z.minimum(0))),
        }),
      ),
    merge: 'by-key',
    project: WHEN_TRUSTED,
  }),
  mcpServers: setting({
    help: 'MCP servers by name, whose tools the model can use',
    allowed:
      'an object such as {"files": {"command": "npx", "args": ["…"]}, "web": {"url": "https://…"}}; also env, cwd, headers, sandbox',
    schema: (z) =>
      z.record(
        z.string().check(z.regex(/^[\w-]{1,40}$/, 'Expected a name of at most 40 letters, digits, _ and -')),
        z.union(
          [
            z.strictObject({
              type: z.optional(z.literal('stdio')),
              command: z.string().check(z.minLength(1)),
              args: z.optional(z.array(z.string())),
              env: z.optional(z.record(z.string(), z.string())),
              cwd: z.optional(z.string()),
              sandbox: z.optional(z.boolean()),
            }),
            z.strictObject({
              type: z.optional(z.enum(['http', 'streamable-http'])),
              url: z.string().check(z.regex(BEGINS_LIKE_ADDRESS, ADDRESS), z.refine(isWebAddress, ADDRESS)),
              headers: z.optional(z.record(z.string(), z.string())),
            }),
          ],
          'Expected either {"command": "…"} or {"url": "https://…"}, with what belongs to it',
        ),
      ),
    merge: 'by-key',
    project: WHEN_TRUSTED,
    // Variables and headers may hold keys.
    shown: (server) => shownServer(server),
  }),
  agents: setting({
    help: 'how many agents run at once in the background',
    allowed: 'a whole number from 1 to 100',
    schema: (z) => z.int().check(z.minimum(1), z.maximum(100)),
    default: 4,
    merge: 'replace',
    project: WHEN_TRUSTED,
  }),
  parallel: setting({
    help: 'how many tasks run at once',
    allowed: 'a whole number from 1 to 1000',
    schema: (z) => z.int().check(z.minimum(1), z.maximum(1_000)),
    defaultWords: 'the cores, at least 4',
    merge: 'replace',
    project: FREE,
  }),
  hooks: setting(HOOKS_SETTING),
  keys: setting({
    help: 'keys of your own, by the names of actions; an empty list takes them away',
    allowed: 'lists of keys by action, such as {"stop task": ["d", "ctrl+x"]}',
    schema: (z) => z.record(z.string(), z.array(z.string())),
    default: {} as Readonly<Record<string, string[]>>,
    merge: 'by-key',
    project: WHEN_TRUSTED,
  }),
};

export type SettingName = keyof typeof SETTINGS;

type ValueOf<Name extends SettingName> = (typeof SETTINGS)[Name] extends Setting<infer Value> ? Value : never;
type WithDefault = {
  [Name in SettingName]: (typeof SETTINGS)[Name] extends { readonly default: unknown } ? Name : never;
}[SettingName];

/** All settings after every source was asked; those without a default are there only when something set them. */
export type Settings = { readonly [Name in WithDefault]: ValueOf<Name> } & {
  readonly [Name in Exclude<SettingName, WithDefault>]?: ValueOf<Name>;
};

export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}

/** The setting, of whatever kind its values are. */
export function settingOf(name: SettingName): Setting<unknown> {
  return SETTINGS[name] as unknown as Setting<unknown>;
}

/** The flag of a setting without its dashes: `maxTurns` is `max-turns`. */
export function flagName(name: SettingName): string {
  return name.replace(/[A-Z]+/g, (capitals) => `-${capitals.toLowerCase()}`);
}

function setting<Value>(setting: Setting<Value> & { readonly default: NoInfer<Value> }): typeof setting;
function setting<Value>(setting: Setting<Value>): Setting<Value>;
function setting<Value>(setting: Setting<Value>): Setting<Value> {
  return setting;
}

function isWebAddress(text: string): boolean {
  return /^https?:/i.test(text) && URL.canParse(text);
}
