/** What the user can look for in an open log, and how its lines are shown. */
import { createEditor, edit, type EditCommand } from './editor.ts';
import type { LogReader } from './log-reader.ts';
import { patternOf, type LogSearcher } from './log-search.ts';
import type { LogSearch, LogView } from './ui-state.ts';
import type { UiPorts } from './ui-ports.ts';

export interface LogSearchActions {
  /** Begins to write what is looked for. */
  startLogSearch(): void;
  editLogSearch(command: EditCommand): void;
  /** Looks for what was written. */
  findInLog(): void;
  endLogSearch(): void;
  /** To the next place that was found, or the one before. */
  stepInLog(by: 1 | -1): void;
  /** Shows only the lines in which it was found, or all, at the one that was looked at. Begins a search if none stands. */
  filterLog(): void;
  /** Moves the choice in the list of those lines. */
  moveInMatches(by: number): void;
  /** To the next line with which an error begins. */
  nextLogError(): void;
  wrapLog(): void;
  /** With the colours of the command, or without. */
  colourLog(): void;
}

export function createLogSearchActions({
  store,
  logReader,
  searcher,
  act,
}: UiPorts & {
  readonly logReader: LogReader;
  readonly searcher: LogSearcher;
}): LogSearchActions {
  const view = () => store.getState().ui.log;

  function change(next: (log: LogView) => Partial<LogView>): void {
    const log = view();
    if (log !== null) act({ log: { ...log, ...next(log) } });
  }

  function step(by: 1 | -1): void {
    const search = view()?.search;
    if (!search || search.places.length === 0) return act({});
    const current = (search.current + by + search.places.length) % search.places.length;
    change(() => ({ search: { ...search, current } }));
    const place = search.places[current];
    if (place !== undefined && view()?.filtered !== true) logReader.place(place);
  }

  return {
    startLogSearch: () => change(() => ({ search: { ...noSearch, typing: true }, screen: null })),
    editLogSearch(command) {
      change(({ search }) => {
        if (search === null) return {};
        const editor = edit(search.editor, command);
        // It is one line.
        return { search: { ...search, editor: { ...editor, text: editor.text.replaceAll('\n', ' ') } } };
      });
    },
    findInLog() {
      const log = view();
      if (!log?.search) return;
      const { text } = log.search.editor;
      if (text === '') return change(() => ({ search: null, filtered: false }));
      if (patternOf(text) === null)
        return act({ hint: `${text} is no regular expression. Without the slashes it is looked for as it stands.` });
      const search: LogSearch = { ...log.search, typing: false, state: 'searching' };
      change(() => ({ search }));
      searcher.find(log.taskId, search);
    },
    endLogSearch() {
      searcher.stop();
      change(() => ({ search: null, filtered: false }));
    },
    filterLog() {
      const log = view();
      if (log === null) return;
      if (log.search === null)
        return change(() => ({ search: { ...noSearch, typing: true }, filtered: true, screen: null }));
      change(({ filtered }) => ({ filtered: !filtered }));
      const place = log.search.places[log.search.current];
      if (log.filtered && place !== undefined) logReader.place(place);
    },
    moveInMatches(by) {
      const search = view()?.search;
      if (!search) return;
      const current = Math.max(0, Math.min(search.places.length - 1, search.current + by));
      change(() => ({ search: { ...search, current: search.places.length === 0 ? -1 : current } }));
    },
    stepInLog: step,
    nextLogError() {
      const log = view();
      if (log === null) return;
      if (log.search?.of === 'errors' && log.search.places.length > 0) return step(1);
      change(() => ({ screen: null }));
      searcher.findErrors(log.taskId, { ...noSearch, of: 'errors' });
    },
    wrapLog: () => change(({ wrapped }) => ({ wrapped: !wrapped, left: 0 })),
    colourLog: () => change(({ plain }) => ({ plain: !plain })),
  };
}

const noSearch: LogSearch = {
  of: 'text',
  editor: createEditor(),
  typing: false,
  places: [],
  total: 0,
  current: -1,
  state: 'idle',
  slow: false,
};
