/** The words that the offline model knows, English and French, as patterns for folded text (see `fold.ts`). */

/** What ends a verb; French ones may carry a pronoun: `lis-le`, `montre-moi`. */
export const VERB_END = "(?![\\w'])(?!-(?!(?:moi|nous|le|la|les)\\b))";

/** A pattern for a verb at the beginning. */
function first(words: string): RegExp {
  return new RegExp(`^(?:${words})${VERB_END}`);
}

const RUN_WORDS = [
  'run|execute|exec|launch|start(?: up)?|kick off|fire up|spin up|begin',
  'executer|executes|executez|lancer|lances?|lancez|demarrer|demarres?|demarrez|(?:faire|fais|faites) tourner',
].join('|');

const CREATE_WORDS = [
  'create|write|make(?= (?:me )?(?:an?|the|another|one) )|add|generate|save|put',
  'creer|crees?|creez|ecrire|ecris|ecrivez|generer|generes?|ajouter|ajoutes?|ajoutez|rediger|rediges?|mettre|mets',
].join('|');

const READ_WORDS = [
  'read|show|open|cat|display|print|view',
  'lire|lis|lisez|afficher|affiches?|affichez|montrer|montres?|montrez|ouvrir|ouvres?|ouvrez',
].join('|');

const EDIT_WORDS = [
  'edit|change|modify|replace|substitute|update',
  'editer|edites?|editez|changer|changes?|changez|modifier|modifies?|modifiez|remplacer|remplaces?|remplacez',
].join('|');

const STATUS_WORDS = 'check|verify|list|look at|verifier|verifies?|verifiez|lister|listes?|listez|controler?|controlez';

const STOP_WORDS = [
  'stop|kill|cancel|terminate|abort|halt|end|shut down',
  'arreter|arretes?|arretez|stopper|stoppes?|stoppez|annuler|annules?|annulez|tuer|tues?|tuez|terminer|termines?|terminez',
  'interrompre|interromps|interrompez',
].join('|');

const CARRY_ON_WORDS = [
  'keep|continue|carry on|go on|work on|do(?= (?:other|something else))',
  "continuer|continues?|continuez|poursuivre|poursuis|poursuivez|(?:faire|fais|faites)(?= (?:autre|d'autre))|occupe-toi|continuant",
].join('|');

const REPORT_WORDS = [
  'tell me|let me know|report|notify me|warn me|wait|inform me',
  'dis-moi|dis moi|dites-moi|previens-moi|prevenez-moi|avertis-moi|informe-moi|me (?:dire|prevenir|avertir|tenir)',
  'attendre|attends|attendez',
].join('|');

export const RUN = first(RUN_WORDS);
export const CREATE = first(CREATE_WORDS);
export const READ = first(READ_WORDS);
export const EDIT = first(EDIT_WORDS);
export const STATUS = first(STATUS_WORDS);
export const STOP = first(STOP_WORDS);
export const CARRY_ON = first(CARRY_ON_WORDS);
export const REPORT = first(REPORT_WORDS);

/** A question about how tasks stand, without one of the verbs. */
export const STATUS_QUESTION = new RegExp(
  [
    "(?<![\\w/.-])(?:status|statuses|statuts?|progress|avancement)(?![\\w/.-])|\\betat (?:de|du|des|d')",
    '^(?:is|are|has|have|did) .*\\b(?:done|finished|ready|running|over|ended|finish)\\b',
    "^(?:what|which)(?:'s| is| are| tasks?| commands?).*\\b(?:running|tasks?)\\b",
    '^how (?:is|are) .*(?:doing|going|coming)',
    '^(?:show|give)(?: me)?(?: all)?(?: the| my)?(?: running| background)* (?:tasks|jobs)\\b',
    "^ou en (?:est|sont)\\b|^(?:quelles?|quels?) (?:taches?|commandes?)|^est-ce (?:que|qu'|fini)",
    '^(?:affiche[rsz]?|montre[rsz]?|donne[rsz]?)(?:-moi)? (?:toutes )?(?:les |mes )?taches\\b',
  ].join('|'),
);

