/** Searches the open log, page after page, as long as it is wanted; answers that come too late are dropped. */
import type { LogFindings, LogPlace, LogSearchQuery } from '../background/task-log.ts';
import type { TaskId } from '../background/task.ts';
import type { LogSearch } from './ui-state.ts';

export interface LogSearcher {
  /** Looks for what is written; every page that was searched is shown at once. */
  find(id: TaskId, search: LogSearch): void;
  findErrors(id: TaskId, search: LogSearch): void;
  stop(): void;
}

export interface LogSearcherPorts {
  searchLog(id: TaskId, query: LogSearchQuery): Promise<LogFindings>;
  findErrors(id: TaskId): Promise<readonly LogPlace[]>;
  /** The search has come that far. */
  show(search: LogSearch): void;
}

const MOST_PLACES = 10_000;

export function createLogSearcher({ searchLog, findErrors, show }: LogSearcherPorts): LogSearcher {
  let wanted: object | undefined;

  async function run(id: TaskId, begun: LogSearch, pattern: RegExp): Promise<void> {
    const mine = {};
    wanted = mine;
    let search: LogSearch = { ...begun, state: 'searching', places: [], total: 0, current: -1, slow: false };
    let [after, line]: [number, number | null] = [0, 1];
    for (;;) {
      const found = await searchLog(id, { pattern, after, line });
      if (wanted !== mine) return;
      search = withFindings(search, found);
      show(search);
      if (found.atEnd) return;
      ({ to: after, line } = found);
    }
  }

  return {
    find(id, search) {
      const pattern = patternOf(search.editor.text);
      if (pattern === null) return;
      void run(id, search, pattern);
    },
    async findErrors(id, search) {
      const mine = {};
      wanted = mine;
      show({ ...search, state: 'searching' });
      const places = await findErrors(id);
      if (wanted === mine)
        show({ ...search, state: 'done', places, total: places.length, current: places.length > 0 ? 0 : -1 });
    },
    stop: () => (wanted = undefined),
  };
}

/**
 * What is looked for: the words as they stand, in any case unless a capital is among them, or `/a regular
 * expression/`; `null` when that is none.
 */
export function patternOf(written: string): RegExp | null {
  const [, source, flags = ''] = /^\/(.+)\/([imsu]*)$/s.exec(written) ?? [];
  try {
    if (source !== undefined) return new RegExp(source, flags);
    const words = written.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return new RegExp(words, words === words.toLowerCase() ? 'i' : '');
  } catch {
    return null;
  }
}

function withFindings(search: LogSearch, { places, atEnd, slow }: LogFindings): LogSearch {
  const room = Math.max(0, MOST_PLACES - search.places.length);
  return {
    ...search,
    places: places.length === 0 ? search.places : [...search.places, ...places.slice(0, room)],
    total: search.total + places.length,
    current: search.current === -1 && places.length > 0 ? 0 : search.current,
    slow: search.slow || slow,
    state: atEnd ? 'done' : 'searching',
  };
}
