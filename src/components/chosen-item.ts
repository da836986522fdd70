import type { Item } from '../store/item.ts';
import type { State } from '../store/state.ts';

/** The item of the conversation that keys are about, if one is chosen. */
export function chosenItem({ ui, conversation }: Pick<State, 'ui' | 'conversation'>): Item | undefined {
  return ui.chosenItem === null ? undefined : conversation.items.findLast(({ id }) => id === ui.chosenItem);
}