export const HELP = new RegExp(
  [
    '^(?:/?help|aide|aide-moi|aidez-moi|\\?)$|^help me$',
    '^what (?:can|do) you (?:do|know|understand)|^who are you|^what are you|^how (?:does this|do you) work',
    '^que (?:sais|peux|savez|pouvez)-(?:tu|vous) faire|^qui (?:es-tu|etes-vous)',
    "^qu'est-ce que (?:tu sais|tu peux|vous savez|vous pouvez) faire|^comment (?:ca|tu) (?:marche|fonctionne)",
  ].join('|'),
);

export const GREETING =
  /^(?:hi|hello|hey|good (?:morning|evening|afternoon)|bonjour|bonsoir|salut|coucou)(?: there| meanwhile| toi| a tous)?$/;

export const THANKS =
  /^(?:thanks|thank you|thx|merci|great|perfect|parfait|super)(?: (?:a lot|very much|so much|beaucoup))?$/;

/** Where a new request may begin. */
export const VERB = [
  RUN_WORDS,
  CREATE_WORDS,
  READ_WORDS,
  EDIT_WORDS,
  STATUS_WORDS,
  STOP_WORDS,
  CARRY_ON_WORDS,
  REPORT_WORDS,
].join('|');

/** Words of politeness and order before a request. */
export const PREAMBLE = [
  "please|pls|kindly|(?:can|could|would|will) you|i(?:'d like| want| would like) (?:you )?to|let's|now|first|also|and|then",
  'after that|finally|ok|okay|so|hey|hello|hi|meanwhile|in the meantime|at the same time|while you wait|while you|while(?= (?:keep|continu))',
  "s'il (?:te|vous) plait|stp|svp|(?:peux|pourrais)[- ]tu|(?:pouvez|pourriez)[- ]vous|tu (?:peux|pourrais)|veuillez",
  "je (?:veux|voudrais|souhaite) (?:que tu )?|j'aimerais|merci de|maintenant|d'abord|aussi|et|puis|ensuite|alors|enfin",
  'apres (?:ca|cela)|bonjour|salut|en attendant|pendant ce temps|entre-temps|en meme temps|pendant que tu|tout en',
].join('|');

/** Politeness at the end of a request. */
export const POSTSCRIPT =
  /[\s,]+(?:please|pls|thanks|thank you|for me|s'il (?:te|vous) plait|stp|svp|merci|pour moi)[\s.!?]*$/g;

const SUBJECT_EN = '(?:it|they|this|that|these|those|everything|the (?:\\w+)|[\\uE000-\\uF8FF])';
const SUBJECT_FR = '(?:il|elle|ils|elles|ca|cela|tout|l[ae]s? \\w+|[\\uE000-\\uF8FF])';

/** "while it runs" and its like. */
export const WHILE = new RegExp(
  [
    `,?\\s*\\b(?:while|as long as) ${SUBJECT_EN}(?:'s|'re| is| are)?(?: still)? (?:runs?|running|works?|working|goes on|executes?)\\b`,
    `,?\\s*\\bpendant qu(?:'|e )${SUBJECT_FR} (?:s'execute(?:nt)?|tournent?|travaillent?|fonctionnent?|est en cours)`,
    ',?\\s*\\b(?:in the meantime|meanwhile|at the same time|pendant ce temps|entre-temps|en meme temps|en attendant)\\b',
  ].join('|'),
  'g',
);

/** "in the background" and its like. */
export const IN_BACKGROUND = new RegExp(
  [
    '\\bas (?:an? )?background (?:tasks?|jobs?|process(?:es)?)\\b|\\b(?:in|on) (?:the )?background\\b',
    '(?<![\\w/.-])background(?= (?:tasks?|jobs?|commands?|process(?:es)?)\\b)',
    "\\b(?:en |a l'|dans l'|en mode )arriere[- ]plan\\b|\\ben taches? de fond\\b|(?<=\\btaches? )de fond\\b",
  ].join('|'),
);
