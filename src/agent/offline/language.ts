import { fold } from './fold.ts';
import type { Language } from './requests.ts';

const FRENCH =
  /\b(?:le|la|les|un|une|des|du|en|et|puis|dans|avec|par|que|qu'\w+|s'\w+|d'\w+|l'\w+|fichiers?|taches?|executer|lancer?|lance|demarrer?|creer|cree|ecris|ecrire|lis|lire|modifie|remplace|arriere-plan|fond|statuts?|leur|verifier?|verifie|bonjour|bonsoir|salut|coucou|merci|aide|arreter?|arrete|toutes?|tout|continuer|travailler|autre|choses?|ou|est|sont|que|sais|peux|tu|moi|affiche|montre)\b/g;

const ENGLISH =
  /\b(?:the|an?|and|then|in|with|by|that|it|its|files?|tasks?|run|start|launch|create|write|read|edit|replace|background|status|their|check|hello|hi|hey|thanks|help|stop|all|keep|working|other|things|where|is|are|what|can|you|do|me|show|while|of|to|please|kill)\b/g;

/** The language of a prompt without its quoted parts; English when neither is plain. */
export function languageOf(text: string): Language {
  const folded = fold(text);
  const accents = /[àâçéèêëîïôùûœ]/i.test(text) ? 1 : 0;
  return count(folded, FRENCH) + accents > count(folded, ENGLISH) ? 'fr' : 'en';
}

function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length;
}
