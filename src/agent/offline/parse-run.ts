import { after, bare, cut, fold, has, remove } from './fold.ts';
import { QUOTE, quotesIn, type Lifted } from './quotes.ts';
import type { Request } from './requests.ts';
import { IN_BACKGROUND, RUN, WHILE } from './verbs.ts';

/** A request to run something, and the words after it that may be another request. */
export interface RunFound {
  readonly requests: readonly Request[];
  readonly rest: string;
}

/** `run "a", "b" in the background`, `start 2 background tasks: a, b`, `run npm test`, `create a task running "a"`. */
export function parseRun(text: string, quotes: Lifted): RunFound | undefined {
  const order = after(text, TASK_ORDER) ?? after(text, RUN);
  if (order === undefined) return undefined;
  const background = has(order, IN_BACKGROUND);
  const { commands, rest } = commandsOf(remove(order, WHILE), quotes);
  if (commands.length === 0) return undefined;
  const requests = commands.map((command) => ({ kind: 'run', command, background }) as const);
  return { requests, rest: bare(remove(remove(rest, new RegExp(IN_BACKGROUND, 'g')), FILLERS)) };
}

const TASK_ORDER =
  /^(?:create|add|make|creer|crees?|creez|ajouter|ajoutes?) (?:an?|une?|the|la|\d+)? ?(?:new |nouvelle )?(?=(?:background )?(?:tasks?|jobs?|taches?)\b)/;

/** `3 tasks:`, `the command`, `les commandes`. */
const TASK_WORDS =
  /^(?:(?:\d+|two|three|four|five|deux|trois|quatre|cinq|an?|the|une?|la|les|these|this|those|ces|cette|all|my|mes|some)\s+)*(?:(?:new|shell|parallel|nouvelles?)\s+)*(?:tasks?|jobs?|commands?|process(?:es)?|taches?|commandes?|processus)(?:\s+(?:in parallel|en parallele))?(?:\s+(?:running|that runs?|with|for|pour|qui execute|avec))?(?:\s*:|(?=\s)|$)/g;

const FILLERS =
  /\b(?:both|each|all|now|please|together|in parallel|at once|right away|tous|toutes|les deux|maintenant|en parallele|ensemble|chacune?)\b/g;

interface Found {
  readonly commands: readonly string[];
  /** Words that belong to no command. */
  readonly rest: string;
}

function commandsOf(order: string, quotes: Lifted): Found {
  const plain = bare(remove(order, new RegExp(IN_BACKGROUND, 'g')));
  const named = bare(remove(plain, TASK_WORDS));
  const [lead = ''] = named.split(QUOTE, 1);
  if (QUOTE.test(named) && (lead.trim() === '' || has(lead, DESCRIPTION)))
    return quotedCommands(named, { lead, quotes });
  if (has(named, DESCRIPTION) || !COMMAND.test(named)) return { commands: [], rest: '' };
  return named === plain ? oneCommand(order, quotes) : { commands: listed(named, quotes), rest: '' };
}

/** A command without quotes ends where "in the background" begins, unless that stands before it. */
function oneCommand(order: string, quotes: Lifted): Found {
  const [before, rest] = cut(order, IN_BACKGROUND) ?? [order, ''];
  const [command, left] = bare(before) === '' ? [rest, ''] : [before, rest];
  return { commands: [quotes.restore(bare(command))], rest: left };
}

function listed(text: string, quotes: Lifted): readonly string[] {
  const parts = text.split(/\s*,\s*(?:and |et )?|\s+(?:and|et)\s+/);
  return parts.map((part) => quotes.restore(bare(part))).filter(Boolean);
}

/** What is described (`a server`, `les tests`, `working on it`) is no command line. */
const DESCRIPTION =
  /^(?:an?|the|my|our|some|these|those|all|une?|la|les?|mon|ma|mes|des|ce|cette|ces|l'|tous|toutes|it|this|that|them|something|everything)(?:\s|$|(?<='))|^(?:working|doing|going|looking|thinking|over|again|with|by|from|to|on)\b/;

const COMMAND = /^[\w./~$([{!@:-]/;

/** The quoted parts that stand side by side; what follows them is no command. */
function quotedCommands(text: string, { lead, quotes }: { lead: string; quotes: Lifted }): Found {
  const list = SIDE_BY_SIDE.exec(fold(text.slice(lead.length)))?.[0] ?? '';
  const commands = quotesIn(list).map((quote) => quotes.inner(quote));
  return { commands: commands.filter(Boolean), rest: text.slice(lead.length + list.length) };
}

const SIDE_BY_SIDE = /^[\uE000-\uF8FF](?:[\s,;&*•-]*(?:\b(?:and|et|then|puis|\d+[.)])\s*)?[\s,;&*•-]*[\uE000-\uF8FF])*/;
