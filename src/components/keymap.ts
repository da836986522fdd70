/**
 * Which keys exist: one table of place, key and action. The dispatcher, the hints at the bottom, the help and the
 * README are made from it.
 */
import type { Place } from '../store/selectors.ts';
import type { EditVerb } from '../store/editor.ts';

export interface Binding {
  readonly places: readonly Place[];
  /** Names as `key-presses.ts` gives them; the first is the one that is shown. */
  readonly keys: readonly string[];
  readonly action: ActionName;
  /** For the help. */
  readonly words: string;
  /** For the bottom line, where the key is worth being shown there. A dialog shows its answers itself. */
  readonly hint?: string;
  /** Has this meaning only then. */
  readonly when?: Condition;
}

export type ActionName =
  | `edit ${EditVerb}`
  | 'send'
  | 'interrupt'
  | 'to background'
  | 'next place'
  | 'previous place'
  | 'to input'
  | 'up'
  | 'down'
  | 'page up'
  | 'page down'
  | 'to start'
  | 'to end'
  | 'pan left'
  | 'pan right'
  | 'open log'
  | 'stop task'
  | 'adopt task'
  | 'pause task'
  | 'resume task'
  | 'run again'
  | 'follow'
  | 'back'
  | 'help'
  | 'answer once'
  | 'answer session'
  | 'answer no'
  | 'send reply'
  | 'cancel reply'
  | 'quit keeping'
  | 'quit stopping'
  | 'cancel'
  | 'quit'
  | 'leave'
  | 'redraw'
  | 'suspend';

/** What a binding may depend on. */
export type Condition =
  | 'draft empty'
  | 'working'
  | 'foreground command'
  | 'unread'
  | 'task'
  | 'live task'
  | 'paused task'
  | 'foreign task'
  | 'long';
export type KeyContext = ReadonlySet<Condition>;

const MAIN: readonly Place[] = ['input', 'conversation', 'tasks'];
const EVERYWHERE: readonly Place[] = [...MAIN, 'question', 'reply', 'quit', 'log', 'help'];
const WRITING: readonly Place[] = ['input', 'reply'];
const SCROLLING: readonly Place[] = ['conversation', 'log', 'help'];

