import { groupCalls, type ShownItem } from './call-groups.ts';
import type { State } from '../store/state.ts';

/** The item of the conversation that keys are about, if one is chosen. */
export function chosenItem({ ui, conversation }: Pick<State, 'ui' | 'conversation'>): ShownItem | undefined {
  const { chosenItem: chosen } = ui;
  if (chosen === null) return undefined;
  const own = conversation.items.findLast(({ id }) => id === chosen);
  return own ?? groupCalls(conversation.items).find(({ id }) => id === chosen);
}
