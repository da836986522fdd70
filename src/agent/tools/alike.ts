const LOOKED_AT = 2_000;
const SHOWN = 3;
/** The part of two names that must be equal for one to be offered in place of the other. */
const ALIKE = 0.7;

/** Those of the names that may have been meant by `wanted`, best first, at most three. */
export async function mostAlike(wanted: string, names: readonly string[]): Promise<readonly string[]> {
  const { diffChars } = await import('diff');
  const likeness = (name: string) => {
    const same = diffChars(wanted.toLowerCase(), name.toLowerCase(), { maxEditLength: wanted.length })
      ?.filter((part) => !part.added && !part.removed)
      .reduce((length, part) => length + part.value.length, 0);
    return (2 * (same ?? 0)) / (wanted.length + name.length);
  };
  return names
    .slice(0, LOOKED_AT)
    .map((name) => ({ name, alike: likeness(name) }))
    .filter(({ alike }) => alike >= ALIKE)
    .sort((one, other) => other.alike - one.alike)
    .slice(0, SHOWN)
    .map(({ name }) => name);
}
