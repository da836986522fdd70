/** Whether a file is one of those that a pattern names: `src/**` is of the project, `~/notes/**` of the home folder. */
import { homedir } from 'node:os';
import path from 'node:path';
import { globMatcher, isCostlyGlob } from '../glob.ts';
import { followed, isWithin } from './paths.ts';
import type { Target } from './word-targets.ts';

/** The patterns of rules about files. Where each leads is looked up once. */
export interface FileGlobs {
  /** For rules that allow. No link of the pattern is followed, except that the home folder itself may be one. */
  allows(glob: string, file: string): boolean;
  /** For rules that forbid or ask. File and pattern are compared as written and with links followed. */
  covers(glob: string, target: Target): boolean;
  /** Whether it may cover something in the folder, which is absolute with links resolved. */
  reachesInto(glob: string, folder: string): boolean;
}

/** `root` is the project: absolute, with links resolved. A pattern without `/` or `~/` before it never leaves it. */
export function createFileGlobs(root: string): FileGlobs {
  const allowing = remembered((glob) => placesOf(glob, root).map((place) => matcherOf(place, false)));
  const covering = remembered((glob) => {
    const written = placesOf(glob, root);
    return [...written, ...written.map(({ base, rest }) => ({ base: followed(base), rest }))].map((place) =>
      matcherOf(place, true),
    );
  });
  return {
    allows: (glob, file) => allowing(glob).some(({ matches }) => matches(file)),
    covers: (glob, { file, written }) => covering(glob).some(({ matches }) => matches(file) || matches(written)),
    reachesInto: (glob, folder) => covering(glob).some(({ reachesInto }) => reachesInto(folder)),
  };
}

/** A pattern: the path with which it begins, absolute, and what comes after it; empty when it names one file. */
interface Place {
  readonly base: string;
  readonly rest: string;
}

function placesOf(glob: string, root: string): readonly Place[] {
  const home = homedir();
  if (glob === '~' || glob.startsWith('~/')) return inHome(home, glob.slice(2));
  if (!path.isAbsolute(glob)) {
    const place = placeIn(root, glob);
    return isWithin(root, place.base) ? [place] : [];
  }
  const normal = path.normalize(glob);
  return normal.startsWith(`${home}/`) ? inHome(home, normal.slice(home.length + 1)) : [placeIn('/', normal)];
}

function inHome(home: string, glob: string): readonly Place[] {
  return [...new Set([home, followed(home)])].map((folder) => placeIn(folder, glob));
}

function placeIn(folder: string, glob: string): Place {
  const parts = path
    .normalize(glob)
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  const open = parts.findIndex((part) => SPECIAL.test(part.replace(/\\./gs, '')));
  const fixed = open === -1 ? parts : parts.slice(0, open);
  const names = fixed.map((part) => part.replace(/\\(.)/gs, '$1'));
  return { base: path.join(folder, ...names), rest: open === -1 ? '' : parts.slice(open).join('/') };
}

const SPECIAL = /[*?[\]{}()!+@|]/;

interface Matcher {
  matches(file: string): boolean;
  reachesInto(folder: string): boolean;
}

/** `ifCostly`: the answer of a pattern that takes too long to be matched, for all below its beginning. */
function matcherOf({ base: given, rest }: Place, ifCostly: boolean): Matcher {
  const base = folded(given);
  const fits =
    rest === '' ? () => false : isCostlyGlob(rest) ? () => ifCostly : globMatcher(rest, { nocase: IGNORES_CASE });
  return {
    matches(file) {
      const relative = path.relative(base, folded(file));
      if (relative === '') return rest === '' || rest === '**';
      return isWithin(base, folded(file)) && fits(relative);
    },
    reachesInto(folder) {
      return isWithin(folded(folder), base) || (rest !== '' && isWithin(base, folded(folder)));
    },
  };
}

const IGNORES_CASE = process.platform === 'darwin';

function folded(file: string): string {
  return IGNORES_CASE ? file.toLowerCase() : file;
}

function remembered<Found>(find: (glob: string) => Found): (glob: string) => Found {
  const known = new Map<string, Found>();
  return (glob) => {
    const found = known.get(glob) ?? find(glob);
    known.set(glob, found);
    return found;
  };
}
