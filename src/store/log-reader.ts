/** Fetches pages for the log view, one request at a time; answers that come too late for the view are dropped. */
import { LOG_PAGE_BYTES } from '../background/task-log.ts';
import type { LogPage, LogPlace, LogQuery } from '../background/task-log.ts';
import type { TaskId } from '../background/task.ts';
import { readToEnd, readToStart, withEarlierPage, withLaterPage, withPage, withPlace } from './log-view.ts';
import type { LogView } from './ui-state.ts';

export interface LogReader {
  /** Reads the end of the log of the open view, then what is printed while it follows. */
  refresh(): void;
  /** Reads the beginning. */
  start(): void;
  /** Reads what comes before, when anything does. */
  earlier(): void;
  /** Reads what comes after the last page, also while the view does not follow. */
  later(): void;
  /** Reads where a line was found, and what comes before. */
  place(place: LogPlace): void;
}

export interface LogReaderPorts {
  readLog(id: TaskId, query: LogQuery): Promise<LogPage>;
  view(): LogView | null;
  show(view: LogView): void;
  /** Bytes that the task has printed. */
  size(id: TaskId): number;
}

const PAGE_BYTES = LOG_PAGE_BYTES;
/** Fewer may leave rows of the screen empty. */
const FEW_LINES = 100;
/** When more than this is new, the view jumps to the end instead of reading all of it. */
const JUMP_BYTES = 1_000_000;

export function createLogReader({ readLog, view, show, size }: LogReaderPorts): LogReader {
  let busy = false;
  let again: (() => void) | null = null;

  async function fetch(query: LogQuery, place: (view: LogView, page: LogPage) => LogView, next?: () => void) {
    const asked = view();
    if (asked === null) return;
    busy = true;
    const page = await readLog(asked.taskId, query);
    busy = false;
    const current = view();
    if (current?.taskId === asked.taskId) show(place(current, page));
    const waiting = again ?? (current?.taskId === asked.taskId ? next : refresh);
    again = null;
    waiting?.();
  }

  function refresh(): void {
    const current = view();
    if (current === null || (current.top !== null && current.pages.length > 0)) return;
    const last = current.pages.at(-1);
    // What a page says of the size is newer than what was told while it was read.
    if (last === undefined || Math.max(size(current.taskId), last.size) - last.to > JUMP_BYTES) readEnd();
    else later();
  }

  function readEnd(): void {
    if (busy) again = refresh;
    else void fetch({ before: 'end', bytes: PAGE_BYTES }, withPage, () => fill(earlier));
  }

  /** Long lines may leave room for few in a page. */
  function fill(read: () => void): void {
    const current = view();
    if (current !== null && current.lines.length < FEW_LINES) read();
  }

  function later(): void {
    const last = view()?.pages.at(-1);
    if (last === undefined) return;
    if (busy) again = refresh;
    else void fetch({ after: last.to, bytes: PAGE_BYTES }, withLaterPage, continueReading);
  }

  function continueReading(): void {
    const current = view();
    if (current !== null && current.top === null && !readToEnd(current)) refresh();
  }

  return {
    refresh,
    later,
    start() {
      const current = view();
      if (busy || current === null || readToStart(current)) return;
      void fetch({ after: 0, bytes: PAGE_BYTES }, withPage, () => fill(later));
    },
    place(place) {
      const read = () =>
        void fetch(
          { after: place.from, bytes: PAGE_BYTES },
          (current, page) => withPlace(current, page, place),
          () => earlier(later),
        );
      if (busy) again = read;
      else read();
    },
    earlier: () => earlier(),
  };

  function earlier(next?: () => void): void {
    const current = view();
    const first = current?.pages[0];
    if (busy || current === null || first === undefined) return;
    if (readToStart(current)) next?.();
    else void fetch({ before: first.from, bytes: PAGE_BYTES }, withEarlierPage, next);
  }
}
