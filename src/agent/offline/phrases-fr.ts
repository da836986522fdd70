import type { Ending } from './endings.ts';
import type { Phrases } from './phrases.ts';

const SELF =
  'Ceci est le modèle de démonstration hors ligne (sans IA). Pour un vrai modèle, définissez `ANTHROPIC_API_KEY` (ou ' +
  '`ANTHROPIC_BASE_URL`) et relancez meanwhile. Sans lui, `!commande` et `&commande` exécutent ce que vous voulez.';

const ABILITIES = [
  'Demandes que je comprends, en français et en anglais, aussi reliées par « puis » ou « et » :',
  '',
  '- npm test, ou toute autre ligne de commande',
  '- Lancer les tests',
  '- Exécuter "npm test" en arrière-plan',
  '- Démarrer 2 tâches en arrière-plan : "sleep 2", "sleep 4". Vérifier leur statut.',
  '- Exécuter "git status"',
  '- Créer notes.md avec le contenu "un texte"',
  '- Lire README.md',
  '- Modifier notes.md : remplacer "un" par "mon"',
  '- Arrêter 1f3a9c2e, arrêter "npm test", arrêter toutes les tâches',
].join('\n');

const OUTCOMES: Readonly<Record<string, string>> = {
  completed: 'est terminée',
  exited: 'est finie, mais a laissé des processus actifs',
  failed: 'a échoué',
  timeout: 'a été arrêtée à sa limite de temps',
  stopped: 'a été arrêtée',
  error: "n'a pas pu démarrer",
  skipped: "n'a pas été lancée",
  lost: 'a été perdue',
};

export const FRENCH: Phrases = {
  starting: (commands) =>
    commands.length === 1
      ? `Je lance \`${commands[0]}\` en arrière-plan.`
      : `Je lance ${commands.length} tâches en arrière-plan.`,
  running: (command) => `J'exécute \`${command}\`.`,
  looking: (path) => `Je regarde si le nom ${path} est libre.`,
  writing: (path) => `J'écris ${path}.`,
  reading: (path) => `Je lis ${path}.`,
  editing: (path) => `Je modifie ${path}.`,
  checking: 'Je vérifie les tâches.',
  stopping: "J'arrête ce qui est demandé.",
  carryingOn: (path) => `Pendant ce temps, je lis ${path}.`,

  started: (id, command) => `La tâche ${id} a été lancée en arrière-plan : \`${command}\`.`,
  queued: (id, command) => `La tâche ${id} attend qu'une place se libère : \`${command}\`.`,
  notStarted: (command) => `\`${command}\` n'a pas été lancé :`,
  ran: (command) => `\`${command}\` :`,
  notRun: (command) => `\`${command}\` n'est pas allé à son terme :`,
  written: (path) => `J'ai écrit ${path}.`,
  chosenName: (path) => `Vous n'avez pas donné de nom, j'ai donc choisi ${path}, qui était libre.`,
  ownContent: "Vous n'avez pas donné de contenu et je ne sais pas en inventer : il contient une courte note.",
  notWritten: (path) => `${path} n'a pas été écrit :`,
  noFreeName: 'Je n\'ai pas trouvé de nom libre. Donnez-en un : créer NOM avec le contenu "texte".',
  edited: (path) => `J'ai modifié ${path}.`,
  notEdited: (path) => `${path} n'a pas été modifié :`,
  content: (path) => `${path} :`,
  notRead: (path) => `${path} n'a pas pu être lu :`,
  whichFile: 'Quel fichier ? Nommez-le, par exemple notes.md.',
  status: 'Voici où elles en sont :',
  notChecked: "Les tâches n'ont pas pu être vérifiées :",
  noSuchTask: (text) => `Je ne connais aucune tâche qui exécute « ${text} ».`,
  nothingRuns: 'Aucune tâche ne tourne que je pourrais arrêter.',
  stopped: (id) => `Tâche ${id} :`,
  notStopped: (id) => `La tâche ${id} n'a pas été arrêtée :`,
  readMeanwhile: (path, title) => `Pendant ce temps, j'ai lu ${path}. Il commence par : ${title}`,
  nothingToRead: (path) => `Je voulais lire ${path} pendant ce temps, sans succès :`,
  free: 'Je suis disponible pour votre prochaine demande.',
  promise: (count) =>
    count === 1 ? 'Je vous dirai quand elle se termine.' : 'Je vous dirai quand chacune se termine.',
  more: (lines) => `… (encore ${lines} ${lines === 1 ? 'ligne' : 'lignes'})`,

  note: (date) => `# Notes\n\nFichier créé par le modèle hors ligne de meanwhile le ${date}.\n`,
  remark: (words) => `La tâche ${words}`,
  ending: ({ id, outcome, how, command }: Ending) =>
    `La tâche ${id} ${OUTCOMES[outcome] ?? `s'est terminée (${outcome})`} : \`${command}\` (${how}).`,
  printed: ({ outcome, line }: Ending) =>
    line === '' ? "Elle n'a rien affiché." : `${outcome === 'completed' ? 'Dernière ligne' : 'Elle dit'} : ${line}`,
  lookingHow: 'Je regarde comment ce projet le fait.',
  noProjectCommand: (task) =>
    `Je n\'ai trouvé aucune commande « ${task} » dans ce projet. Nommez-la : exécuter "make ${task}".`,
  listedBefore: 'Tapez « aide » pour voir ce que je comprends.',
  self: SELF,
  abilities: ABILITIES,
  greeting: 'Bonjour !',
  welcome: 'Je vous en prie.',
  notUnderstood: (text) => `Je n'ai pas compris « ${text} ».`,
};
