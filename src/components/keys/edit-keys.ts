/** Keys that change what is being written: readline's, where it has one. */
import type { EditVerb } from '../../store/editor.ts';
import { editorOf, TYPING, type Binding } from './binding.ts';

export const editKeys: readonly Binding[] = [
  editBinding('left', ['left', 'ctrl+b'], 'a character to the left'),
  editBinding('right', ['right', 'ctrl+f'], 'a character to the right'),
  editBinding('up', ['up', 'alt+p'], 'a line up, or what was sent before'),
  editBinding('down', ['down', 'ctrl+n', 'alt+n'], 'a line down'),
  editBinding('wordLeft', ['ctrl+left', 'alt+left', 'alt+b'], 'a word to the left'),
  editBinding('wordRight', ['ctrl+right', 'alt+right', 'alt+f'], 'a word to the right'),
  editBinding('home', ['ctrl+a', 'home'], 'start of the line'),
  editBinding('end', ['ctrl+e', 'end'], 'end of the line'),
  editBinding('backspace', ['backspace', 'ctrl+h'], 'delete to the left'),
  editBinding('delete', ['delete', 'ctrl+d'], 'delete to the right'),
  editBinding('killWord', ['ctrl+w'], 'delete the word before'),
  editBinding('killWordLeft', ['alt+backspace', 'ctrl+backspace'], 'delete a part of a word'),
  editBinding('killWordRight', ['alt+d', 'alt+delete'], 'delete the word after'),
  editBinding('killToStart', ['ctrl+u'], 'delete to the start of the line'),
  editBinding('killToEnd', ['ctrl+k'], 'delete to the end of the line'),
  editBinding('yank', ['ctrl+y'], 'put back what was deleted'),
  editBinding('undo', ['ctrl+_', 'ctrl+/', 'ctrl+shift+-'], 'undo'),
  editBinding('redo', ['alt+z', 'alt+_', 'ctrl+shift+z'], 'redo'),
];

/** A key that carries out a verb of the editor in whatever is being written. */
export function editBinding(verb: EditVerb, keys: readonly string[], words: string): Binding {
  return {
    action: `edit ${verb}`,
    places: TYPING,
    keys,
    words,
    run: ({ actions, place }) => editorOf(place, actions)({ type: verb }),
  };
}
