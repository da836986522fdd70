import type { GuardedRow } from './guarded-table.ts';

export interface PatternTable {
  /** The first row that has the path; `relative` has no `..` in it. */
  rowOf(relative: string): GuardedRow | undefined;
}

/** Answers for paths which row of a table they belong to. */
export function compileTable(rows: readonly GuardedRow[]): PatternTable {
  const compiled = rows.map((row) => ({ row, expression: expressionOf(row.patterns) }));
  return {
    rowOf: (relative) => compiled.find(({ expression }) => expression.test(relative))?.row,
  };
}

/** One for all patterns: picomatch takes 100 ms for as many, in the way of the first question. */
function expressionOf(patterns: string): RegExp {
  const sources = patterns.split(' ').map((pattern) => {
    const [path, below] = pattern.endsWith('/**') ? [pattern.slice(0, -3), '(?:/.*)?'] : [pattern, ''];
    return `${path.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')}${below}`;
  });
  return new RegExp(`(?:^|/)(?:${sources.join('|')})$`, 'is');
}
