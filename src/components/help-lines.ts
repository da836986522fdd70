/** The help, made from the key table and the list of slash commands. */
import { allCommands } from '../store/commands/all.ts';
import { usageOf } from '../store/commands/command.ts';
import type { Place } from '../store/selectors.ts';
import { shownKey } from './key-names.ts';
import type { Keymap } from './keymap.ts';
import type { Binding } from './keys/binding.ts';
import { padEnd } from './text.ts';
import { createTheme, type Theme } from './theme.ts';

const KEY_COLUMNS = 30;

const SECTIONS: readonly { readonly place: Place; readonly title: string }[] = [
  { place: 'input', title: 'Input' },
  { place: 'tasks', title: 'Tasks' },
  { place: 'conversation', title: 'Conversation' },
  { place: 'log', title: 'Log of a task' },
  { place: 'search', title: 'Searching the conversation' },
  { place: 'log search', title: 'Searching a log' },
  { place: 'log file', title: 'Saving a log' },
  { place: 'sending', title: 'Typing into a task' },
  { place: 'timeline', title: 'Timeline' },
  { place: 'ledger', title: 'Deliveries' },
  { place: 'question', title: 'Question of the model' },
  { place: 'chooser', title: 'Palette and search of what was sent' },
  { place: 'quit', title: 'Quitting while tasks run' },
];

/** How many lines it has. */
export function helpLength(keymap: Keymap): number {
  return helpLines(keymap, createTheme({ colours: false })).length;
}

export function helpLines(keymap: Keymap, theme: Theme): readonly string[] {
  return helpSections(keymap).flatMap((section, index) => [
    ...(index === 0 ? [] : ['']),
    ...sectionLines(section, theme),
  ]);
}

export interface HelpSection {
  readonly title: string;
  readonly rows: readonly Row[];
}

interface Row {
  readonly usage: string;
  readonly words: string;
}

/** What can be typed and which keys there are, for the help and `docs/keys.md`. */
export function helpSections({ bindings }: Keymap): readonly HelpSection[] {
  const typed = [
    { usage: '!COMMAND', words: 'run a command here; the model learns what came of it' },
    { usage: '&COMMAND', words: 'run it in the background' },
    ...allCommands.map((command) => ({ usage: usageOf(command), words: command.words })),
  ];
  return [
    { title: 'What you can type', rows: typed },
    { title: 'Everywhere', rows: rowsOf(bindings.filter(isEverywhere)) },
    ...SECTIONS.map(({ place, title }) => ({ title, rows: keysOf(bindings, place) })),
  ];
}

function sectionLines({ title, rows }: HelpSection, theme: Theme): readonly string[] {
  return [
    ` ${theme.bold(title)}`,
    ...rows.map(({ usage, words }) => `   ${padEnd(usage, KEY_COLUMNS)} ${theme.dim(words)}`),
  ];
}

const WITHOUT_EDITOR: readonly Place[] = ['sending', 'chooser', 'search', 'log search', 'log file'];

function keysOf(bindings: readonly Binding[], place: Place): readonly Row[] {
  const here = bindings.filter((binding) => binding.places.includes(place) && !isEverywhere(binding));
  // Keys of the editor are told once, for the input.
  return rowsOf(WITHOUT_EDITOR.includes(place) ? here.filter(({ places }) => !places.includes('input')) : here);
}

function isEverywhere({ places }: Binding): boolean {
  return SECTIONS.every(({ place }) => places.includes(place));
}

function rowsOf(bindings: readonly Binding[]): readonly Row[] {
  return bindings.map(({ keys, words }) => ({ usage: keys.map(keyName).join(', '), words }));
}

function keyName(key: string): string {
  return key === 'down' ? '↓' : key === 'right' ? '→' : shownKey(key);
}
