/**
 * The input line as a pure reducer. `cursor` is an index into `text` that always stands between two characters as a
 * reader counts them (grapheme clusters).
 */
import { cleanText } from '../background/clean-text.ts';
import { fold, foldNear, unfolded, withoutFolds, type Folds } from './editor-folds.ts';
import { snap, stepBack, stepForward, wordEnd, wordStart, wordStartBySpace } from './editor-steps.ts';
import { redo, remembered, undo, type Group, type Snapshot } from './editor-undo.ts';

export interface Editor {
  /** With one character in the place of each folded paste; `fullText` is what it stands for. */
  readonly text: string;
  readonly cursor: number;
  /** What `yank` puts back. */
  readonly killed: string;
  /** The column that ↑ and ↓ aim at, while they are pressed one after the other. */
  readonly goal: number | null;
  /** What was sent before, oldest first. */
  readonly history: readonly string[];
  /** Which entry of the history is shown; `null`: the draft. */
  readonly recalled: number | null;
  /** The draft, kept while the history is shown. */
  readonly draft: string;
  readonly folds: Folds;
  /** What undo goes back to, the last step last. */
  readonly past: readonly Snapshot[];
  /** What redo goes on to. */
  readonly future: readonly Snapshot[];
  readonly group: Group;
}

export type EditCommand =
  /** Typed or pasted text, of any size, foreign: line breaks are unified, what drives a terminal is removed. */
  | { readonly type: 'insert' | 'paste'; readonly text: string }
  /** Puts other text in the place of what stands from one index to another; the cursor goes behind it. */
  | { readonly type: 'splice'; readonly from: number; readonly to: number; readonly text: string }
  | { readonly type: EditVerb };

export type EditVerb =
  | 'newline'
  | 'backspace'
  | 'delete'
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'wordLeft'
  | 'wordRight'
  | 'home'
  | 'end'
  /** Back to white space, like the shell's Ctrl+W. */
  | 'killWord'
  | 'killWordLeft'
  | 'killWordRight'
  | 'killToStart'
  | 'killToEnd'
  | 'yank'
  | 'clear'
  | 'undo'
  | 'redo'
  /** Puts a folded paste in its place: the one at the cursor, else the last. */
  | 'unfold'
  /** The text was sent: it goes into the history. */
  | 'submitted';

const HISTORY_LIMIT = 500;

export function createEditor(history: readonly string[] = []): Editor {
  return { text: '', cursor: 0, killed: '', goal: null, history, recalled: null, draft: '', ...FRESH };
}

const FRESH = { folds: {}, past: [], future: [], group: null } as const;

/** The text with all that is folded in it: what is sent. */
export function fullText({ text, folds }: Pick<Editor, 'text' | 'folds'>): string {
  return unfolded(text, folds);
}

/** Behind a backslash Enter makes a new line. A shell wants to see the backslash; elsewhere it goes. */
export function continuedLine(editor: Editor): Editor | null {
  const { text, cursor } = editor;
  if (text[cursor - 1] !== '\\') return null;
  const from = /^\s*[!&]/.test(text) ? cursor : cursor - 1;
  return edit(editor, { type: 'splice', from, to: cursor, text: '\n' });
}

/** The next editor; the same object when nothing changes. */
export function edit(editor: Editor, command: EditCommand): Editor {
  return remembered(editor, changed(editor, command), command);
}

function changed(editor: Editor, command: EditCommand): Editor {
  const { text, cursor } = editor;
  switch (command.type) {
    case 'insert':
      return insert(editor, typedText(command.text));
    case 'paste':
      return paste(editor, typedText(command.text));
    case 'splice':
      return splice(editor, command);
    case 'unfold':
      return unfold(editor);
    case 'undo':
      return undo(editor);
    case 'redo':
      return redo(editor);
    case 'submitted':
      return submitted(editor);
    case 'newline':
      return insert(editor, '\n');
    case 'backspace':
      return remove(editor, stepBack(text, cursor), cursor);
    case 'delete':
      return remove(editor, cursor, stepForward(text, cursor));
    case 'left':
      return moveTo(editor, stepBack(text, cursor));
    case 'right':
      return moveTo(editor, stepForward(text, cursor));
    case 'up':
      return moveLine(editor, -1);
    case 'down':
      return moveLine(editor, 1);
    case 'wordLeft':
      return moveTo(editor, wordStart(text, cursor));
    case 'wordRight':
      return moveTo(editor, wordEnd(text, cursor));
    case 'home':
      return moveTo(editor, lineStart(text, cursor));
    case 'end':
      return moveTo(editor, lineEnd(text, cursor));
    case 'killWord':
      return kill(editor, wordStartBySpace(text, cursor), cursor);
    case 'killWordLeft':
      return kill(editor, wordStart(text, cursor), cursor);
    case 'killWordRight':
      return kill(editor, cursor, wordEnd(text, cursor));
    case 'killToStart':
      return kill(editor, lineStart(text, cursor), cursor);
    case 'killToEnd':
      return killToEnd(editor);
    case 'yank':
      return insert(editor, editor.killed);
    case 'clear':
      return text === '' ? editor : { ...editor, text: '', cursor: 0, goal: null, recalled: null, draft: '' };
    default:
      return command satisfies never;
  }
}

