/** What the user can do with what the model is told. */
import type { TaskId } from '../background/task.ts';
import { chosenEntry, lastEntryOf } from './ledger.ts';
import { isOwn } from './selectors.ts';
import type { State } from './state.ts';
import type { SessionUiPorts } from './ui-ports.ts';
import { withView } from './views.ts';

export interface LedgerActions {
  showLedger(): void;
  /** The entry above or below; infinitely far is the first or the last. */
  chooseInLedger(by: number): void;
  /** Keeps the chosen entry back, or lets it go. */
  toggleHeld(): void;
  /** Keeps back all that a task tells, or lets it go. */
  toggleMuted(id: TaskId): void;
  /** Reads anew what would be told next, for the open ledger. */
  refreshPreview(): void;
}

export function createLedgerActions({ session, store, act }: SessionUiPorts): LedgerActions {
  const ledgerUi = () => store.getState().ui.ledger;

  function refreshPreview(): void {
    void session.previewNext().then((preview) => {
      if (preview !== ledgerUi().preview) {
        store.setState(({ ui }) => ({ ui: { ...ui, ledger: { ...ui.ledger, preview } } }));
      }
    });
  }

  return {
    refreshPreview,
    showLedger() {
      const { ledger, ui } = store.getState();
      const entry = ui.log === null ? undefined : lastEntryOf(ledger, ui.log.taskId);
      act({ ...withView(ui, 'ledger'), ledger: { selected: entry?.id ?? null, preview: '' } });
      refreshPreview();
    },
    chooseInLedger(by) {
      const { entries } = store.getState().ledger;
      const at = entries.findIndex(({ id }) => id === chosenEntry(store.getState())?.id);
      const next = entries[Math.max(0, Math.min(entries.length - 1, at + by))];
      act({ ledger: { ...ledgerUi(), selected: next?.id ?? null } });
    },
    toggleHeld() {
      const entry = chosenEntry(store.getState());
      if (entry === undefined) return act({});
      if (entry.told !== null) return act({ hint: 'The model has been told this already.' });
      act({});
      session.holdNews(entry.id, !entry.held);
    },
    toggleMuted(id) {
      const { ledger, tasks, session: own } = store.getState();
      const task = tasks.byId[id];
      if (task !== undefined && !isOwn(task, own)) return act({ hint: 'It is told in its own session, not here.' });
      const isMuted = ledger.muted.includes(id);
      act({ hint: isMuted ? 'The model is told of it again.' : MUTED });
      session.muteTask(id, !isMuted);
    },
  };
}

const MUTED = 'The model is told nothing of this task, until you take that back.';

/** Whether what would be told next may have changed. */
export function touchesPreview(before: State, after: State): boolean {
  return (
    after.ui.view === 'ledger' && (before.ledger !== after.ledger || before.session.queued !== after.session.queued)
  );
}
