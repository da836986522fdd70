/** Brings together what all sources gave, and keeps where each part of a value comes from. */
import type { Given, Origin } from './given.ts';
import { SETTING_NAMES, settingOf, type SettingName, type Settings } from './settings.ts';

/** A value, or one key or item of a value that several sources make up. */
export interface Part {
  /** The key or, of a list, the number of the item from 0; `null` for the whole. */
  readonly key: string | null;
  readonly value: unknown;
  readonly origin: Origin;
}

export interface Merged {
  readonly settings: Settings;
  /** Of every setting that has a value. */
  readonly parts: ReadonlyMap<SettingName, readonly Part[]>;
}

/** `given` goes from the source that counts least to the one that counts most. */
export function mergeGiven(given: readonly Given[]): Merged {
  const parts = new Map<SettingName, readonly Part[]>();
  for (const name of SETTING_NAMES) {
    const fallback = settingOf(name).default;
    const before = fallback === undefined ? [] : partsOf({ name, value: fallback, origin: { kind: 'default' } });
    const own = given.filter((one) => one.name === name).map(partsOf);
    const merged = own.reduce((all, next) => join(name, all, next), before);
    if (own.length > 0 || fallback !== undefined) parts.set(name, merged);
  }
  const values = [...parts].map(([name, own]) => [name, valueOf(name, own)]);
  return { settings: Object.fromEntries(values) as Settings, parts };
}

/** The value itself, or each of its keys or items. */
export function partsOf({ name, value, origin, lines }: Given): readonly Part[] {
  if (settingOf(name).merge === 'replace') return [{ key: null, value, origin }];
  return Object.entries(value as object).map(([key, part]) => {
    const line = lines?.[key];
    return { key, value: part, origin: origin.kind === 'file' && line !== undefined ? { ...origin, line } : origin };
  });
}

function join(name: SettingName, before: readonly Part[], next: readonly Part[]): readonly Part[] {
  switch (settingOf(name).merge) {
    case 'replace':
      return next;
    case 'append':
      return [...before, ...next].map((part, index) => ({ ...part, key: String(index) }));
    case 'by-key':
      return [...before.filter(({ key }) => !next.some((part) => part.key === key)), ...next];
  }
}

/** The value that its parts make up. */
export function valueOf(name: SettingName, parts: readonly Part[]): unknown {
  switch (settingOf(name).merge) {
    case 'replace':
      return parts[0]?.value;
    case 'append':
      return parts.map(({ value }) => value);
    case 'by-key':
      return Object.fromEntries(parts.map(({ key, value }) => [key, value]));
  }
}
