import { expect, test } from 'vitest';
import type { UiState } from '../../src/store/ui-state.ts';
import { openLogView } from '../../src/store/log-view.ts';
import { initialUi } from '../../src/store/ui.ts';
import { withoutView, withView } from '../../src/store/views.ts';

type View = UiState['view'];

/** Opens views one after the other, then closes them until the main one is seen; what was seen on the way back. */
function wayBack(...opened: readonly View[]): readonly View[] {
  let ui: UiState = { ...initialUi, log: openLogView('1f3a9c2e') };
  for (const view of opened) ui = { ...ui, ...withView(ui, view) };
  const seen: View[] = [];
  while (ui.view !== 'main') {
    ui = { ...ui, ...withoutView(ui) };
    seen.push(ui.view);
  }
  return seen;
}

test.each<[readonly View[], readonly View[]]>([
  [['log'], ['main']],
  [
    ['log', 'ledger'],
    ['log', 'main'],
  ],
  [
    ['timeline', 'log', 'help'],
    ['log', 'timeline', 'main'],
  ],
  // To and fro leads nowhere new.
  [['log', 'ledger', 'log'], ['main']],
  [
    ['log', 'ledger', 'log', 'ledger'],
    ['log', 'main'],
  ],
  [['help', 'help'], ['main']],
])('behind %j lie %j', (opened, back) => {
  expect(wayBack(...opened)).toEqual(back);
});

test('a log stays open below another view, and is closed with its own', () => {
  const log = openLogView('1f3a9c2e');
  const read: UiState = { ...initialUi, log, ...withView(initialUi, 'log') };
  const covered: UiState = { ...read, ...withView(read, 'ledger') };
  expect(withoutView(covered)).toMatchObject({ view: 'log', log });
  expect(withoutView(read)).toMatchObject({ view: 'main', log: null });
});
