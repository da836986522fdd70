/** Keys that open a list to choose from, and keys within it. */
import { historyItems } from '../../store/chooser.ts';
import type { Place } from '../../store/selectors.ts';
import { MAIN, type ActionContext, type Binding } from './binding.ts';
import { paletteItems, runPaletteItem } from './palette.ts';

const CHOOSER: readonly Place[] = ['chooser'];

export const chooserKeys: readonly Binding[] = [
  {
    action: 'choose',
    places: CHOOSER,
    keys: ['enter', 'tab'],
    words: 'take it',
    hint: 'take',
    alone: true,
    run: choose,
  },
  {
    action: 'previous choice',
    places: CHOOSER,
    keys: ['up', 'ctrl+p', 'shift+tab'],
    words: 'one up',
    run: ({ actions }) => actions.moveInChooser(-1),
  },
  {
    action: 'next choice',
    places: CHOOSER,
    keys: ['down', 'ctrl+n', 'ctrl+r'],
    words: 'one down',
    hint: 'choose',
    run: ({ actions }) => actions.moveInChooser(1),
  },
  {
    action: 'close list',
    places: CHOOSER,
    keys: ['esc', 'ctrl+c', 'ctrl+g'],
    words: 'close the list, take nothing',
    hint: 'close',
    run: ({ actions }) => void actions.closeChooser(),
  },
];

/** They apply where the input's own keys do. */
export const openingKeys: readonly Binding[] = [
  {
    action: 'search history',
    places: ['input'],
    keys: ['ctrl+r'],
    words: 'search what was sent before',
    title: 'Search what was sent before',
    run: openHistory,
  },
  {
    action: 'palette',
    places: [...MAIN, 'question', 'log', 'timeline', 'ledger', 'help'],
    keys: ['ctrl+p'],
    words: 'all actions and commands',
    hint: 'actions',
    run: (context) => context.actions.openChooser('palette', paletteItems(context)),
  },
];

function openHistory({ actions, store }: ActionContext): void {
  actions.openChooser('history', historyItems(store.getState().ui.editor.history));
}

function choose(context: ActionContext): void {
  const { actions, store } = context;
  const kind = store.getState().ui.chooser?.kind;
  const item = actions.closeChooser();
  if (item === undefined || kind === undefined) return;
  switch (kind) {
    case 'history':
      actions.focus('input');
      return actions.replaceDraft(item.value);
    case 'model':
      return actions.useModel(item.value);
    case 'session':
      return actions.openSession(item.value);
    case 'leaving':
      return actions.answerLeaving(item.value);
    case 'palette':
      return runPaletteItem(item, context);
    default:
      kind satisfies never;
  }
}
