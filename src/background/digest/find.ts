import { RECOGNISERS } from './all.ts';
import { general } from './general.ts';
import type { Findings, FoundError } from './recogniser.ts';
import { unwrapped } from './unwrap.ts';

/** What all recognisers that know something of a log found in it. */
export interface Found extends Required<Findings> {
  /** What the general rule found besides, when no recogniser tells all. */
  readonly others: readonly FoundError[];
  /** Whether a recogniser had something to say. */
  readonly isKnown: boolean;
}

export function findAll(lines: readonly string[]): Found {
  const bare = unwrapped(lines);
  const told = RECOGNISERS.flatMap(({ mark, tells, isRunner, find }) => {
    const own = isRunner ? lines : bare;
    return own.some((line) => mark.test(line)) ? [{ tells, ...find(own) }] : [];
  }).filter(({ verdicts = [], names = [], errors = [] }) => verdicts.length + names.length + errors.length > 0);

  const taken = new Set<number>();
  const errors = told.flatMap((one) => untaken(one.errors ?? [], taken)).sort(byPlace);
  const rest = told.some(({ tells }) => tells === 'all') ? {} : general.find(lines);
  return {
    verdicts: ascending(told.flatMap(({ verdicts = [] }) => verdicts)),
    names: ascending([...told.flatMap(({ names = [] }) => names), ...(rest.names ?? [])]),
    errors,
    others: untaken(rest.errors ?? [], taken),
    isKnown: told.length > 0,
  };
}

/** Of errors that quote the same line, the first is kept. */
function untaken(errors: readonly FoundError[], taken: Set<number>): readonly FoundError[] {
  return errors.filter(({ at, more }) => {
    if (taken.has(at)) return false;
    for (const index of [at, ...more]) taken.add(index);
    return true;
  });
}

function byPlace(one: FoundError, other: FoundError): number {
  return one.at - other.at;
}

function ascending(indexes: readonly number[]): readonly number[] {
  return [...new Set(indexes)].sort((one, other) => one - other);
}
