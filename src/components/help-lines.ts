/** The help, made from the key table and the list of slash commands. */
import { allCommands } from '../store/commands/all.ts';
import { usageOf, type SlashCommand } from '../store/commands/command.ts';
import type { Place } from '../store/selectors.ts';
import { shownKey } from './key-names.ts';
import type { Keymap } from './keymap.ts';
import type { Binding } from './keys/binding.ts';
import { displayWidth, indent, padEnd, screenLine, wrap } from './text.ts';
import type { Theme } from './theme.ts';

const KEY_COLUMNS = 30;
/** From here on the words of all sections stand in one column. */
const WIDE = 100;

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

export interface HelpOptions {
  readonly keymap: Keymap;
  /** Every slash command, also those that the user and the project have written. */
  readonly commands: readonly SlashCommand[];
  readonly width: number;
  readonly theme: Theme;
}

export function helpLines({ keymap, commands, width, theme }: HelpOptions): readonly string[] {
  return helpSections(keymap, commands).flatMap((section, index) => [
    ...(index === 0 ? [] : ['']),
    ...sectionLines(section, width, theme),
  ]);
}

/** The line at which the keys of a place begin; 0 where it has no section of its own. */
export function helpLineOf(place: Place, options: HelpOptions): number {
  const title = SECTIONS.find((section) => section.place === place)?.title;
  return title === undefined ? 0 : Math.max(0, helpLines(options).indexOf(` ${options.theme.bold(title)}`));
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
export function helpSections(
  { bindings }: Keymap,
  commands: readonly SlashCommand[] = allCommands,
): readonly HelpSection[] {
  const typed = [
    { usage: '!COMMAND', words: 'run a command here; the model learns what came of it' },
    { usage: '&COMMAND', words: 'run it in the background' },
    ...allCommands.map(commandRow),
  ];
  const written = commands.filter((command) => !allCommands.includes(command)).map(commandRow);
  return [
    { title: 'What you can type', rows: typed },
    ...(written.length === 0 ? [] : [{ title: 'Your own commands', rows: written }]),
    { title: 'Everywhere', rows: rowsOf(bindings.filter(isEverywhere)) },
    ...SECTIONS.map(({ place, title }) => ({ title, rows: keysOf(bindings, place) })),
  ];
}

function commandRow(command: SlashCommand): Row {
  return { usage: screenLine(usageOf(command)), words: screenLine(command.words) };
}

function sectionLines({ title, rows }: HelpSection, width: number, theme: Theme): readonly string[] {
  const longest = Math.max(...rows.map(({ usage }) => displayWidth(usage)));
  const columns = width < WIDE ? Math.min(longest, Math.floor(width / 2) - 6) : KEY_COLUMNS;
  return [` ${theme.bold(title)}`, ...rows.flatMap((row) => rowLines(row, { width, columns, theme }))];
}

function rowLines(
  { usage, words }: Row,
  { width, columns, theme }: { readonly width: number; readonly columns: number; readonly theme: Theme },
): readonly string[] {
  const lines = wrap(words, width - columns - 7).map(theme.dim);
  const start = ' '.repeat(columns + 6);
  if (displayWidth(usage) > columns) return [`   ${usage}`, ...indent(lines, start)];
  const [first = '', ...rest] = lines;
  return [`   ${padEnd(usage, columns)}   ${first}`, ...indent(rest, start)];
}

const WITHOUT_EDITOR: readonly Place[] = ['sending', 'chooser', 'search', 'log search', 'log file'];

function keysOf(bindings: readonly Binding[], place: Place): readonly Row[] {
  const here = bindings.filter(
    (binding) => binding.places.includes(place) && !isEverywhere(binding) && binding.said !== true,
  );
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
