import type { FoundError } from './recogniser.ts';

/** Errors of one kind: all but those that are quoted are counted behind the first that is. */
export interface Groups {
  /** What to say behind a quoted line when others like it are not quoted. `chosen` are all quoted lines. */
  behind(index: number, chosen: ReadonlySet<number>): string | undefined;
}

export function createGroups(errors: readonly FoundError[], options: GroupOptions): Groups {
  const groupOf = new Map<number, Group>();
  const groups = new Map<string, Group>();
  for (const { at, kind, file } of errors) {
    if (kind === undefined) continue;
    const group = groups.get(kind) ?? { fileOf: new Map(), timesIn: new Map() };
    groups.set(kind, group);
    groupOf.set(at, group);
    group.fileOf.set(at, file);
    if (file !== undefined) group.timesIn.set(file, (group.timesIn.get(file) ?? 0) + 1);
  }

  return {
    behind(index, chosen) {
      const group = groupOf.get(index);
      if (group === undefined) return undefined;
      const quoted = [...chosen].filter((other) => group.fileOf.has(other));
      if (Math.min(...quoted) !== index || quoted.length === group.fileOf.size) return undefined;
      return words(leftOf(group, quoted), options);
    },
  };
}

export interface GroupOptions {
  /** The whole log was looked at; else there may be more. */
  readonly isComplete: boolean;
  readonly longest: number;
}

interface Group {
  readonly fileOf: Map<number, string | undefined>;
  readonly timesIn: Map<string, number>;
}

interface Left {
  readonly count: number;
  readonly files: readonly (readonly [string, number])[];
}

function leftOf({ fileOf, timesIn }: Group, quoted: readonly number[]): Left {
  const left = new Map(timesIn);
  for (const index of quoted) {
    const file = fileOf.get(index);
    if (file !== undefined) left.set(file, (left.get(file) ?? 0) - 1);
  }
  return { count: fileOf.size - quoted.length, files: [...left].filter(([, times]) => times > 0) };
}

const FILES_NAMED = 4;

function words({ count, files }: Left, { isComplete, longest }: GroupOptions): string {
  const short = `… ${isComplete ? '' : 'at least '}${count} more like this`;
  const named = files.slice(0, FILES_NAMED).map(([file, times]) => `${file} (${times})`);
  const others = files.length - named.length;
  const list = [...named, ...(others > 0 ? [`${others} more ${others === 1 ? 'file' : 'files'}`] : [])].join(', ');
  const long = `${short}: ${list}`;
  return list !== '' && long.length <= longest ? long : short;
}
