import { fold } from './fold.ts';
import { PREAMBLE, VERB, VERB_END } from './verbs.ts';

// Bounded, or a prompt of nothing but "and then" would take seconds.
const LEAD = `(?:(?:${PREAMBLE})[\\s,:]+){0,6}`;
const BEGINS = `(?=${LEAD}(?:${VERB})${VERB_END})`;
const JOINT =
  '(?:and then|and also|and|then|also|after that|et puis|et ensuite|et aussi|et|puis|ensuite|apres (?:ca|cela))';

/** Between two requests: a sentence ends, or a joint or comma or line break stands before something that begins one. */
const BETWEEN = new RegExp(
  [
    `(?<=[^\\s.!?])(?:\\.+| ?[!?]+)(?=\\s)`,
    `(?:\\s*[,;]\\s*|\\s+)${JOINT},?\\s+${BEGINS}`,
    `\\s*[,;\\n]\\s*(?:[-*•]\\s+|\\d+[.)]\\s+)?${BEGINS}`,
  ].join('|'),
  'g',
);

/**
 * A prompt, its quotes lifted, as the requests that it joins. "and" or "then" joins requests only before a word with
 * which a request can begin, so that `make && make install and more` stays one.
 */
export function clausesOf(text: string): string[] {
  const clauses: string[] = [];
  let from = 0;
  for (const match of fold(text).matchAll(BETWEEN)) {
    clauses.push(text.slice(from, match.index));
    from = match.index + match[0].length;
  }
  clauses.push(text.slice(from));
  return clauses.map((clause) => clause.trim()).filter((clause) => /[^\s.,;:!?-]/.test(clause));
}
