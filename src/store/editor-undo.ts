/** Undo and redo: what stood there before each step. A word that is typed is one step, and so is a run of deletions. */
import type { EditCommand, Editor } from './editor.ts';

/** What a step brings back. */
export type Snapshot = Pick<Editor, 'text' | 'cursor' | 'recalled' | 'draft'>;

/** What goes on as one step. */
export type Group = 'typing' | 'deleting' | 'recalling' | null;

const STEPS = 200;
/** Characters in all steps together. */
const SIZE = 2_000_000;

/** These set what can be undone themselves. */
const KEEPS_BOOKS: ReadonlySet<EditCommand['type']> = new Set(['undo', 'redo', 'submitted']);

/** `next` with what is needed to come back to `before`; the same object when nothing changed. */
export function remembered(before: Editor, next: Editor, command: EditCommand): Editor {
  if (next === before || KEEPS_BOOKS.has(command.type)) return next;
  if (next.text === before.text) return next.group === null ? next : { ...next, group: null };
  const group = groupOf(command);
  const goesOn = group !== null && group === before.group && !beginsWord(before, command);
  return { ...next, group, future: [], past: goesOn ? before.past : bounded([...before.past, snapshot(before)]) };
}

export function undo(editor: Editor): Editor {
  const last = editor.past.at(-1);
  if (last === undefined) return editor;
  return moved(editor, last, { past: editor.past.slice(0, -1), future: [...editor.future, snapshot(editor)] });
}

export function redo(editor: Editor): Editor {
  const next = editor.future.at(-1);
  if (next === undefined) return editor;
  return moved(editor, next, { past: [...editor.past, snapshot(editor)], future: editor.future.slice(0, -1) });
}

function moved(editor: Editor, to: Snapshot, steps: Pick<Editor, 'past' | 'future'>): Editor {
  return { ...editor, ...to, ...steps, goal: null, group: null };
}

function snapshot({ text, cursor, recalled, draft }: Editor): Snapshot {
  return { text, cursor, recalled, draft };
}

function groupOf(command: EditCommand): Group {
  switch (command.type) {
    case 'insert':
      return command.text.includes('\n') ? null : 'typing';
    case 'backspace':
    case 'delete':
      return 'deleting';
    case 'up':
    case 'down':
      return 'recalling';
    default:
      return null;
  }
}

function beginsWord({ text, cursor }: Editor, command: EditCommand): boolean {
  return command.type === 'insert' && /\s$/.test(text.slice(cursor - 1, cursor)) && /^\S/.test(command.text);
}

function bounded(steps: readonly Snapshot[]): readonly Snapshot[] {
  let size = 0;
  const first = steps.findLastIndex(({ text }) => (size += text.length) > SIZE);
  return steps.slice(Math.max(first + 1, steps.length - STEPS));
}