export const keymap: readonly Binding[] = [
  { places: ['question'], keys: ['y'], action: 'answer once', words: 'yes, once' },
  { places: ['question'], keys: ['s'], action: 'answer session', words: 'yes, for this session' },
  { places: ['question'], keys: ['n'], action: 'answer no', words: 'no, and say why' },
  { places: ['question'], keys: ['up'], action: 'up', words: 'scroll up', when: 'long' },
  { places: ['question'], keys: ['down'], action: 'down', words: 'scroll down', hint: 'more', when: 'long' },
  { places: ['reply'], keys: ['enter'], action: 'send reply', words: 'say no', hint: 'say no' },
  { places: ['reply'], keys: ['esc'], action: 'cancel reply', words: 'back to the question', hint: 'back' },
  { places: ['quit'], keys: ['k'], action: 'quit keeping', words: 'quit, tasks go on' },
  { places: ['quit'], keys: ['s'], action: 'quit stopping', words: 'stop tasks and quit' },
  { places: ['quit'], keys: ['esc', 'q', 'n'], action: 'cancel', words: 'stay' },

  { places: ['tasks'], keys: ['up', 'k'], action: 'up', words: 'choose a task', when: 'task' },
  { places: ['tasks'], keys: ['down', 'j'], action: 'down', words: 'choose a task', hint: 'choose', when: 'task' },
  { places: ['tasks'], keys: ['enter', 'l'], action: 'open log', words: 'open its log', hint: 'log', when: 'task' },
  {
    places: ['tasks', 'log'],
    keys: ['x'],
    action: 'stop task',
    words: 'stop it (asks)',
    hint: 'stop',
    when: 'live task',
  },
  {
    places: ['tasks', 'log'],
    keys: ['a'],
    action: 'adopt task',
    words: 'adopt it: its end is told in this session',
    hint: 'adopt',
    when: 'foreign task',
  },
  {
    places: ['tasks', 'log'],
    keys: ['p'],
    action: 'resume task',
    words: 'let a paused one go on',
    hint: 'resume',
    when: 'paused task',
  },
  {
    places: ['tasks', 'log'],
    keys: ['p'],
    action: 'pause task',
    words: 'let it stand still',
    hint: 'pause',
    when: 'live task',
  },
  {
    places: ['tasks', 'log'],
    keys: ['r'],
    action: 'run again',
    words: 'run it again, as a new task',
    hint: 'run again',
    when: 'task',
  },
  { places: ['tasks'], keys: ['pageup'], action: 'page up', words: 'scroll the conversation' },
  { places: ['tasks'], keys: ['pagedown'], action: 'page down', words: 'scroll the conversation' },

  { places: ['log', 'help'], keys: ['esc', 'q'], action: 'back', words: 'back', hint: 'back' },
  { places: ['log'], keys: ['f'], action: 'follow', words: 'follow what it prints, or stay', hint: 'follow' },
  { places: SCROLLING, keys: ['up', 'k'], action: 'up', words: 'a line up' },
  { places: SCROLLING, keys: ['down', 'j'], action: 'down', words: 'a line down', hint: 'scroll' },
  { places: SCROLLING, keys: ['pageup', 'b'], action: 'page up', words: 'a page up' },
  { places: SCROLLING, keys: ['pagedown', ' '], action: 'page down', words: 'a page down' },
  { places: SCROLLING, keys: ['home', 'g'], action: 'to start', words: 'to the start' },
  { places: SCROLLING, keys: ['end', 'G'], action: 'to end', words: 'to the end' },
  { places: ['log'], keys: ['left', 'h'], action: 'pan left', words: 'long lines: to the left' },
  { places: ['log'], keys: ['right', 'l'], action: 'pan right', words: 'long lines: to the right', hint: 'sideways' },

  {
    places: [...MAIN, 'question'],
    keys: ['esc'],
    action: 'interrupt',
    words: 'interrupt the model; tasks go on',
    when: 'working',
  },
  { places: ['conversation', 'tasks'], keys: ['esc', 'i'], action: 'to input', words: 'back to the input' },
  { places: ['input', 'question'], keys: ['tab'], action: 'next place', words: 'to the tasks', hint: 'tasks' },
  { places: ['tasks'], keys: ['tab'], action: 'next place', words: 'to the conversation', hint: 'conversation' },
  { places: ['conversation'], keys: ['tab'], action: 'next place', words: 'to the input', hint: 'input' },
  { places: [...MAIN, 'question'], keys: ['shift+tab'], action: 'previous place', words: 'the other way round' },

  {
    places: ['input'],
    keys: ['enter'],
    action: 'send',
    words: 'tell the model what ended',
    hint: 'tell the model',
    when: 'unread',
  },
  { places: ['input'], keys: ['enter'], action: 'send', words: 'send', hint: 'send' },
  {
    places: WRITING,
    keys: ['alt+enter', 'shift+enter', 'ctrl+j'],
    action: 'edit newline',
    words: 'new line',
    hint: 'new line',
  },
  {
    places: [...MAIN, 'question'],
    keys: ['ctrl+b'],
    action: 'to background',
    words: 'leave the running command to the background',
    hint: 'to background',
    when: 'foreground command',
  },
  { places: ['input', 'question'], keys: ['pageup'], action: 'page up', words: 'scroll the conversation' },
  { places: ['input', 'question'], keys: ['pagedown'], action: 'page down', words: 'scroll the conversation' },
  { places: ['input'], keys: ['?'], action: 'help', words: 'this list', hint: 'keys', when: 'draft empty' },
  { places: ['conversation', 'tasks', 'question'], keys: ['?'], action: 'help', words: 'this list', hint: 'keys' },
  { places: ['help'], keys: ['?'], action: 'back', words: 'back' },
  { places: ['input'], keys: ['ctrl+d'], action: 'quit', words: 'quit, when nothing is typed', when: 'draft empty' },

  { places: WRITING, keys: ['left', 'ctrl+b'], action: 'edit left', words: 'a character to the left' },
  { places: WRITING, keys: ['right', 'ctrl+f'], action: 'edit right', words: 'a character to the right' },
  { places: WRITING, keys: ['up', 'ctrl+p'], action: 'edit up', words: 'a line up, or what was sent before' },
  { places: WRITING, keys: ['down', 'ctrl+n'], action: 'edit down', words: 'a line down' },
  { places: WRITING, keys: ['ctrl+left', 'alt+left', 'alt+b'], action: 'edit wordLeft', words: 'a word to the left' },
  {
    places: WRITING,
    keys: ['ctrl+right', 'alt+right', 'alt+f'],
    action: 'edit wordRight',
    words: 'a word to the right',
  },
  { places: WRITING, keys: ['ctrl+a', 'home'], action: 'edit home', words: 'start of the line' },
  { places: WRITING, keys: ['ctrl+e', 'end'], action: 'edit end', words: 'end of the line' },
  { places: WRITING, keys: ['backspace', 'ctrl+h'], action: 'edit backspace', words: 'delete to the left' },
  { places: WRITING, keys: ['delete', 'ctrl+d'], action: 'edit delete', words: 'delete to the right' },
  { places: WRITING, keys: ['ctrl+w'], action: 'edit killWord', words: 'delete the word before' },
  {
    places: WRITING,
    keys: ['alt+backspace', 'ctrl+backspace'],
    action: 'edit killWordLeft',
    words: 'delete a part of a word',
  },
  { places: WRITING, keys: ['alt+d', 'alt+delete'], action: 'edit killWordRight', words: 'delete the word after' },
  { places: WRITING, keys: ['ctrl+u'], action: 'edit killToStart', words: 'delete to the start of the line' },
  { places: WRITING, keys: ['ctrl+k'], action: 'edit killToEnd', words: 'delete to the end of the line' },
  { places: WRITING, keys: ['ctrl+y'], action: 'edit yank', words: 'put back what was deleted' },

  { places: EVERYWHERE, keys: ['ctrl+c'], action: 'leave', words: 'clear the draft; twice: quit' },
  { places: EVERYWHERE, keys: ['ctrl+l'], action: 'redraw', words: 'draw the screen anew' },
  { places: EVERYWHERE, keys: ['ctrl+z'], action: 'suspend', words: 'back to the shell; fg returns' },
];

/** What a key does there, if anything. */
export function actionFor(place: Place, key: string, context: KeyContext): ActionName | undefined {
  return keymap.find((binding) => applies(binding, place, context) && binding.keys.includes(key))?.action;
}

export interface Hint {
  readonly key: string;
  readonly words: string;
}

/** The keys worth knowing there, the most useful first. */
export function hintsFor(place: Place, context: KeyContext): readonly Hint[] {
  const seen = new Set<string>();
  return keymap.flatMap(({ hint, keys: [key = ''], ...binding }) => {
    if (hint === undefined || seen.has(key) || !applies(binding, place, context)) return [];
    seen.add(key);
    return [{ key: shownKey(key), words: hint }];
  });
}

/** A key as the user reads it. */
export function shownKey(key: string): string {
  return SIGNS[key] ?? key;
}

const SIGNS: Readonly<Record<string, string>> = { up: '↑', down: '↑↓', left: '←', right: '←→', ' ': 'space' };

function applies({ places, when }: Pick<Binding, 'places' | 'when'>, place: Place, context: KeyContext): boolean {
  return places.includes(place) && (when === undefined || context.has(when));
}
