/**
 * One task's log on the screen: pages that join, a window over their lines. Pure; `log-reader.ts` fetches the pages.
 * What is held has a bound; what leaves at one end can be read again.
 */
import type { LogLine, LogPage, LogPlace } from '../background/task-log.ts';
import type { TaskId } from '../background/task.ts';
import type { LogView } from './ui-state.ts';

/** Bytes of log that are held. */
const KEPT_BYTES = 4_000_000;

export function openLogView(taskId: TaskId): LogView {
  return {
    taskId,
    pages: [],
    lines: [],
    top: null,
    left: 0,
    firstLine: null,
    wrapped: false,
    plain: false,
    search: null,
    filtered: false,
    screen: null,
    saving: null,
  };
}

/** Everything anew from one page. */
export function withPage(view: LogView, page: LogPage): LogView {
  return withPages({ ...view, firstLine: page.atStart ? 1 : null }, [page]);
}

/** Everything anew from the page in which a line was found; the line stands a few rows below the top. */
export function withPlace(view: LogView, page: LogPage, place: LogPlace): LogView {
  const firstLine = place.line === null ? null : place.line - place.index;
  return withPages({ ...view, firstLine, top: Math.max(0, place.index - ROWS_ABOVE) }, [page]);
}

const ROWS_ABOVE = 6;

/** Adds the page that follows; a line that was not finished before is read again as part of it. */
export function withLaterPage(view: LogView, page: LogPage): LogView {
  const last = view.pages.at(-1);
  if (last === undefined) return withPage(view, page);
  if (page.to === last.to && page.size === last.size) return view;
  const pages = [...view.pages.slice(0, -1), finishedLines(last), page];
  const kept = dropFirst(pages);
  const dropped = countLines(pages) - countLines(kept);
  const firstLine = view.firstLine === null ? null : view.firstLine + dropped;
  return withPages({ ...view, firstLine, top: view.top === null ? null : Math.max(0, view.top - dropped) }, kept);
}

/** Adds the page that comes before; the lines on the screen stay where they are. */
export function withEarlierPage(view: LogView, page: LogPage): LogView {
  const pages = dropLast([page, ...view.pages]);
  const added = page.lines.length;
  const firstLine = page.atStart ? 1 : view.firstLine === null ? null : view.firstLine - added;
  return withPages({ ...view, firstLine, top: view.top === null ? null : view.top + added }, pages);
}

/** Moves the window; at the end of a log that was read to its end it follows. */
export function scrollLogView(view: LogView, change: { readonly by: number; readonly height: number }): LogView {
  const { lowest, at } = windowOf(view, change.height);
  const top = Math.max(0, at + change.by);
  return { ...view, top: top >= lowest && readToEnd(view) ? null : Math.min(top, lowest) };
}

export function toggleFollow(view: LogView, height: number): LogView {
  return { ...view, top: view.top === null ? windowOf(view, height).at : null };
}

/** The lines in a window, and the number of the first. */
export function logWindow(
  view: LogView,
  height: number,
): { readonly first: number; readonly lines: readonly LogLine[] } {
  const { at } = windowOf(view, height);
  return { first: at, lines: view.lines.slice(at, at + height) };
}

export function readToStart(view: LogView): boolean {
  return view.pages[0]?.atStart ?? true;
}

export function readToEnd(view: LogView): boolean {
  return view.pages.at(-1)?.atEnd ?? true;
}

function windowOf(view: LogView, height: number): { readonly lowest: number; readonly at: number } {
  const lowest = Math.max(0, view.lines.length - height);
  return { lowest, at: view.top === null ? lowest : Math.min(view.top, lowest) };
}

function withPages(view: LogView, pages: readonly LogPage[]): LogView {
  return { ...view, pages, lines: pages.flatMap((page) => page.lines) };
}

function finishedLines(page: LogPage): LogPage {
  const unfinished = page.atEnd && page.to < page.size;
  return unfinished ? { ...page, lines: page.lines.slice(0, -1) } : page;
}

function dropFirst(pages: readonly LogPage[]): readonly LogPage[] {
  const to = pages.at(-1)?.to ?? 0;
  const first = pages.findIndex((page) => to - page.from <= KEPT_BYTES);
  return pages.slice(first === -1 ? -1 : first);
}

function dropLast(pages: readonly LogPage[]): readonly LogPage[] {
  const from = pages[0]?.from ?? 0;
  return pages.filter((page, index) => index === 0 || page.to - from <= KEPT_BYTES);
}

function countLines(pages: readonly LogPage[]): number {
  return pages.reduce((sum, page) => sum + page.lines.length, 0);
}
