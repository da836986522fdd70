/**
 * All settings, from every source, and what is to be said about them.
 *
 * The user's file, the project's, the project's local one, the environment, flags: later ones win. What checks and
 * parses is loaded only when some source gives something.
 */
import { isProjectScope, originWords, type Given } from './given.ts';
import { mergeGiven, type Merged } from './merge.ts';
import { flagName, SETTING_NAMES, settingOf } from './settings.ts';
import type { Trusted } from './project-trust.ts';
import { readSettingsText, type SettingsFile } from './settings-files.ts';

export interface SettingsSources {
  /** From the one that counts least to the one that counts most. */
  readonly files: readonly SettingsFile[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What was given after each flag, by the flag's name without dashes. */
  readonly flags: Readonly<Record<string, string | boolean | undefined>>;
  /** Keeps which settings of projects the user trusts. */
  readonly stateFolder: string;
}

export interface ReadSettings extends Merged {
  /** Whole sentences, each with where it is; nothing that is wrong counts. */
  readonly mistakes: readonly string[];
  /** Sentences about names that are no settings and do not count. */
  readonly unknown: readonly string[];
  /** Settings of project files that do not count because the user has not trusted them. */
  readonly untrusted: readonly Untrusted[];
  /** Settings of project files that only the user's own file, variables and flags can give. */
  readonly refused: readonly Given[];
  /** The files that there are. */
  readonly found: readonly SettingsFile[];
}

export interface Untrusted extends Given {
  /** Files of the project that it runs and that are not as they were trusted. */
  readonly changed: readonly string[];
}

export async function readSettings({ files, env, flags, stateFolder }: SettingsSources): Promise<ReadSettings> {
  const texts = files.map((file) => ({ file, read: readSettingsText(file) })).filter(isThere);
  const words = [...environmentWords(env), ...flagWords(flags)];
  const found = texts.map(({ file }) => file);
  if (texts.length === 0 && words.length === 0)
    return { ...mergeGiven([]), mistakes: [], unknown: [], untrusted: [], refused: [], found };

  const [{ parseSettings }, { checkValue }, { openTrust, wideningOf }] = await Promise.all([
    import('./parse-settings.ts'),
    import('./check-value.ts'),
    import('./project-trust.ts'),
  ]);
  const given: Given[] = [];
  const mistakes: string[] = [];
  const unknown: string[] = [];
  const untrusted: Untrusted[] = [];
  const refused: Given[] = [];
  for (const { file, read } of texts) {
    if (read.kind === 'error') mistakes.push(read.sentence);
    if (read.kind !== 'text') continue;
    const parsed = await parseSettings(file, read.text);
    mistakes.push(...parsed.mistakes);
    unknown.push(...parsed.unknown);
    if (!isProjectScope(file.scope)) {
      given.push(...parsed.given);
      continue;
    }
    const foreign = parsed.given.filter(({ name }) => settingOf(name).project.kind === 'never');
    const widening = wideningOf(parsed.given);
    const trusted = widening.length === 0 ? TRUSTED : openTrust(stateFolder).look(file.file, widening);
    const waiting = trusted.kind === 'trusted' ? [] : widening;
    const changed = trusted.kind === 'changed' ? trusted.files : [];
    refused.push(...foreign);
    untrusted.push(...waiting.map((one) => ({ ...one, changed })));
    given.push(...parsed.given.filter((one) => !waiting.includes(one) && !foreign.includes(one)));
  }
  for (const word of words) {
    const checked = checkValue(word.name, word.value);
    if (checked.kind === 'right') given.push({ ...word, value: checked.value });
    else mistakes.push(...checked.problems.map(({ sentence }) => `${originWords(word.origin)} ${sentence}`));
  }
  return { ...mergeGiven(given), mistakes, unknown, untrusted, refused, found };
}

const TRUSTED: Trusted = { kind: 'trusted' };

function isThere({ read }: { readonly read: ReturnType<typeof readSettingsText> }): boolean {
  return read.kind !== 'none';
}

/** An empty variable counts as unset. */
function environmentWords(env: SettingsSources['env']): readonly Given[] {
  return SETTING_NAMES.flatMap((name) => {
    const variable = settingOf(name).env;
    const text = variable === undefined ? undefined : env[variable.name]?.trim();
    if (variable === undefined || text === undefined || text === '') return [];
    return [{ name, value: variable.read(text), origin: { kind: 'environment', name: variable.name } as const }];
  });
}

function flagWords(flags: SettingsSources['flags']): readonly Given[] {
  return SETTING_NAMES.flatMap((name) => {
    const { flag } = settingOf(name);
    const text = flags[flagName(name)];
    if (flag === undefined || text === undefined) return [];
    return [{ name, value: flag.read(String(text)), origin: { kind: 'flag', name: flagName(name) } as const }];
  });
}
