/** What the user can do with the line they write. */
import { readCommand } from './commands.ts';
import type { CommandContext, SlashCommand } from './commands/command.ts';
import { historyItems, withItems } from './chooser.ts';
import { completionOf, wantsFiles, type Completion } from './completion.ts';
import { continuedLine, edit, fullText, type EditCommand, type Editor } from './editor.ts';
import { createFileList } from './file-list.ts';
import type { SessionUiPorts } from './ui-ports.ts';
import { MAIN_ALONE } from './views.ts';

export interface DraftActions {
  /** Changes the draft. */
  edit(command: EditCommand): void;
  /** Puts another text in the place of the draft; it can be undone. */
  replaceDraft(text: string): void;
  /** Sends the draft: a prompt, a `!command`, an `&command` or a slash command. */
  submit(): void;
  /** Copies the model's last answer. */
  copyAnswer(): void;
  /** Takes the last prompt that waits back into the draft, if the model was not told it meanwhile. */
  retractPrompt(): void;
  /** Carries out a slash command; one that wants an argument is put into the draft instead. */
  runCommand(command: SlashCommand): void;
  /** What was sent in earlier sessions, oldest first, goes before what was sent in this one. */
  recallHistory(entries: readonly string[]): void;
  moveInCompletion(by: number): void;
  /** Puts in what is chosen; with `send` also sends a line that is complete by it. */
  complete(options: { readonly send: boolean }): void;
  closeCompletion(): void;
}

/** What the input needs of the machine. */
export interface InputPorts {
  /** Keeps what was sent for later sessions. */
  remember(text: string): void;
  /** Paths of the project's files, relative to its folder. */
  listFiles(): Promise<readonly string[]>;
  /** Copies a text; answers in a sentence what came of it. */
  copy(text: string): string;
}

export function createDraftActions({
  session,
  store,
  input,
  now,
  act,
  commandContext,
}: SessionUiPorts & {
  readonly input: InputPorts;
  now(): number;
  commandContext(): CommandContext;
}): DraftActions {
  const ui = () => store.getState().ui;
  const files = createFileList({ list: input.listFiles, now, onChange: completeAgain });

  function write(editor: Editor): void {
    act({ editor, typedAt: now(), completion: completionFor(editor, ui().completion) });
  }

  function completionFor(editor: Editor, before: Completion | null): Completion | null {
    return completionOf(editor, { state: store.getState(), files: files.items }, before);
  }

  /** Files have become known while the user waits for them. */
  function completeAgain(): void {
    const { editor, completion } = ui();
    if (!wantsFiles(editor) || completion?.open === false) return;
    store.setState((state) => ({ ui: { ...state.ui, completion: completionFor(editor, completion) } }));
  }

  function submit(): void {
    const { editor } = ui();
    const continued = continuedLine(editor);
    if (continued !== null) return write(continued);
    const text = fullText(editor);
    const command = readCommand(text, store.getState());
    if (command.kind === 'wrong') return act({ hint: command.sentence });
    act({ editor: edit(editor, { type: 'submitted' }), typedAt: 0, scroll: null, seen: null });
    if (text.trim() !== '' && editor.history.at(-1) !== text) input.remember(text);
    switch (command.kind) {
      case 'prompt':
        if (command.text.trim() === '' && session.hasten()) return;
        return session.submit(command.text);
      case 'shell':
        return session.runShell(command.command);
      case 'background':
        return session.runBackground(command.command);
      case 'slash':
        return command.command.run(commandContext(), command.argument);
      default:
        command satisfies never;
    }
  }

  function replaceDraft(text: string): void {
    const { editor } = ui();
    act({ editor: edit(editor, { type: 'splice', from: 0, to: editor.text.length, text }), typedAt: now() });
  }

  return {
    edit: (command) => write(edit(ui().editor, command)),
    replaceDraft,
    submit,
    copyAnswer() {
      const answer = store.getState().conversation.items.findLast(({ kind }) => kind === 'assistant');
      act({ hint: answer?.kind === 'assistant' ? input.copy(answer.text) : 'Nothing to copy yet.' });
    },
    retractPrompt() {
      const last = store.getState().session.queued.at(-1);
      if (last === undefined) return;
      if (session.retractPrompt(last.id)) replaceDraft(last.text);
      else act({ hint: 'The model has been told already.' });
    },
    runCommand(command) {
      const { argument } = command;
      if (argument === undefined || argument.optional === true) return command.run(commandContext(), '');
      const { editor } = ui();
      const text = `/${command.name} `;
      act({ ...MAIN_ALONE, focus: 'input' });
      write(edit(editor, { type: 'splice', from: 0, to: editor.text.length, text }));
    },
    recallHistory(entries) {
      store.setState(({ ui: { editor, chooser, ...rest } }) => {
        const recalled = editor.recalled === null ? null : editor.recalled + entries.length;
        const history = [...entries, ...editor.history];
        // It may be searched already.
        const open = chooser?.kind === 'history' ? withItems(chooser, historyItems(history)) : chooser;
        return { ui: { ...rest, chooser: open, editor: { ...editor, recalled, history } } };
      });
    },
    moveInCompletion(by) {
      const { completion } = ui();
      if (completion === null) return;
      const count = completion.matches.length;
      act({ completion: { ...completion, selected: (completion.selected + by + count) % count } });
    },
    complete({ send }) {
      const { editor, completion } = ui();
      const item = completion?.matches[completion.selected]?.item;
      if (completion === null || item === undefined) return;
      const text = send || !item.completes || completion.kind !== 'command' ? item.text : `${item.text} `;
      write(edit(editor, { type: 'splice', from: completion.from, to: editor.cursor, text }));
      if (send && item.completes) submit();
    },
    closeCompletion() {
      const { completion } = ui();
      act({ completion: completion === null ? null : { ...completion, open: false } });
    },
  };
}
