/** The palette: every action that can be done now, with its key, and every slash command. */
import type { ChooserItem } from '../../store/chooser.ts';
import { commandsOf } from '../../store/commands/all.ts';
import { usageOf } from '../../store/commands/command.ts';
import { placeOf, type Place } from '../../store/selectors.ts';
import { keyContext } from '../key-context.ts';
import { shownKey } from '../key-names.ts';
import type { ActionContext, Binding } from './binding.ts';

/** What is done with the keyboard alone: moves, and letters of what is being written. */
const BY_KEY_ALONE = /^(?:edit |up$|down$|page |pan |to start$|to end$|scroll |send$|help$|palette$|previous place$)/;

export function paletteItems({ keymap, store, place }: ActionContext): readonly ChooserItem[] {
  const context = keyContext(store.getState(), { long: false });
  const seen = new Set<string>();
  const actions = keymap.bindings.flatMap((binding): readonly ChooserItem[] => {
    const { action, words, title, keys } = binding;
    if (seen.has(action) || !isOffered(binding, place) || !keymap.holds(binding, context)) return [];
    seen.add(action);
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
  const now = keyContext(store.getState(), { long: false });
  const named = keymap.bindings.filter(({ action }) => value === `action ${action}`);
  const holding = named.filter((binding) => keymap.holds(binding, now));
  const binding = holding.find(({ places }) => places.includes(place)) ?? holding[0];
  binding?.run({ ...context, place: binding.places.includes(place) ? place : (binding.places[0] ?? place) });
}

/** What has a title makes sense everywhere; the rest where its key would. */
function isOffered({ action, places, title }: Binding, place: Place): boolean {
  if (title !== undefined) return true;
  return places.includes(place) && !BY_KEY_ALONE.test(action);
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
