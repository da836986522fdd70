/** What the user does with an open log outside of the screen: a pager, an editor, a file, the clipboard. */
import type { Task } from '../background/task.ts';
import type { InputPorts } from './draft-actions.ts';
import { createEditor, edit, type EditCommand } from './editor.ts';
import { logText, plainLine } from './log-text.ts';
import { logWindow } from './log-view.ts';
import type { LogView } from './ui-state.ts';
import type { SessionUiPorts } from './ui-ports.ts';

export type LogProgram = 'pager' | 'editor';
export type SavedLog = { readonly kind: 'saved' | 'failed'; readonly sentence: string };

/** The world outside of the screen. None of them rejects, whatever `text` does. */
export interface LogPorts {
  /** Writes a new file, named relative to the project; never one that is there. */
  save(name: string, text: AsyncIterable<string>): Promise<SavedLog>;
  /** The screen of a task that has a terminal, as rows with their colours. */
  screen(logFolder: string): Promise<readonly string[]>;
  /** Shows it in the user's pager or editor, on a terminal that is free; answers what went wrong, in a sentence. */
  view(program: LogProgram, text: AsyncIterable<string>): Promise<string | null>;
}

export interface LogOutsideActions {
  /** `lend` gives the terminal to the program until it has ended. */
  viewLog(program: LogProgram, lend: (run: () => Promise<void>) => Promise<void>): Promise<void>;
  /** Asks for the name of a file. */
  startSavingLog(): void;
  editLogFile(command: EditCommand): void;
  saveLog(): void;
  cancelSavingLog(): void;
  /** The lines in a window of that height, or of a list of matches. */
  copyLogWindow(height: number): void;
  /** The whole log; of a long one its end. */
  copyLog(): void;
}

/** Bytes of the end of a log that a program is given, and that is copied. */
const MOST_VIEWED = 64_000_000;
const MOST_COPIED = 2_000_000;

export function createLogOutsideActions({
  session,
  store,
  input,
  ports,
  act,
}: SessionUiPorts & {
  readonly input: InputPorts;
  readonly ports: LogPorts;
}): LogOutsideActions {
  const log = () => store.getState().ui.log;

  function change(next: Partial<LogView>): void {
    const open = log();
    if (open !== null) act({ log: { ...open, ...next } });
  }

  function textOf(open: LogView, most: number): AsyncIterable<string> {
    const size = store.getState().tasks.byId[open.taskId]?.output.size ?? 0;
    return logText({ readLog: (query) => session.readLog(open.taskId, query), size, most });
  }

  return {
    async viewLog(program, lend) {
      const open = log();
      if (open === null) return;
      await lend(async () => {
        const problem = await ports.view(program, textOf(open, MOST_VIEWED));
        act(problem === null ? {} : { hint: problem });
      });
    },
    startSavingLog() {
      const open = log();
      const task = open === null ? undefined : store.getState().tasks.byId[open.taskId];
      if (task !== undefined) change({ saving: edit(createEditor(), { type: 'insert', text: fileNameFor(task) }) });
    },
    editLogFile(command) {
      const saving = log()?.saving;
      if (!saving) return;
      const editor = edit(saving, command);
      // It is one line.
      change({ saving: { ...editor, text: editor.text.replaceAll('\n', ' ') } });
    },
    saveLog() {
      const open = log();
      const name = open?.saving?.text.trim() ?? '';
      if (open === null || name === '') return change({ saving: null });
      act({ hint: 'Saving …' });
      void ports.save(name, textOf(open, Infinity)).then(({ kind, sentence }) => {
        const now = log();
        // Another name can be given at once.
        if (kind === 'saved' && now?.taskId === open.taskId) change({ saving: null });
        act({ hint: sentence });
      });
    },
    cancelSavingLog: () => change({ saving: null }),
    copyLogWindow(height) {
      const open = log();
      if (open === null) return;
      const lines = open.filtered ? (open.search?.places ?? []).map(({ text }) => text) : shownLines(open, height);
      act({ hint: input.copy(lines.map((line) => `${line}\n`).join('')) });
    },
    copyLog() {
      const open = log();
      if (open === null) return;
      act({ hint: 'Reading …' });
      void joined(textOf(open, MOST_COPIED)).then((text) => act({ hint: input.copy(text) }));
    },
  };
}

function shownLines(view: LogView, height: number): readonly string[] {
  return logWindow(view, height).lines.map(plainLine);
}

async function joined(text: AsyncIterable<string>): Promise<string> {
  let all = '';
  for await (const piece of text) all += piece;
  return all;
}

/** `npm-run-build-1f3a9c2e.log`. */
function fileNameFor({ id, spec }: Task): string {
  const words = (spec.label ?? spec.command)
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return `${words === '' ? '' : `${words}-`}${id}.log`;
}
