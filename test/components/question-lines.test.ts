import { expect, test } from 'vitest';
import type { Question } from '../../src/agent/events.ts';
import { foldRepeats } from '../../src/components/fold-repeats.ts';
import { answerLines } from '../../src/components/question-answers.ts';
import { createKeymap } from '../../src/components/keymap.ts';
import { answerRows, questionLines, questionRows, questionScroll } from '../../src/components/question-lines.ts';
import { displayWidth } from '../../src/components/text.ts';
import { createTheme } from '../../src/components/theme.ts';

const theme = createTheme({ colours: false });
const keymap = createKeymap();
const question: Question = {
  id: 'q1',
  title: 'Run this command?',
  body: ['npm test'],
  context: 'in ~/shop',
  scope: '',
};

test('runs of equal lines are counted, and only from the fourth on', () => {
  expect(foldRepeats(['a', '', '', '', 'b', 'b', 'b', 'b', 'b'])).toEqual([
    ...['a', '', '', '', 'b'].map((text) => ({ kind: 'line', text })),
    { kind: 'repeats', words: 'the same line 4 more times' },
  ]);
  expect(foldRepeats(['', '  ', '\t', ' '])).toEqual([{ kind: 'repeats', words: '4 empty lines' }]);
});

test('a text that looks like a mark stands where text stands', () => {
  const lines = questionLines(
    { ...question, body: ['ls', '… 4 empty lines …', '', '', '', '', 'rm x'] },
    { width: 80, height: 12, top: 0, age: 0, theme, draft: 'none' },
  );
  expect(lines.map((line) => line.replace(/\u001B\[\d+m/g, '')).filter((line) => line.includes('empty lines'))).toEqual(
    ['     … 4 empty lines …', '   … 4 empty lines …'],
  );
});

test.each([
  { width: 40, most: 4 },
  { width: 60, most: 6 },
  { width: 80, most: 10 },
  { width: 200, most: 28 },
])('in $most rows of $width columns every row of it comes into view by scrolling', ({ width, most }) => {
  for (const length of [1, 2, 3, 5, 8, 13, 21, 34]) {
    const body = Array.from({ length }, (_, n) => `row-${n}-`);
    const asked = {
      ...question,
      body,
      why: 'it changes files that other programs run by themselves',
      scope: 'every change',
      always: { rules: ['edit(src/**)'], where: 'for this project' },
    };
    const height = Math.min(most, questionRows(asked, { width, most }));
    const { lowest, page } = questionScroll(asked, { width, height });
    expect(page).toBeGreaterThan(0);
    const seen = new Set<string>();
    for (let top = 0; ; top = Math.min(lowest, top + page)) {
      const answers = answerRows(asked, { width, height });
      const lines = [
        ...questionLines(asked, { width, height, top, age: 0, theme, draft: 'none' }),
        ...answerLines(asked, { width, theme, keymap, seen: true, choice: 0, height: answers }),
      ];
      expect(lines.length).toBeLessThanOrEqual(height);
      expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(width);
      [...lines.join('\n').matchAll(/row-\d+-|other|every change|edit\(src\/\*\*\)/g)].forEach(([found]) =>
        seen.add(found),
      );
      if (top >= lowest) break;
    }
    expect([...seen].sort()).toEqual([...body, 'other', 'every change', 'edit(src/**)'].sort());
  }
});
