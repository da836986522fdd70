/** Patterns for files, as picomatch reads them. The only file that knows it. */
import picomatch from 'picomatch';

export interface GlobOptions {
  readonly nocase?: boolean;
}

/** Whether a relative path, with `/`, fits the pattern. Names that begin with a dot fit as others do. */
export function globMatcher(glob: string, { nocase = false }: GlobOptions = {}): (file: string) => boolean {
  return picomatch(glob, { dot: true, nonegate: true, nocase });
}

/**
 * Whether matching may take very long: the time grows with the length of the path to the power of the stars in one of
 * its parts. Rules come with projects, and patterns from the model: `*a*a*a*a*a*b` took seconds for one name.
 */
export function isCostlyGlob(glob: string): boolean {
  const parts = glob.split('/');
  const deep = parts.filter((part) => part.includes('**')).length;
  return deep > MOST_DEEP || parts.some((part) => (part.match(/\*+/g)?.length ?? 0) > MOST_STARS);
}

const MOST_DEEP = 3;
const MOST_STARS = 3;
