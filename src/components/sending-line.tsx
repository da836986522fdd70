import type { Task } from '../background/task.ts';
import type { Editor } from '../store/editor.ts';
import type { State } from '../store/state.ts';
import { EditorRows, editorRows } from './editor-rows.tsx';
import type { Region, Size } from './layout.ts';
import { useStoreState } from './screen-context.tsx';
import { taskName } from './task-lines.ts';
import { truncate } from './text.ts';

/** Rows that what is typed into a task needs. */
export function sendingRows({ ui }: State, size: Size): number {
  return ui.sending === null ? 1 : editorRows(ui.sending.editor, size);
}

/** What the user types into the stdin of a task. */
export function SendingLine({ region }: { readonly region: Region }) {
  const sending = useStoreState(({ ui }) => ui.sending);
  const task = useStoreState(({ tasks }) => (sending === null ? undefined : tasks.byId[sending.id]));
  if (sending === null || task === undefined) return null;
  const placeholder = truncate(`a line for ${taskName(task)}`, region.width - 4);
  const editor = asksForSecret(task) ? masked(sending.editor) : sending.editor;
  return <EditorRows region={region} editor={editor} focused placeholder={placeholder} />;
}

function asksForSecret({ output }: Task): boolean {
  return /\b(?:pass(?:word|phrase|code)|pin|token|secret)\b/i.test(output.lastLine);
}

/** The view depends on lengths alone. */
function masked(editor: Editor): Editor {
  return { ...editor, text: editor.text.replace(/[^\n]/g, '•') };
}
