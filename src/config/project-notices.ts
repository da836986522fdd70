/** What the user has to know of the settings that a project brings along. */
import { commandLine } from '../background/start-command.ts';
import { isProjectScope, originWords, type Given } from './given.ts';
import type { ReadSettings, Untrusted } from './read-settings.ts';
import { flagName, SETTING_NAMES, settingOf } from './settings.ts';

/** What does not count, and what counts although the user might want to know. */
export async function projectNotices({ unknown, untrusted, refused, parts }: ReadSettings): Promise<readonly string[]> {
  const waiting = untrusted.length === 0 ? [] : await withValues(untrusted);
  return [...unknown, ...waiting, ...refusedWords(refused), ...toldWords(parts)];
}

/** So much is shown at the start; `meanwhile config` shows all, however much it is. */
const MOST_LINES = 12;
const MOST_CHARACTERS = 1_200;

/** The sentences about them, each with what the file says. */
async function withValues(untrusted: readonly Untrusted[]): Promise<readonly string[]> {
  const { givenLines } = await import('./shown-value.ts');
  return byFile(untrusted).flatMap(([, given]) => {
    const lines = givenLines(given, Infinity);
    const shown = lines.length <= MOST_LINES && lines.join('').length <= MOST_CHARACTERS ? lines : [];
    return untrustedWords(given).map((sentence) => [sentence, ...shown].join('\n'));
  });
}

/** One sentence for each file whose settings do not count because they are not trusted. */
export function untrustedWords(untrusted: readonly Untrusted[]): readonly string[] {
  return byFile(untrusted).map(([file, given]) => {
    const changed = [...new Set(given.flatMap((one) => one.changed))];
    const verb = `do${given.length === 1 ? 'es' : ''} not count`;
    if (changed.length > 0) {
      const what = `${changed.join(', ')} ${changed.length === 1 ? 'has' : 'have'} changed since you trusted`;
      const them = changed.length === 1 ? 'that file' : 'those files';
      return `${namesOf(given)} in ${file} ${verb}: ${what} what runs ${changed.length === 1 ? 'it' : 'them'}. Look at ${them}, then run: ${commandLine('config trust')}`;
    }
    return (
      `${namesOf(given)} in ${file} ${verb}: a project may widen what runs only when you trust it. ` +
      `${commandLine('config')} shows all of it; to trust it, run: ${commandLine('config trust')}`
    );
  });
}

/** The same for those that no project can give. */
export function refusedWords(refused: readonly Given[]): readonly string[] {
  return byFile(refused).map(([file, given]) => {
    const flags = given
      .filter(({ name }) => settingOf(name).flag !== undefined)
      .map(({ name }) => `--${flagName(name)}`);
    const places = ['in your own settings.json', ...(flags.length === 0 ? [] : [`by ${flags.join(', ')}`])].join(
      ' or ',
    );
    return `${namesOf(given)} in ${file} do${given.length === 1 ? 'es' : ''} not count: how it looks and calls you is yours to set, ${places}.`;
  });
}

function toldWords(parts: ReadSettings['parts']): readonly string[] {
  return SETTING_NAMES.flatMap((name) => {
    const [part] = settingOf(name).project.kind === 'told' ? (parts.get(name) ?? []) : [];
    if (part?.origin.kind !== 'file' || !isProjectScope(part.origin.scope)) return [];
    return [`"${name}" is ${String(part.value)} by the settings of the project (${originWords(part.origin)}).`];
  });
}

/** Settings of files, each file with its own. */
export function byFile<One extends Given>(given: readonly One[]): readonly (readonly [string, readonly One[]])[] {
  const files = new Map<string, One[]>();
  for (const one of given) {
    if (one.origin.kind === 'file') files.set(one.origin.file, [...(files.get(one.origin.file) ?? []), one]);
  }
  return [...files];
}

/** `"hooks" (line 2), "model" (line 3)`. */
function namesOf(given: readonly Given[]): string {
  return given
    .map(({ name, origin }) => `"${name}"${origin.kind === 'file' ? ` (line ${origin.line})` : ''}`)
    .join(', ');
}
