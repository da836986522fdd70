/**
 * Which settings of a project's files the user has seen and wants.
 *
 * A project is untrusted: whoever writes its files could widen what runs on the user's machine. So what widens is taken
 * only as it was when the user said so; the word is kept in the state folder, for the file, a hash of exactly these
 * settings, and one of each file of the project that they run, so that other changes need no new word and every change
 * of these does. Not bound: what those files run in their turn.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, statSync } from 'node:fs';
import { readRegularFile, readRegularText } from '../background/regular-file.ts';
import { writeWhole } from '../background/write-whole.ts';
import path from 'node:path';
import { isWithin } from '../agent/permissions/paths.ts';
import type { Given } from './given.ts';
import { exposureOf } from './private-folder.ts';
import { runScripts, type RunningSettings } from './run-scripts.ts';
import { settingOf } from './settings.ts';
import { projectOf } from './settings-files.ts';

export interface Trust {
  /** `changed`: the settings are as they were, but these files that they run are not. */
  look(file: string, widening: readonly Given[]): Trusted;
  /** Throws when it cannot be written down. */
  trust(file: string, widening: readonly Given[]): void;
}

export type Trusted =
  { readonly kind: 'trusted' | 'untrusted' } | { readonly kind: 'changed'; readonly files: readonly string[] };

interface Kept {
  readonly settings: string;
  /** A hash by path; `null` for a file that was not there. */
  readonly files: { readonly [file: string]: string | null };
}

export function openTrust(stateFolder: string): Trust {
  const record = path.join(stateFolder, 'trusted-settings.json');
  return {
    look(file, widening) {
      const before = keptOf(readRecord(record)[file]);
      // Nothing is looked for in the words of a command that nobody has seen.
      if (exposureOf(stateFolder) !== null || before?.settings !== hashOf(widening)) return { kind: 'untrusted' };
      const now = filesNow(file, widening);
      const names = [...new Set([...Object.keys(before.files), ...Object.keys(now)])];
      const files = names.filter((name) => before.files[name] !== now[name]);
      return files.length === 0 ? { kind: 'trusted' } : { kind: 'changed', files };
    },
    trust(file, widening) {
      mkdirSync(stateFolder, { recursive: true, mode: 0o700 });
      const exposure = exposureOf(stateFolder);
      if (exposure !== null) throw new Error(exposure);
      const trusted = {
        ...readRecord(record),
        [file]: { settings: hashOf(widening), files: filesNow(file, widening) },
      };
      writeWhole(record, `${JSON.stringify(trusted, null, 2)}\n`);
    },
  };
}

/** Those of a file's settings that count only when the user trusts them. */
export function wideningOf(given: readonly Given[]): readonly Given[] {
  return given.filter(({ name, value }) => {
    const { project } = settingOf(name);
    return project.kind === 'when-trusted' && (project.widens?.(value) ?? true);
  });
}

/** The files of the project that these settings of one of its files run, relative to it. */
export function boundFiles(file: string, widening: readonly Given[]): readonly string[] {
  const project = projectOf(file);
  const settings: RunningSettings = Object.fromEntries(widening.map(({ name, value }) => [name, value]));
  const files = runScripts(settings, project)
    .map((script) => script.file)
    .filter((script) => isWithin(project, script));
  return [...new Set(files)].map((script) => path.relative(project, script)).sort();
}

/** One that cannot be read trusts nothing. */
function readRecord(file: string): { readonly [file: string]: unknown } {
  try {
    const record: unknown = JSON.parse(readRegularText(file));
    return typeof record === 'object' && record !== null ? { ...record } : {};
  } catch {
    return {};
  }
}

/** A hash alone is of a version that knew no files: it holds as long as there are none. */
function keptOf(kept: unknown): Kept | undefined {
  if (typeof kept === 'string') return { settings: kept, files: {} };
  if (typeof kept !== 'object' || kept === null || !('settings' in kept) || !('files' in kept)) return undefined;
  const { settings, files } = kept;
  return typeof settings === 'string' && typeof files === 'object' && files !== null
    ? { settings, files: { ...files } }
    : undefined;
}

function filesNow(file: string, widening: readonly Given[]): Kept['files'] {
  const project = projectOf(file);
  return Object.fromEntries(boundFiles(file, widening).map((name) => [name, hashOfFile(path.join(project, name))]));
}

function hashOf(widening: readonly Given[]): string {
  const written = widening.map(({ name, value }) => [name, value]).sort(([one], [other]) => (one! < other! ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(written)).digest('hex');
}

/** Larger ones are programs that no project keeps: they count by their size and age. */
const LARGEST = 64 * 1024 * 1024;

function hashOfFile(file: string): string | null {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) return null;
    const content = stats.size <= LARGEST ? readRegularFile(file) : `${stats.size} ${stats.mtimeMs}`;
    return createHash('sha256').update(content).digest('hex');
  } catch {
    return null;
  }
}
