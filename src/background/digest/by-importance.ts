import type { Found } from './find.ts';
import type { FoundError } from './recogniser.ts';

/** Lines by their index, what must be told first; some more than once. */
export function byImportance(lines: readonly string[], found: Found): readonly number[] {
  const { verdicts, names, others, isKnown } = found;
  const last = lastWithText(lines, isKnown ? 3 : 25);
  const errors = isKnown ? found.errors : others;
  const kinds = firstOfEachKind(errors);
  const ranked = [
    verdicts.slice(-4),
    errors.slice(0, 1).flatMap(upTo(4)),
    last.slice(0, 1),
    names.slice(0, 15),
    kinds.slice(0, 8).flatMap(upTo(1)),
    others.slice(0, 3).flatMap(upTo(2)),
    last.slice(0, 3),
    kinds.slice(0, 4).flatMap(upTo(8)),
    kinds.slice(8, 20).flatMap(placeFirst),
    names.slice(15, 40),
    errors.slice(0, 20).flatMap(placeFirst),
    last,
  ];
  return ranked.flat().filter((index) => lines[index] !== '');
}

/** The last lines, the last of all first. */
function lastWithText(lines: readonly string[], count: number): readonly number[] {
  const found: number[] = [];
  for (let index = lines.length - 1; index >= 0 && found.length < count; index--) {
    if (lines[index] !== '') found.push(index);
  }
  return found;
}

function firstOfEachKind(errors: readonly FoundError[]): readonly FoundError[] {
  const seen = new Set<string>();
  return errors.filter(({ kind }) => {
    if (kind === undefined) return true;
    if (seen.has(kind)) return false;
    seen.add(kind);
    return true;
  });
}

/** The lines of an error, with at most so many that belong to it. */
function upTo(count: number): (error: FoundError) => readonly number[] {
  return ({ at, more }) => [at, ...more.slice(0, count)];
}

/** Where the place stands on a line of its own, an error without it would be taken for one of another place. */
function placeFirst({ at, more }: FoundError): readonly number[] {
  return [...more.slice(0, 1), at];
}