function typedText(text: string): string {
  return withoutFolds(cleanText(text.replace(/\r\n?/g, '\n')));
}

/** What was cut outlives the folds. */
function submitted(editor: Editor): Editor {
  const { history, killed, folds } = editor;
  return { ...createEditor(remember(history, fullText(editor))), killed: unfolded(killed, folds) };
}

function paste(editor: Editor, added: string): Editor {
  const { text, folds } = fold(added, editor.folds);
  return insert(folds === editor.folds ? editor : { ...editor, folds }, text);
}

function splice(editor: Editor, { from, to, text }: Extract<EditCommand, { type: 'splice' }>): Editor {
  const next = editor.text.slice(0, from) + text + editor.text.slice(to);
  return { ...editor, text: next, cursor: snap(next, from + text.length), goal: null };
}

function unfold(editor: Editor): Editor {
  const place = foldNear(editor.text, editor.cursor);
  if (place === null) return editor;
  const text = unfolded(editor.text.slice(place.from, place.to), editor.folds);
  return splice(editor, { type: 'splice', ...place, text });
}

function insert(editor: Editor, added: string): Editor {
  if (added === '') return editor;
  const { text, cursor } = editor;
  const next = text.slice(0, cursor) + added + text.slice(cursor);
  return { ...editor, text: next, cursor: snap(next, cursor + added.length), goal: null };
}

function remove(editor: Editor, from: number, to: number): Editor {
  if (from >= to) return editor;
  const text = editor.text.slice(0, from) + editor.text.slice(to);
  return { ...editor, text, cursor: snap(text, from), goal: null };
}

function kill(editor: Editor, from: number, to: number): Editor {
  if (from >= to) return editor;
  return { ...remove(editor, from, to), killed: editor.text.slice(from, to) };
}

/** At the end of a line, the line break itself goes. */
function killToEnd(editor: Editor): Editor {
  const { text, cursor } = editor;
  const end = lineEnd(text, cursor);
  return kill(editor, cursor, end === cursor ? stepForward(text, cursor) : end);
}

function moveTo(editor: Editor, cursor: number): Editor {
  return cursor === editor.cursor && editor.goal === null ? editor : { ...editor, cursor, goal: null };
}

/** One line up or down, at the edges into the history. */
function moveLine(editor: Editor, direction: -1 | 1): Editor {
  const { text, cursor } = editor;
  const start = lineStart(text, cursor);
  const end = lineEnd(text, cursor);
  if (direction === -1 ? start === 0 : end === text.length) return recall(editor, direction);
  const goal = editor.goal ?? cursor - start;
  const target = direction === -1 ? lineStart(text, start - 1) : end + 1;
  return { ...editor, cursor: snap(text, Math.min(target + goal, lineEnd(text, target))), goal };
}

function recall(editor: Editor, direction: -1 | 1): Editor {
  const { history, recalled } = editor;
  const draft = recalled === null ? editor.text : editor.draft;
  const index = (recalled ?? history.length) + direction;
  if (index < 0 || index > history.length) return editor;
  const text = history[index] ?? draft;
  return { ...editor, text, cursor: text.length, goal: null, recalled: index < history.length ? index : null, draft };
}

function remember(history: readonly string[], text: string): readonly string[] {
  if (text.trim() === '' || history.at(-1) === text) return history;
  return [...history, text].slice(-HISTORY_LIMIT);
}

function lineStart(text: string, cursor: number): number {
  return cursor === 0 ? 0 : text.lastIndexOf('\n', cursor - 1) + 1;
}

function lineEnd(text: string, cursor: number): number {
  const end = text.indexOf('\n', cursor);
  return end === -1 ? text.length : end;
}
