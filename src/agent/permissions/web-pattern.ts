/**
 * Patterns of addresses. A `*` in the host stands for characters of one label, so that `https://*.example.com/*` is of
 * example.com only and `https://docs.*` never of somebody who owns docs.attacker.com.
 */
import { matchesText } from './match-command.ts';
import type { PatternWord } from './pattern-words.ts';

/** `undefined`: the pattern is not one of an address. */
export function matchesAddress(pattern: string, address: string): boolean | undefined {
  const wanted = ADDRESS.exec(pattern);
  if (wanted === null) return undefined;
  const given = ADDRESS.exec(address);
  if (given === null) return false;
  const [, scheme = '', host = '', rest = ''] = wanted;
  const [, itsScheme = '', itsHost = '', itsRest = ''] = given;
  if (!matchesText(starred(scheme), itsScheme)) return false;
  return matchesHost(host, itsHost) && matchesText(starred(rest || '/'), itsRest || '/');
}

/** Scheme, host with its port, all else. */
const ADDRESS = /^([a-z*][a-z0-9+.*-]*):\/\/([^/?#\\]*)(.*)$/is;

/** Label by label, and what parts them as it is. */
function matchesHost(pattern: string, host: string): boolean {
  const wanted = pattern.split(/([.:@])/);
  const given = host.split(/([.:@])/);
  return wanted.length === given.length && wanted.every((label, at) => matchesText(starred(label), given[at] ?? ''));
}

/** As a word of a pattern: each `*` is anything. */
export function starred(text: string): PatternWord {
  return text.split('*').flatMap((part, index) => (index === 0 ? [part] : [null, part]));
}

/** What is wrong with an address in a rule that allows, to follow the rule and a colon. */
export function addressProblem(pattern: string): string | null {
  const [, , host = '', rest = ''] = ADDRESS.exec(pattern) ?? [];
  if (pattern === '*' || (host !== '' && (rest !== '' || !host.includes('*')))) return null;
  return 'write the whole host and a / behind it, such as web_fetch(https://docs.example.org/*)';
}
