import { describe, expect, test } from 'vitest';
import { completionOf, fileItem, type Completion } from '../../src/store/completion.ts';
import { emptyState } from '../../src/store/empty-state.ts';
import type { State } from '../../src/store/state.ts';
import { runningTask } from '../fixtures/tasks.ts';

const state: State = {
  ...emptyState,
  tasks: { ...emptyState.tasks, order: ['1f3a9c2e'], byId: { '1f3a9c2e': runningTask() } },
};
const paths = ['src/', 'README.md', 'src/cart/', 'src/cart/price.ts', 'src/cart/tax.ts', 'my notes.md', 'my docs/'];
const files = [...paths, 'my docs/a plan.md', 'src/@types/x.d.ts', 'sp "q" b.md'].map(fileItem);

/** The completion of a draft in which `|` marks the cursor. */
function complete(marked: string, before: Completion | null = null): Completion | null {
  const editor = { text: marked.replace('|', ''), cursor: marked.indexOf('|') };
  return completionOf(editor, { state, files: () => files }, before);
}

function labels(marked: string): readonly string[] | undefined {
  return complete(marked)?.matches.map(({ item }) => item.label);
}

describe('what is offered', () => {
  test.each([
    ['/sto|', 'command', '/stop ID', '/stop '],
    ['/|', 'command', '/help', '/help'],
    ['/quit|', 'command', '/quit', '/quit'],
    ['/stop |', 'argument', '1f3a9c2e', '1f3a9c2e'],
    ['look at @pri|', 'file', 'src/cart/price.ts', '@src/cart/price.ts '],
    ['@|', 'file', 'src/', '@src/'],
    ['(@notes|', 'file', 'my notes.md', '@"my notes.md" '],
    ['one\n@tax| and', 'file', 'src/cart/tax.ts', '@src/cart/tax.ts '],
    ['@src/cart/|', 'file', 'src/cart/tax.ts', '@src/cart/tax.ts '],
    ['@docs|', 'file', 'my docs/', '@"my docs/'],
    ['see @"my docs/|', 'file', 'my docs/a plan.md', '@"my docs/a plan.md" '],
    ['@src/@ty|', 'file', 'src/@types/x.d.ts', '@src/@types/x.d.ts '],
    ['@sp|', 'file', 'sp "q" b.md', '@"sp \\"q\\" b.md" '],
    ['@"my docs/a p|', 'file', 'my docs/a plan.md', '@"my docs/a plan.md" '],
  ])('for %j: a %s, first %s', (draft, kind, label, text) => {
    const completion = complete(draft);
    expect(completion).toMatchObject({ kind, open: true, selected: 0 });
    expect(completion?.matches[0]?.item).toMatchObject({ label, text });
  });

  test.each([
    'fix it|',
    'mail ada@pri|',
    '/etc/hosts|',
    '/st|op',
    '!cat @pri|',
    '/frobnicate |',
    '/resume |',
    '@zzz|',
    '@"my notes.md"|',
  ])('for %j: nothing', (draft) => expect(complete(draft)).toBeNull());

  test('is no longer offered when it stands there already', () => {
    expect(labels('/stop 1f3a9c2e|')).toBeUndefined();
    expect(labels('@README.md|')).toBeUndefined();
  });

  test('has the tasks of a command with what they run', () => {
    expect(complete('/log |')?.matches[0]?.item.words).toBe('npm install');
  });
});

test('a list that was closed stays closed at the same word, and opens at another', () => {
  const closed = { ...complete('see @p|')!, open: false };
  expect(complete('see @pr|', closed)?.open).toBe(false);
  expect(complete('see @pr and @t|', closed)?.open).toBe(true);
});
