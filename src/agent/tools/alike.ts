const LOOKED_AT = 2_000;
const SHOWN = 3;
/** The part of two names that must be equal for one to be offered in place of the other. */
const ALIKE = 0.7;
/** Comparing takes the product of two lengths, for each of the names. Characters. */
const LONGEST = 100;

/**
 * Those of the names that may have been meant by `wanted`, best first, at most three; none when it is very long. `least`:
 * the part of two names, from 0 to 1, that must be equal.
 */
export async function mostAlike(
  wanted: string,
  names: readonly string[],
  { least = ALIKE }: { readonly least?: number } = {},
): Promise<readonly string[]> {
  if (wanted.length > LONGEST) return [];
  const { diffChars } = await import('diff');
  const likeness = (name: string) => {
    const length = wanted.length + name.length;
    if ((2 * Math.min(wanted.length, name.length)) / length < least) return 0;
    const maxEditLength = Math.floor((1 - least) * length);
    const same = diffChars(wanted.toLowerCase(), name.toLowerCase(), { maxEditLength })
      ?.filter((part) => !part.added && !part.removed)
      .reduce((sum, part) => sum + part.value.length, 0);
    return (2 * (same ?? 0)) / length;
  };
  return names
    .slice(0, LOOKED_AT)
    .map((name) => ({ name, alike: likeness(name) }))
    .filter(({ alike }) => alike >= least)
    .sort((one, other) => other.alike - one.alike)
    .slice(0, SHOWN)
    .map(({ name }) => name);
}
