import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLayout, createViewLayout, type Region } from '../../src/components/layout.ts';

const size = { columns: fc.integer({ min: 60, max: 250 }), rows: fc.integer({ min: 16, max: 80 }) };
const pane = fc.record({
  place: fc.constantFrom('side' as const, 'below' as const),
  hidden: fc.boolean(),
  width: fc.option(fc.integer({ min: -10, max: 300 })),
  rows: fc.option(fc.integer({ min: -10, max: 100 })),
});
const usual = { place: 'side', hidden: false, width: null, rows: null } as const;
const wishes = { inputRows: fc.integer({ min: 1, max: 200 }), dialog: fc.boolean(), taskRows: fc.nat(50), pane };

describe('the layout', () => {
  test('covers the screen exactly, whatever is wanted of it (FIELD B3)', () => {
    fc.assert(
      fc.property(fc.record({ ...size, ...wishes }), (options) => {
        const layout = createLayout(options);
        if (layout.kind === 'too-small') throw new Error('too small');
        expect(coverage(Object.values(layout.regions), options)).toEqual({ holes: 0, overlaps: 0 });
      }),
    );
  });

  test('leaves at least three rows to the conversation, two above a dialog', () => {
    fc.assert(
      fc.property(fc.record({ ...size, ...wishes }), (options) => {
        const layout = createLayout(options);
        if (layout.kind === 'too-small') throw new Error('too small');
        expect(layout.regions.conversation.height).toBeGreaterThanOrEqual(options.dialog ? 2 : 3);
        expect(layout.regions.input.height).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  test('covers the screen exactly in a view', () => {
    fc.assert(
      fc.property(fc.record(size), (options) => {
        expect(coverage(Object.values(createViewLayout(options)), options)).toEqual({ holes: 0, overlaps: 0 });
      }),
    );
  });

  test.each([
    { columns: 120, rows: 40, kind: 'wide' },
    { columns: 100, rows: 16, kind: 'wide' },
    { columns: 99, rows: 80, kind: 'narrow' },
    { columns: 60, rows: 16, kind: 'narrow' },
    { columns: 39, rows: 40, kind: 'too-small' },
    { columns: 120, rows: 11, kind: 'too-small' },
  ])('is $kind at $columns x $rows', ({ columns, rows, kind }) => {
    expect(createLayout({ columns, rows, inputRows: 1, dialog: false, taskRows: 3, pane: usual }).kind).toBe(kind);
  });

  test.each([
    { columns: 100, width: 38 },
    { columns: 120, width: 38 },
    { columns: 160, width: 51 },
    { columns: 250, width: 60 },
  ])('gives $width of $columns columns to the tasks', ({ columns, width }) => {
    const layout = createLayout({ columns, rows: 40, inputRows: 1, dialog: false, taskRows: 0, pane: usual });
    expect(layout.kind === 'wide' && layout.regions.tasks.width).toBe(width);
  });

  test('shows no list of tasks on a narrow screen while there are none', () => {
    const layout = createLayout({ columns: 80, rows: 24, inputRows: 1, dialog: false, taskRows: 0, pane: usual });
    expect(layout.kind === 'narrow' && [layout.regions.tasks.height, layout.regions.tasksRule.height]).toEqual([0, 0]);
  });
});

function coverage(regions: readonly Region[], { columns, rows }: { readonly columns: number; readonly rows: number }) {
  const cells = new Uint8Array(columns * rows);
  for (const { x, y, width, height } of regions) {
    for (let row = y; row < y + height; row++) {
      for (let column = x; column < x + width; column++) cells[row * columns + column]! += 1;
    }
  }
  const outside = regions.filter(({ x, y, width, height }) => x + width > columns || y + height > rows).length;
  return {
    holes: cells.filter((count) => count === 0).length,
    overlaps: cells.filter((count) => count > 1).length + outside,
  };
}
