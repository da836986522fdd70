/** Reads the lists of options of `known-command.ts`, and looks options up in them. */

import type { KnownCommand } from './known-command.ts';

export type FoundOption =
  /** Not on the list, or with a value that is not. */
  | { readonly kind: 'unknown' }
  /** Nothing belongs to it, or a value that is joined. `isText`: the value names no file. */
  | { readonly kind: 'whole'; readonly isText: boolean }
  /** The next word is its value. `values`: what that may be; `null`: anything. */
  | { readonly kind: 'needs-value'; readonly isText: boolean; readonly values: readonly string[] | null };

interface Entry {
  readonly value: 'none' | 'required' | 'optional';
  readonly isText: boolean;
  readonly values: readonly string[] | null;
}

export interface OptionList {
  readonly entries: ReadonlyMap<string, Entry>;
  /** See `KnownCommand`. */
  readonly longDash: boolean;
}

export function readOptions(options: string, { longDash = false }: Pick<KnownCommand, 'longDash'>): OptionList {
  const entries = new Map<string, Entry>();
  for (const token of options.split(/\s+/)) {
    const [, name = '', sign = '', values = ''] = /^(.[^=:?]*)([=:?]?)(.*)$/s.exec(token) ?? [];
    if (name === '') continue;
    entries.set(name, {
      value: sign === '' ? 'none' : sign === '?' ? 'optional' : 'required',
      isText: sign === ':',
      values: values === '' ? null : values.split('|'),
    });
  }
  return { entries, longDash };
}

export function findOption(word: string, { entries, longDash }: OptionList): FoundOption {
  if (/^-\d+$/.test(word) && entries.has('-#')) return WHOLE;
  if (word.startsWith('+') && entries.has('+')) return WHOLE;
  const at = word.startsWith('-') ? word.indexOf('=') : -1;
  const name = at === -1 ? word : word.slice(0, at);
  const spelled = longDash && name.startsWith('--') && !entries.has(name) ? name.slice(1) : name;
  const entry = entries.get(spelled);
  if (entry !== undefined && (at === -1 || longDash || spelled.length > 2)) {
    return at === -1 ? alone(entry) : joined(entry, word.slice(at + 1));
  }
  return longDash || !/^-[A-Za-z0-9]/.test(word) ? UNKNOWN : bundled(word.slice(1), entries);
}

const UNKNOWN: FoundOption = { kind: 'unknown' };
const WHOLE: FoundOption = { kind: 'whole', isText: false };

/** `-la`, `-n5`, `-rnA3`: letters, of which the last one may have the rest as its value. */
function bundled(letters: string, entries: ReadonlyMap<string, Entry>): FoundOption {
  for (let at = 0; at < letters.length; at++) {
    const entry = entries.get(`-${letters[at]}`);
    const rest = letters.slice(at + 1);
    if (entry === undefined) return UNKNOWN;
    if (entry.value === 'none') continue;
    if (rest === '') return alone(entry);
    const found = joined(entry, rest);
    // Where the value begins only we know: who looks for files in the word takes it from the second letter on.
    const isPlain = at === 0 || entry.isText || entry.values !== null || /^\d+$/.test(rest);
    return isPlain ? found : UNKNOWN;
  }
  return WHOLE;
}

function alone({ value, isText, values }: Entry): FoundOption {
  return value === 'required' ? { kind: 'needs-value', isText, values } : WHOLE;
}

function joined({ value, isText, values }: Entry, text: string): FoundOption {
  if (value === 'none' || (values !== null && !values.includes(text))) return UNKNOWN;
  return { kind: 'whole', isText: isText || values !== null };
}
