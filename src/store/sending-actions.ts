/** What the user can type into a task that reads from an open stdin. */
import { hasOpenStdin, isEnded, type TaskId } from '../background/task.ts';
import { createEditor, edit, fullText, type EditCommand } from './editor.ts';
import type { SessionUiPorts } from './ui-ports.ts';

export interface SendingActions {
  /** Opens a line for the task, or says why nothing can be typed into it. */
  startSending(id: TaskId): void;
  editSending(command: EditCommand): void;
  /** Sends the line with a line end; the next one can be typed. */
  send(): void;
  /** Sends what is typed, as it is, and the end of the input. */
  sendEnd(): void;
  cancelSending(): void;
}

export function createSendingActions({ session, store, act }: SessionUiPorts): SendingActions {
  const sending = () => store.getState().ui.sending;

  return {
    startSending(id) {
      const task = store.getState().tasks.byId[id];
      if (task === undefined) return;
      if (hasOpenStdin(task)) act({ sending: { id, editor: createEditor() } });
      else act({ hint: isEnded(task) ? 'It has ended.' : 'Its stdin is empty: nothing can be typed into it.' });
    },
    editSending(command) {
      const open = sending();
      if (open !== null) act({ sending: { ...open, editor: edit(open.editor, command) } });
    },
    send() {
      const open = sending();
      if (open === null) return;
      act({ sending: { ...open, editor: createEditor() } });
      session.sendToTask(open.id, `${fullText(open.editor)}\n`, { eof: false });
    },
    sendEnd() {
      const open = sending();
      if (open === null) return;
      act({ sending: null });
      session.sendToTask(open.id, fullText(open.editor), { eof: true });
    },
    cancelSending: () => act({ sending: null }),
  };
}
