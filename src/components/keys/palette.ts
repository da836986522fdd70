/** The palette: every action that can be done now, with its key, and every slash command. */
import type { ChooserItem } from '../../store/chooser.ts';
import { commandsOf } from '../../store/commands/all.ts';
import { usageOf } from '../../store/commands/command.ts';
import { placeOf } from '../../store/selectors.ts';
import { keyContext } from '../key-context.ts';
import { shownKey } from '../key-names.ts';
import type { ActionContext, Binding } from './binding.ts';

/** What is done with the keyboard alone: moves, and letters of what is being written. */
const BY_KEY_ALONE =
  /^(?:edit |up$|down$|page |pan |to start$|to end$|scroll |send$|help$|palette$|previous place$|(?:previous|next) choice$)/;

export function paletteItems(context: ActionContext): readonly ChooserItem[] {
  const { keymap, store, place } = context;
  const names = [...new Set(keymap.bindings.map(({ action }) => action))];
  const actions = names.flatMap((action): readonly ChooserItem[] => {
    const binding = bindingOf(action, { keymap, store, place });
    if (binding === undefined || !isOffered(binding)) return [];
    const { words, title, keys } = binding;
    const key = keys[0] === undefined ? {} : { key: shownKey(keys[0]) };
    return [{ value: `action ${action}`, label: title ?? sentence(words), ...key }];
  });
  const commands = commandsOf(store.getState()).map((command) => ({
    value: `command ${command.name}`,
    label: usageOf(command),
    words: command.words,
  }));
  return [...actions, ...commands];
}

/** Does what was chosen, where the keys are now. */
export function runPaletteItem({ value }: ChooserItem, context: ActionContext): void {
  const { actions, keymap, store } = context;
  const command = commandsOf(store.getState()).find(({ name }) => value === `command ${name}`);
  if (command !== undefined) return actions.runCommand(command);
  const place = placeOf(store.getState(), store.now());
  const binding = bindingOf(value.slice('action '.length), { keymap, store, place });
  if (binding === undefined) return;
  const there = binding.places.includes(place) ? place : (binding.places[0] ?? place);
  // What is asked about a chosen task is answered where it is seen to be chosen.
  if (there === 'tasks' && place !== there) actions.focus('tasks');
  binding.run({ ...context, place: there });
}

/** What an action means now: as it does where the keys are, or else as it makes sense everywhere. */
function bindingOf(
  action: string,
  { keymap, store, place }: Pick<ActionContext, 'keymap' | 'store' | 'place'>,
): Binding | undefined {
  const context = keyContext(store.getState(), { long: false });
  const holding = keymap.bindings.filter((binding) => binding.action === action && keymap.holds(binding, context));
  return holding.find(({ places }) => places.includes(place)) ?? holding.find(({ title }) => title !== undefined);
}

function isOffered({ action, title }: Binding): boolean {
  return title !== undefined || !BY_KEY_ALONE.test(action);
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
