import { after, bare, fold, has, remove } from './fold.ts';
import { quotesIn, type Lifted } from './quotes.ts';
import type { Request, Target } from './requests.ts';
import { CREATE, EDIT, RUN, STATUS, STATUS_QUESTION, STOP } from './verbs.ts';

/** `check their status`, `status of 1f3a9c2e`, `is "npm test" done?`, `où en est pytest ?` */
export function parseStatus(text: string, quotes: Lifted): readonly Request[] | undefined {
  const isQuestion = has(text, STATUS_QUESTION) && ![RUN, CREATE, EDIT, STOP].some((verb) => has(text, verb));
  if (!isQuestion && !has(text, STATUS)) return undefined;
  const target = targetOf(remove(text, STATUS_NOISE), quotes) ?? { by: 'all' };
  return [{ kind: 'status', target }];
}

/** `stop 1f3a9c2e`, `kill all tasks`, `arrête "sleep 6"`, `stop it`. */
export function parseStop(text: string, quotes: Lifted): readonly Request[] | undefined {
  const named = after(text, STOP);
  if (named === undefined) return undefined;
  const target = targetOf(remove(named, STOP_NOISE), quotes);
  if (target) return [{ kind: 'stop', target }];
  return [{ kind: 'stop', target: { by: has(named, ALL) ? 'all' : 'last' } }];
}

function targetOf(text: string, quotes: Lifted): Target | undefined {
  const [quoted] = quotesIn(text);
  const named = quoted === undefined ? bare(text) : quotes.inner(quoted);
  const id = /\b[0-9a-f]{8}\b/.exec(fold(named))?.[0];
  if (id) return { by: 'id', id };
  return named === '' ? undefined : { by: 'command', text: named };
}

const ALL = /\b(?:all|every\w*|them|both|tasks|jobs|everything|tout|tous|toutes|les|taches)\b/;

const COMMON = [
  'the|my|all|every|each|everything|them|it|they|this|that|these|those|their|its|background|running|both|of|on|for|and|me',
  'tasks?|jobs?|commands?|process(?:es)?|taches?|commandes?|processus|en cours|de fond|en|arriere-plan|named|called',
  "le|la|les|leurs?|l'|d'|de|du|des|son|ses|mes|ma|ce|ca|cette|ces|tout|tous|toutes|chaque|celle|nommee|-la|-les",
].join('|');

const STATUS_ONLY = [
  'check|verify|list|look at|show|give|tell|what|which|how|is|are|has|have|did|do|status|statuses|state|progress|up|again',
  'done|finished|ready|over|ended|finish|doing|going|coming|still|yet|now|on|in|with|to|see|if|whether|there|be|been|along',
  'verifier|verifies?|verifiez|lister|listes?|listez|controler?|controlez|affiche[rsz]?|montre[rsz]?|donne[rsz]?|-moi',
  "quel|quelle|quels|quelles|comment|ou|est|sont|va|vont|encore|fini\\w*|termine\\w*|statuts?|etat|avancement|est-ce|que|qu'",
  'you|things|qui|tournent?|elles?|ils?|a|au|aux|moi|s|-t',
].join('|');

const STATUS_NOISE = new RegExp(`(?<![\\w/.])(?:${COMMON}|${STATUS_ONLY})(?![\\w/.])`, 'g');
const STOP_NOISE = new RegExp(`(?<![\\w/.])(?:${COMMON}|now|right|maintenant|a)(?![\\w/.])`, 'g');
