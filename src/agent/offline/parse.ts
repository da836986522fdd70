import { clausesOf } from './clauses.ts';
import { after, bare, fold, has, remove } from './fold.ts';
import { languageOf } from './language.ts';
import { parseBare, parseProjectTask } from './parse-bare.ts';
import { parseCreate, parseEdit, parseRead } from './parse-file.ts';
import { parseRun } from './parse-run.ts';
import { parseStatus, parseStop } from './parse-task.ts';
import { liftQuotes, QUOTE, quotesIn, type Lifted } from './quotes.ts';
import type { Language, Request } from './requests.ts';
import { CARRY_ON, EDIT, GREETING, HELP, IN_BACKGROUND, POSTSCRIPT, PREAMBLE, REPORT, THANKS, WHILE } from './verbs.ts';

export interface Parsed {
  readonly language: Language;
  readonly requests: readonly Request[];
}

/**
 * What a prompt asks for, in its order, without the courtesies around it. Never empty: what is not understood is a
 * request of kind `unknown`.
 */
export function parsePrompt(prompt: string): Parsed {
  const lifted = liftQuotes(prompt);
  const command = parseBare(prompt);
  // A command line is in no language.
  if (command !== undefined) return { language: 'en', requests: [command] };
  const language = languageOf(lifted.text);
  const requests = joinEdits(clausesOf(lifted.text)).flatMap((clause) => parseClause(clause, lifted));
  const asked = requests.filter((request) => request.kind !== 'greeting' && request.kind !== 'thanks');
  if (requests.length > 0) return { language, requests: asked.length > 0 ? asked : requests };
  return { language, requests: [{ kind: 'unknown', text: prompt.trim() }] };
}

const POLITE = new RegExp(`^(?:(?:${PREAMBLE})(?:[\\s,:]+|$))+`);

function parseClause(clause: string, quotes: Lifted): readonly Request[] {
  const whole = bare(clause);
  const simple = simpleRequest(whole);
  if (simple) return [simple];
  const text = remove(after(whole, POLITE) ?? whole, POSTSCRIPT).trim();
  if (bare(remove(text, WHILE)) === '') return [];
  const asked = simpleRequest(bare(text)) ?? parseProjectTask(fold(bare(text)));
  if (asked) return [asked];
  return (
    parseStatus(text, quotes) ??
    parseStop(text, quotes) ??
    parseEdit(text, quotes) ??
    parseCreate(text, quotes) ??
    parseRead(text, quotes) ??
    parseRunning(text, quotes) ?? [{ kind: 'unknown', text: quotes.restore(bare(text)) }]
  );
}

function simpleRequest(text: string): Request | undefined {
  const folded = fold(text);
  if (GREETING.test(folded)) return { kind: 'greeting' };
  if (THANKS.test(folded)) return { kind: 'thanks' };
  if (HELP.test(folded)) return { kind: 'help' };
  if (CARRY_ON.test(folded) && /work|other|things|else|travail|autre|chose/.test(folded)) return { kind: 'carry-on' };
  if (REPORT.test(folded)) return { kind: 'report' };
  return undefined;
}

function parseRunning(text: string, quotes: Lifted): readonly Request[] | undefined {
  const isVerbless = QUOTE.test(text.charAt(0)) && has(text, IN_BACKGROUND);
  const found = parseRun(isVerbless ? `run ${text}` : text, quotes);
  if (!found) return undefined;
  const rest = found.rest.replace(/^&\s*/, '');
  // A condition that is not understood must not be left out: the command would run in another place or way.
  if (has(rest, CONDITION)) return undefined;
  return [...found.requests, ...(rest === '' ? [] : parseClause(rest, quotes))];
}

/** `edit notes.md and replace "a" with "b"`, `in notes.md, replace "a" with "b"`: each is one request. */
function joinEdits(clauses: readonly string[]): string[] {
  return clauses.reduce<string[]>((joined, clause) => {
    const last = joined.at(-1);
    const isOpen = last !== undefined && (has(last, IN_FILE) || (has(last, EDIT) && quotesIn(last).length < 2));
    return isOpen && has(clause, EDIT) ? [...joined.slice(0, -1), `${last} ${clause}`] : [...joined, clause];
  }, []);
}

const IN_FILE = /^(?:in|dans) \S+$/;

const CONDITION =
  /^(?:in|inside|within|from|at|on|as|with|without|after|before|every|until|dans|depuis|sur|avec|sans|apres|avant)\b/;
