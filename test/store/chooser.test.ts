import { describe, expect, test } from 'vitest';
import { chosenItem, createChooser, editChooser, moveChooser, type Chooser } from '../../src/store/chooser.ts';

const items = ['run the tests', 'fix the tests', '!npm test', 'say hello'].map((label) => ({ value: label, label }));
const typed = (chooser: Chooser, text: string) => editChooser(chooser, { type: 'insert', text });
const labels = ({ matches }: Chooser) => matches.map(({ item }) => item.label);

describe('the history', () => {
  test.each(['history', 'session'] as const)(
    'of the kind %s is searched for words as they stand, the newest first',
    (kind) => {
      expect(labels(typed(createChooser(kind, items), 'tests'))).toEqual(['run the tests', 'fix the tests']);
      expect(labels(typed(createChooser(kind, items), 't'))).toEqual(['run the tests', 'fix the tests', '!npm test']);
    },
  );

  test('is searched for letters when the words stand nowhere', () => {
    expect(labels(typed(createChooser('history', items), 'npmtst'))).toEqual(['!npm test']);
  });
});

test('the palette puts the best first and marks the letters', () => {
  const { matches } = typed(createChooser('palette', items), 'sh');
  expect(matches[0]).toMatchObject({ item: { label: 'say hello' }, marks: [0, 4] });
});

test('a query is one line, and another query begins at the top', () => {
  const chooser = moveChooser(createChooser('palette', items), 2);
  expect(typed(chooser, 'a\nb').query.text).toBe('a b');
  expect(typed(chooser, 't').selected).toBe(0);
});

test('the choice begins at what counts now', () => {
  expect(createChooser('model', items, items[1]!.value).selected).toBe(1);
  expect(createChooser('model', items, 'gone').selected).toBe(0);
});

test('moving goes round', () => {
  const chooser = createChooser('history', items);
  expect(chosenItem(moveChooser(chooser, -1))?.label).toBe('say hello');
  expect(chosenItem(moveChooser(moveChooser(chooser, -1), 1))?.label).toBe('run the tests');
  expect(chosenItem(moveChooser(typed(chooser, 'zzzz'), 1))).toBeUndefined();
});
