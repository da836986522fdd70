/**
 * The rules that the user kept by answering "always", for one project. They are in the state folder and not in the
 * project, so that nobody who writes its files can allow himself anything.
 */
import { readRegularText } from '../background/regular-file.ts';
import { writeWhole } from '../background/write-whole.ts';
import path from 'node:path';
import { parseAllowRule, type Rule } from '../agent/permissions/rules.ts';
import type { ProjectFolders } from './folders.ts';

export interface KeptRules {
  readonly file: string;
  /** Those of before; what is no rule is left out, and `problem` says so. */
  readonly allow: readonly Rule[];
  readonly problem: string | null;
  /** A sentence when they could not be kept; they hold for the session all the same. */
  add(rules: readonly string[]): string | null;
}

export function openKeptRules({ sessions }: ProjectFolders): KeptRules {
  const file = path.join(path.dirname(sessions), 'rules.json');
  const { texts, problem } = readTexts(file);
  const parsed = texts.map(parseAllowRule);
  const allow = parsed.flatMap((one) => (one.kind === 'rule' ? [one.rule] : []));
  const unused = parsed.flatMap((one) => (one.kind === 'wrong' ? [one.sentence] : []));
  const mistake = unused.length === 0 ? null : `Of ${file} not all is used: ${unused.join(' ')}`;
  return { file, allow, problem: problem ?? mistake, add: (rules) => addTexts(file, rules) };
}

function readTexts(file: string): { readonly texts: readonly string[]; readonly problem: string | null } {
  try {
    const kept: unknown = JSON.parse(readRegularText(file));
    const allow = typeof kept === 'object' && kept !== null && 'allow' in kept ? kept.allow : undefined;
    if (Array.isArray(allow) && allow.every((text) => typeof text === 'string')) return { texts: allow, problem: null };
    return { texts: [], problem: `${file} does not hold {"allow": [rules]}; its rules are not used.` };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { texts: [], problem: null };
    return { texts: [], problem: `${file} cannot be read: ${reasonOf(error)}. The rules kept in it are not used.` };
  }
}

/** Read anew, for other programs keep rules too; written whole or not at all. */
function addTexts(file: string, rules: readonly string[]): string | null {
  try {
    const { texts, problem } = readTexts(file);
    if (problem !== null) return problem;
    writeWhole(file, `${JSON.stringify({ allow: [...new Set([...texts, ...rules])] }, null, 2)}\n`);
    return null;
  } catch (error) {
    return `The rule could not be kept in ${file}: ${reasonOf(error)}. It holds for this session.`;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
