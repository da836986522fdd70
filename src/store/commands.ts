/** What a line means that the user sends: a prompt, a command of theirs, or a word to the program. */
import type { TaskId } from '../background/task.ts';

export type Command =
  /** Empty: tells the model what is unread. */
  | { readonly kind: 'prompt'; readonly text: string }
  | { readonly kind: 'shell'; readonly command: string }
  | { readonly kind: 'background'; readonly command: string }
  | { readonly kind: 'help' }
  | { readonly kind: 'quit' }
  | { readonly kind: TaskVerb; readonly id: TaskId }
  /** Cannot be carried out; the sentence says why and what to do. */
  | { readonly kind: 'wrong'; readonly sentence: string };

/** The slash commands that are about one task. */
const TASK_VERBS = ['log', 'stop', 'adopt', 'pause', 'resume', 'rerun'] as const;
type TaskVerb = (typeof TASK_VERBS)[number];

/** The slash commands, for the help. */
export const slashCommands: readonly { readonly usage: string; readonly words: string }[] = [
  { usage: '/help', words: 'this list' },
  { usage: '/log ID', words: 'open the log of a task' },
  { usage: '/stop ID', words: 'stop a task' },
  { usage: '/adopt ID', words: 'take a task of another session into this one' },
  { usage: '/pause ID', words: 'let a task stand still' },
  { usage: '/resume ID', words: 'let a paused task go on' },
  { usage: '/rerun ID', words: 'start the command of a task again, as a new task' },
  { usage: '/quit', words: 'quit; asks when tasks run' },
];

/** Reads one sent line. `ids`: the tasks there are; the beginning of an id is enough. */
export function readCommand(draft: string, ids: readonly TaskId[]): Command {
  const text = draft.trim();
  if (text.startsWith('!')) return ownCommand('shell', text.slice(1).trim());
  if (text.startsWith('&')) return ownCommand('background', text.slice(1).trim());
  // A path such as /etc/hosts at the start of a prompt is no slash command.
  const slash = /^\/([a-z]+)(?:\s+(.*))?$/s.exec(text);
  return slash === null ? { kind: 'prompt', text } : slashCommand(slash[1] ?? '', { word: slash[2] ?? '', ids });
}

function ownCommand(kind: 'shell' | 'background', command: string): Command {
  if (command !== '') return { kind, command };
  const sentence =
    kind === 'shell' ? 'Type the command to run after the !' : 'Type the command to run in the background after the &';
  return { kind: 'wrong', sentence };
}

function slashCommand(
  name: string,
  { word, ids }: { readonly word: string; readonly ids: readonly TaskId[] },
): Command {
  switch (name) {
    case 'help':
    case 'quit':
      return { kind: name };
    default:
      if (isTaskVerb(name)) return taskCommand(name, { word, ids });
      return { kind: 'wrong', sentence: `There is no /${name}. /help lists what there is.` };
  }
}

function taskCommand(
  kind: TaskVerb,
  { word, ids }: { readonly word: string; readonly ids: readonly TaskId[] },
): Command {
  if (word === '') return { kind: 'wrong', sentence: `/${kind} wants the id of a task: /${kind} 1f3a9c2e` };
  const [id, ...others] = ids.filter((known) => known.startsWith(word));
  if (id === undefined) return { kind: 'wrong', sentence: `There is no task ${word}.` };
  if (others.length > 0) return { kind: 'wrong', sentence: `More than one task begins with ${word}.` };
  return { kind, id };
}

function isTaskVerb(name: string): name is TaskVerb {
  return TASK_VERBS.some((verb) => verb === name);
}
