import { describe, expect, test } from 'vitest';
import type { LogPage } from '../../src/background/task-log.ts';
import {
  logWindow,
  openLogView,
  scrollLogView,
  toggleFollow,
  withEarlierPage,
  withLaterPage,
  withPage,
} from '../../src/store/log-view.ts';
import type { LogView } from '../../src/store/ui-state.ts';

const page = (lines: readonly string[], change: Partial<LogPage> = {}): LogPage => ({
  lines: lines.map((text) => ({ kind: 'text', text })),
  from: 0,
  to: 10,
  size: 10,
  atStart: true,
  atEnd: true,
  ...change,
});
const texts = (view: LogView) => view.lines.map((line) => (line.kind === 'text' ? line.text : '…'));
const open = (...pages: readonly LogPage[]) => pages.reduce(withLaterPage, openLogView('a'));
const numbers = (count: number) => Array.from({ length: count }, (_, n) => `${n}`);

describe('a log view', () => {
  test('reads an unfinished line again as part of the page that follows', () => {
    const first = page(['one', 'tw'], { to: 4, size: 6 });
    const second = page(['two', 'three'], { from: 4, to: 14, size: 14 });
    expect(texts(open(first, second))).toEqual(['one', 'two', 'three']);
  });

  test('keeps the finished lines of a page that reached the end', () => {
    const second = page(['b'], { from: 10, to: 12, size: 12 });
    expect(texts(open(page(['a']), second))).toEqual(['a', 'b']);
  });

  test('stays the same object when nothing is new', () => {
    const view = open(page(['a']));
    expect(withLaterPage(view, page([], { from: 10 }))).toBe(view);
  });

  test('stays on its lines while earlier ones are added', () => {
    const view = { ...withPage(openLogView('a'), page(numbers(50), { from: 100, atStart: false })), top: 7 };
    const more = withEarlierPage(view, page(numbers(30), { to: 100, atEnd: false }));
    expect(logWindow(more, 10).lines).toEqual(logWindow(view, 10).lines);
  });

  test('follows when it is scrolled to the end, and stays when it is scrolled back', () => {
    const view = open(page(numbers(50)));
    const up = scrollLogView(view, { by: -1, height: 10 });
    expect(up.top).toBe(39);
    expect(scrollLogView(up, { by: 1, height: 10 }).top).toBeNull();
    expect(scrollLogView(up, { by: -Infinity, height: 10 }).top).toBe(0);
    expect(toggleFollow(view, 10).top).toBe(40);
    expect(toggleFollow(up, 10).top).toBeNull();
  });

  test('does not follow while the log was not read to its end', () => {
    const view = { ...open(page(numbers(50), { atEnd: false })), top: 3 };
    expect(scrollLogView(view, { by: Infinity, height: 10 }).top).toBe(40);
  });

  test('holds a bounded part and stays on its lines when the first leave', () => {
    const far = (n: number) =>
      page([`${n}`], { from: n * 1_000_000, to: (n + 1) * 1_000_000, size: 99_000_000, atEnd: false });
    const view = Array.from({ length: 10 }, (_, n) => far(n)).reduce(withLaterPage, { ...openLogView('a'), top: 0 });
    expect(texts(view)).toEqual(['6', '7', '8', '9']);
    expect(view.top).toBe(0);
  });
});
