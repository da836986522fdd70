import fs from 'node:fs';
import path from 'node:path';

/** Output that is kept without a hole, from one byte offset to another; an empty one tells where a hole ends. */
export interface Extent {
  readonly from: number;
  readonly to: number;
  readonly segments: readonly Segment[];
}

interface Segment {
  readonly file: string;
  readonly from: number;
  readonly to: number;
}

/** What is kept of the output of a task, oldest first. Between two extents output is missing. */
export function keptExtents(folder: string): readonly Extent[] {
  const extents: Extent[] = [];
  for (const segment of segmentsIn(folder)) {
    const last = extents.at(-1);
    if (last !== undefined && last.to >= segment.from) {
      extents[extents.length - 1] = { from: last.from, to: segment.to, segments: [...last.segments, segment] };
    } else {
      extents.push({ from: segment.from, to: segment.to, segments: [segment] });
    }
  }
  return extents;
}

/** The bytes of an extent between two offsets; fewer when they were dropped since the extent was found. */
export function readBytes(extent: Extent, from: number, to: number): Buffer {
  const parts = extent.segments
    .filter((segment) => segment.to > from && segment.from < to)
    .map((segment) =>
      readFile(segment.file, Math.max(from - segment.from, 0), Math.min(to, segment.to) - segment.from),
    );
  const bytes = Buffer.concat(parts);
  // Each byte stays at its place; NULs are shown by nobody.
  if (from === 0 && UTF_16_MARKS.has(bytes.subarray(0, 2).toString('latin1'))) bytes.fill(0, 0, 2);
  return bytes;
}

/** A byte order mark of UTF-16. It would stand before the first word, and a pattern with `^` would not match. */
const UTF_16_MARKS: ReadonlySet<string> = new Set(['\xff\xfe', '\xfe\xff']);

function segmentsIn(folder: string): readonly Segment[] {
  return namesIn(folder)
    .flatMap((name) => segmentOf(folder, name))
    .sort((one, other) => one.from - other.from);
}

function namesIn(folder: string): readonly string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}

function segmentOf(folder: string, name: string): readonly Segment[] {
  if (!/^log\.\d+$/.test(name)) return [];
  const file = path.join(folder, name);
  const from = Number(name.slice('log.'.length));
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size;
  return size === undefined ? [] : [{ file, from, to: from + size }];
}

function readFile(file: string, from: number, to: number): Buffer {
  const bytes = Buffer.alloc(to - from);
  let descriptor: number;
  try {
    descriptor = fs.openSync(file, 'r');
  } catch {
    return Buffer.alloc(0);
  }
  try {
    return bytes.subarray(0, fs.readSync(descriptor, bytes, 0, bytes.length, from));
  } catch {
    return Buffer.alloc(0);
  } finally {
    fs.closeSync(descriptor);
  }
}
