import type { StructuredPatchHunk } from 'diff';
import type { FileChange } from '../events.ts';

/** A change of a text: how many lines came and went, and the lines themselves, marked `+`, `-` or blank. */
export interface Change {
  readonly added: number;
  readonly removed: number;
  readonly lines: readonly string[];
  /** The same in parts; `start`: the number of the first line of one, counted from 1, in what the text has become. */
  readonly hunks: readonly Hunk[];
}

export interface Hunk {
  readonly start: number;
  readonly lines: readonly string[];
}

/** Comparing must not hold up the program: very different texts count as wholly replaced. */
const TIMEOUT_MS = 200;

export async function changeOf(before: string, after: string): Promise<Change> {
  const { structuredPatch } = await import('diff');
  const patch = structuredPatch('', '', before, after, undefined, undefined, { context: 2, timeout: TIMEOUT_MS });
  if (patch === undefined) return replacement(before, after);
  const changed = patch.hunks.flatMap((hunk) => hunk.lines);
  return {
    added: changed.filter((line) => line.startsWith('+')).length,
    removed: changed.filter((line) => line.startsWith('-')).length,
    lines: patch.hunks.flatMap(hunkLines),
    hunks: patch.hunks.map(({ newStart: start, lines }) => ({ start, lines })),
  };
}

/** The change for the screen and the record, which keep no more of it than anyone reads. */
export function shownChange({ lines, added, removed }: Pick<Change, 'lines' | 'added' | 'removed'>): FileChange {
  const shown = lines.slice(0, SHOWN_LINES).map((line) => line.slice(0, SHOWN_COLUMNS));
  return { lines: shown, hidden: lines.length - shown.length, added, removed };
}

const SHOWN_LINES = 300;
const SHOWN_COLUMNS = 400;

/** How many lines a text has; a last one without an end counts. */
export function lineCount(text: string): number {
  return textLines(text).length;
}

/** The change in few words: `+18 −2`. */
export function changeWords({ added, removed }: Change): string {
  return `+${added} −${removed}`;
}

function replacement(before: string, after: string): Change {
  const gone = textLines(before);
  const come = textLines(after);
  const lines = [...gone.map((line) => `-${line}`), ...come.map((line) => `+${line}`)];
  return { added: come.length, removed: gone.length, lines, hunks: [{ start: 1, lines }] };
}

function hunkLines({ newStart, lines }: StructuredPatchHunk): readonly string[] {
  return [`@@ line ${newStart} @@`, ...lines];
}

function textLines(text: string): readonly string[] {
  if (text === '') return [];
  return text.replace(/\n$/, '').split('\n');
}
