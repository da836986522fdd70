/**
 * The files that a pattern of the shell may stand for. Rather too many than too few: `?` and `[…]` count as `*`, and what
 * is quoted within the word as unquoted.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { matchesText } from './match-command.ts';
import type { PatternWord } from './pattern-words.ts';

/** As the shell would write them; `null`: more than are worth looking at. */
export function expandPattern(pattern: string, folder: string): readonly string[] | null {
  const [first = '', ...parts] = pattern.split('/');
  let found: readonly string[] = [''];
  let seen = 0;
  const steps = [...(first === '' ? [] : [first]), ...parts];
  let prefix = first === '' ? '/' : '';
  for (const step of steps) {
    if (step === '') continue;
    if (!/[*?[]/.test(step)) {
      found = found.map((one) => joined(one, step));
      continue;
    }
    const word = patternOf(step);
    const next: string[] = [];
    for (const one of found) {
      const names = namesIn(path.resolve(folder, prefix + one));
      seen += names.length;
      if (seen > MOST_NAMES) return null;
      const isShown = (name: string) => step.startsWith('.') || !name.startsWith('.');
      next.push(...names.filter((name) => isShown(name) && matchesText(word, name)).map((name) => joined(one, name)));
      if (next.length > MOST_FILES) return null;
    }
    found = next;
  }
  return found.map((one) => prefix + one);
}

const MOST_NAMES = 2_000;
const MOST_FILES = 200;

function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function patternOf(step: string): PatternWord {
  const open = step.indexOf('[');
  const close = step.lastIndexOf(']');
  const loose = open === -1 || close < open ? step : `${step.slice(0, open)}*${step.slice(close + 1)}`;
  return loose.split(/[*?[]/).flatMap((text, index) => (index === 0 ? [text] : [null, text]));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
