import { describe, expect, test } from 'vitest';
import type { LogLine, LogPage } from '../../src/background/task-log.ts';
import { logPosition, logTitle } from '../../src/components/log-lines.ts';
import { logRows, searchWords } from '../../src/components/log-rows.ts';
import { displayWidth } from '../../src/components/text.ts';
import { createTheme } from '../../src/components/theme.ts';
import { createEditor } from '../../src/store/editor.ts';
import { patternOf } from '../../src/store/log-search.ts';
import { openLogView, withPage } from '../../src/store/log-view.ts';
import type { LogSearch, LogView } from '../../src/store/ui-state.ts';

import { endedTask, spec } from '../fixtures/tasks.ts';

const theme = createTheme({ colours: true });
const plain = (line: string) => line.replace(/\u001B\[[\d;]*m/g, '').trimEnd();

function viewOf(lines: readonly (string | number)[], changes: Partial<LogView> = {}): LogView {
  let end = 0;
  const logLines = lines.map((line): LogLine => {
    const at = end;
    end += typeof line === 'string' ? Buffer.byteLength(line) + 1 : line;
    return typeof line === 'string' ? { kind: 'text', text: line, at } : { kind: 'gap', bytes: line };
  });
  const page: LogPage = { lines: logLines, from: 0, to: end, size: end, atStart: true, atEnd: true };
  return { ...withPage(openLogView('1f3a9c2e'), page), ...changes };
}

const search: LogSearch = {
  of: 'text',
  editor: createEditor(),
  typing: false,
  places: [],
  total: 0,
  current: -1,
  state: 'done',
  slow: false,
};

const rows = (view: LogView, { width = 30, height = 5 } = {}) => logRows(view, { width, height, theme });

describe('the rows of a log', () => {
  test('are numbered up to what is missing', () => {
    expect(rows(viewOf(['one', 'two', 1_200_000, 'last'])).map(plain)).toEqual([
      '    1  one',
      '    2  two',
      '       … 1.2 MB not kept …',
      '       last',
    ]);
  });

  test('are numbered from the middle, when it is known where that is', () => {
    expect(rows(viewOf(['a', 'b'], { firstLine: 99_999 })).map(plain)).toEqual(
      [' 99999  a', ' 100000  b'].map((row) => row.replace(' 99999', '  99999')),
    );
  });

  test('are cut, or go on below', () => {
    const view = viewOf([`a ${'long '.repeat(8)}line`]);
    expect(rows(view).map(plain)).toEqual(['    1  a long long long long…']);
    expect(rows({ ...view, wrapped: true }).map(plain)).toEqual([
      '    1  a long long long long',
      '       long long long long',
      '       line',
    ]);
  });

  test('show the end while they follow, also when lines go on below', () => {
    const view = viewOf(
      Array.from({ length: 9 }, (_, n) => `${n} ${'x'.repeat(30)} end of ${n}`),
      { wrapped: true },
    );
    const shown = rows(view, { height: 4 }).map(plain);
    expect(shown).toHaveLength(4);
    expect(shown.at(-1)).toMatch(/end of 8$/);
  });

  test('say that nothing was printed, or not yet', () => {
    const size = { width: 30, height: 5, theme };
    expect(logRows(viewOf([]), size).map(plain)).toEqual(['   nothing printed yet']);
    expect(logRows(viewOf([]), { ...size, ended: true }).map(plain)).toEqual(['   nothing was printed']);
  });

  test('keep the colours of the command, or not', () => {
    const view = viewOf(['\u001B[31mred\u001B[39m']);
    expect(rows(view)[0]).toContain('\u001B[31m');
    expect(rows({ ...view, plain: true })[0]).not.toContain('\u001B[31m');
  });

  test('mark what the model has been shown, also behind what is missing', () => {
    const view = viewOf(['one', 'two', 'three', 1_200_000, 'before', 'last']);
    const quoted = [
      [4, 8],
      [1_200_021, 1_200_021],
    ] as const;
    expect(logRows(view, { width: 30, height: 6, theme, quoted }).map(plain)).toEqual([
      '    1  one',
      '    2┃ two',
      '    3┃ three',
      '       … 1.2 MB not kept …',
      '       before',
      '     ┃ last',
    ]);
  });

  test('mark what was found, and the place that is looked at', () => {
    const places = ['an error', 'no errors'].map((text, index) => ({
      from: 0,
      index,
      line: index + 1,
      at: [0, 19][index] ?? 0,
      text,
      ranges: [[3, 8]] as const,
    }));
    const view = viewOf(['an \u001B[31merror\u001B[39m', 'no errors'], {
      search: { ...search, places, total: 2, current: 1 },
    });
    expect(rows(view).map(plain)).toEqual(['    1  an error', '›   2  no errors']);
    expect(rows(view)[0]).toContain(theme.match('error'));
    expect(rows(view)[1]).toContain(theme.currentMatch('error'));
  });

  test('mark the place that is looked at also behind what is missing', () => {
    const here = { from: 5_004, index: 1, line: null, at: 5_008, text: 'two', ranges: [] };
    const view = viewOf(['one', 5_000, 'two', 'two'], { search: { ...search, places: [here], total: 1, current: 0 } });
    expect(rows(view).map(plain)).toEqual(['    1  one', '       … 5 kB not kept …', '       two', '›      two']);
  });

  test.each([20, 40, 90])('fit %i columns, whatever is in them', (width) => {
    const view = viewOf(['日本語'.repeat(40), 'a\tb'.repeat(30), 'e\u0301'.repeat(99), '👩‍👩‍👧'.repeat(30)]);
    for (const wrapped of [true, false]) {
      const shown = rows({ ...view, wrapped }, { width, height: 40 });
      expect(Math.max(...shown.map(displayWidth))).toBeLessThanOrEqual(width);
    }
  });
});

test.each([
  [60, 'npm install', /^ 1f3a9c2e {2}npm inst… +◼ stopped 0:41 · SIGTERM, stop.*…$/],
  [80, 'npm install', /^ 1f3a9c2e {2}npm install +◼ stopped 0:41 · SIGTERM, stopped by the user · \d+ B $/],
  [
    80,
    'npm run build -- --all',
    /^ 1f3a9c2e {2}npm run build -… +◼ stopped 0:41 · SIGTERM, stopped by the user · \d+ B $/,
  ],
  [120, 'npm install', /^ 1f3a9c2e {2}npm install +◼ stopped .* · told in request 3 · \d+ B $/],
])('the title of %i columns keeps the name of %s readable', (width, command, expected) => {
  const end = { kind: 'signalled', signal: 'SIGTERM', at: 42_000, by: 'user', leftRunning: 0 } as const;
  const task = { ...endedTask({}, end), spec: { ...spec, command } };
  const title = logTitle(task, { width, now: 50_000, theme, delivery: 'told in request 3' });
  expect(title.replace(/\u001B\[[\d;]*m/g, '')).toMatch(expected);
  expect(displayWidth(title)).toBe(width);
});

test('the bottom says how far the lines are moved sideways', () => {
  const options = { height: 5, theme, live: false, quoted: false, size: 8 };
  const words = (left: number) => plain(logPosition(viewOf(['one', 'two'], { left }), options));
  expect([words(0), words(1_020)]).toEqual(['lines 1–2 of 2', 'from column 1,021 · lines 1–2 of 2']);
});

test('the bottom counts what was printed since it was read', () => {
  const view = viewOf(['one', 'two', 'last'], { firstLine: null, top: 1 });
  const options = { height: 2, theme, live: true, quoted: false };
  expect(plain(logPosition(view, { ...options, size: 80 }))).toBe('10 % of 80 B');
  expect(plain(logPosition({ ...view, top: null }, { ...options, size: 80 }))).toBe('following ▼ · 100 % of 13 B');
});

test.each<[string, LogView, string]>([
  ['counted', viewOf(['one', 'two']), 'lines 1–2 of 2'],
  ['counted, but not to its end', viewOf(['one', 'two', 5_000, 'last'], { top: 0 }), 'lines 1–2 · 0 % of 5 kB'],
  ['behind what is missing', viewOf(['one', 5_000, 'two', 'last'], { top: 1 }), '99 % of 5 kB'],
  ['at the end of what was not counted', viewOf(['one', 'two', 'last'], { firstLine: null }), '100 % of 13 B'],
])('the bottom says where the lines are: %s', (_, view, words) => {
  const size = view.pages.at(-1)?.size ?? 0;
  expect(plain(logPosition(view, { height: 2, theme, live: false, quoted: false, size }))).toBe(words);
});

test.each<[Partial<LogSearch>, string]>([
  [{ state: 'idle' }, ''],
  [{ state: 'searching' }, 'searching …'],
  [{}, 'no match'],
  [{ of: 'errors' }, 'no error recognised'],
  [{ total: 3, current: 0 }, 'match 1 of 3'],
  [{ total: 12_345, current: 1_233, state: 'searching' }, 'match 1,234 of 12,345 …'],
  [{ total: 2, current: 0, slow: true }, 'match 1 of 2, parts left out: the pattern is too slow'],
])('the words of a search: %j', (changes, words) => {
  expect(searchWords({ ...search, ...changes })).toBe(words);
});

test.each<[string, RegExp | null]>([
  ['a.b (c)', /a\.b \(c\)/i],
  ['Error', /Error/],
  ['/fo+/i', /fo+/i],
  ['/usr/lib/x', /\/usr\/lib\/x/i],
  ['/(/', null],
])('%s is looked for as %s', (written, pattern) => {
  expect(patternOf(written)).toEqual(
    pattern === null ? null : new RegExp(pattern.source.replaceAll('\\/', '/'), pattern.flags),
  );
});
