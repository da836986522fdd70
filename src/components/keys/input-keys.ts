/** Keys of the user's line that do something with it. */
import { MAIN, type Binding } from './binding.ts';
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
    words: 'send',
    hint: 'send',
    run: ({ actions }) => actions.submit(),
  },
  { ...editBinding('newline', ['alt+enter', 'shift+enter', 'ctrl+j'], 'new line'), hint: 'new line' },
  {
    action: 'to background',
    places: [...MAIN, 'question'],
    keys: ['ctrl+b'],
    words: 'leave the running command to the background',
    hint: 'to background',
    when: 'foreground command',
    run: ({ actions }) => actions.moveToBackground(),
  },
  {
    action: 'help',
    places: ['input'],
    keys: ['?'],
    words: 'this list',
    hint: 'keys',
    when: 'draft empty',
    run: ({ actions }) => actions.showHelp(),
  },
  {
    action: 'help',
    places: ['conversation', 'tasks', 'question'],
    keys: ['?'],
    words: 'this list',
    hint: 'keys',
    run: ({ actions }) => actions.showHelp(),
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
    when: 'draft empty',
    run: ({ actions }) => actions.quit(),
  },
];
