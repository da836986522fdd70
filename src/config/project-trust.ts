/**
 * Which settings of a project's files the user has seen and wants.
 *
 * A project is untrusted: whoever writes its files could widen what runs on the user's machine. So what widens is taken
 * only as it was when the user said so; the word is kept in the state folder, for the file and a hash of exactly these
 * settings, so that other changes of the file need no new word and every change of these does.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Given } from './given.ts';
import { exposureOf } from './private-folder.ts';
import { settingOf } from './settings.ts';

export interface Trust {
  isTrusted(file: string, widening: readonly Given[]): boolean;
  /** Throws when it cannot be written down. */
  trust(file: string, widening: readonly Given[]): void;
}

export function openTrust(stateFolder: string): Trust {
  const record = path.join(stateFolder, 'trusted-settings.json');
  return {
    isTrusted: (file, widening) => exposureOf(stateFolder) === null && readRecord(record)[file] === hashOf(widening),
    trust(file, widening) {
      mkdirSync(stateFolder, { recursive: true, mode: 0o700 });
      const exposure = exposureOf(stateFolder);
      if (exposure !== null) throw new Error(exposure);
      const draft = `${record}.${process.pid}`;
      const trusted = { ...readRecord(record), [file]: hashOf(widening) };
      writeFileSync(draft, `${JSON.stringify(trusted, null, 2)}\n`, { mode: 0o600 });
      renameSync(draft, record);
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

/** One that cannot be read trusts nothing. */
function readRecord(file: string): { readonly [file: string]: unknown } {
  try {
    const record: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof record === 'object' && record !== null ? { ...record } : {};
  } catch {
    return {};
  }
}

function hashOf(widening: readonly Given[]): string {
  const written = widening.map(({ name, value }) => [name, value]).sort(([one], [other]) => (one! < other! ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(written)).digest('hex');
}
