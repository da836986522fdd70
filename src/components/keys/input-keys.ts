/** Keys of the user's line that do something with it. */
import { fullText } from '../../store/editor.ts';
import { MAIN, WRITING, type ActionContext, type Binding } from './binding.ts';
import { editBinding } from './edit-keys.ts';

export const inputKeys: readonly Binding[] = [
  {
    action: 'send',
    places: ['input'],
    keys: ['enter'],
    words: 'tell the model what ended',
    hint: 'tell the model',
    when: 'unread',
    run: ({ actions }) => actions.submit(),
  },
  {
    action: 'send',
    places: ['input'],
    keys: ['enter'],
    words: 'send while a question is open, pressed by itself',
    hint: 'send',
    // What was meant for the question, or pasted over it, is no prompt yet.
    alone: true,
    when: 'asked',
    run: ({ actions }) => actions.submit(),
  },
  {
    action: 'send',
    places: ['input'],
    keys: ['enter'],
    words: 'send',
    hint: 'send',
    run: ({ actions }) => actions.submit(),
  },
  { ...editBinding('newline', ['alt+enter', 'shift+enter', 'ctrl+j'], 'new line'), places: WRITING, hint: 'new line' },
  { ...editBinding('unfold', ['ctrl+o'], 'unfold what was pasted'), hint: 'unfold', when: 'folded paste' },
  {
    action: 'take back',
    places: ['input'],
    keys: ['up'],
    words: 'take back the last that waits for the next call',
    hint: 'take back',
    title: 'Take back the last prompt that waits',
    when: ['draft empty', 'queued'],
    run: ({ actions }) => actions.retractPrompt(),
  },
  {
    action: 'edit outside',
    places: ['input'],
    keys: ['ctrl+g'],
    words: 'write in your own editor ($VISUAL, $EDITOR)',
    title: 'Write the draft in your own editor',
    run: (context) => void editOutside(context),
  },
  {
    action: 'to background',
    places: [...MAIN, 'question'],
    keys: ['ctrl+b'],
    words: 'leave the running command to the background',
    title: 'Leave the running command to the background',
    hint: 'to background',
    when: 'foreground command',
    run: ({ actions }) => actions.moveToBackground(),
  },
  {
    action: 'change permissions',
    places: ['input', 'question'],
    keys: ['shift+tab'],
    words: 'ask less or more: ask, edits, plan',
    hint: 'permissions',
    run: ({ actions }) => actions.cyclePermissions(),
  },
  {
    action: 'help',
    places: ['input'],
    keys: ['?'],
    words: 'this list',
    hint: 'keys',
    when: 'draft empty',
    run: ({ moves, place }) => moves.help(place),
  },
  {
    action: 'help',
    places: ['conversation', 'tasks', 'question', 'log', 'timeline', 'ledger'],
    keys: ['?'],
    words: 'this list',
    hint: 'keys',
    run: ({ moves, place }) => moves.help(place),
  },
  {
    action: 'help',
    places: [...MAIN, 'question', 'log', 'timeline', 'ledger'],
    keys: ['f1'],
    words: 'this list, also while something is typed',
    title: 'Keys and commands',
    run: ({ moves, place }) => moves.help(place),
  },
  {
    action: 'help',
    places: ['help'],
    keys: ['?'],
    words: 'back',
    run: ({ actions }) => actions.closeView(),
  },
  {
    action: 'quit',
    places: ['input'],
    keys: ['ctrl+d'],
    words: 'quit, when nothing is typed',
    title: 'Quit',
    when: 'draft empty',
    run: ({ actions }) => actions.quit(),
  },
];

async function editOutside({ terminal, editText, store, actions }: ActionContext): Promise<void> {
  await terminal.lend(async () => {
    const edited = await editText(fullText(store.getState().ui.editor));
    if (edited.kind === 'edited') actions.replaceDraft(edited.text);
    else actions.say(edited.sentence);
  });
}
