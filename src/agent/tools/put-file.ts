import type { Stats } from 'node:fs';
import type { Changing } from '../undo/undo.ts';
import { lookOf } from './seen-files.ts';
import type { ToolContext } from './tool.ts';
import { writeAtomically } from './write-atomically.ts';

export interface FilePut {
  /** Absolute, with links resolved. */
  readonly file: string;
  readonly content: string;
  readonly replaces: Stats | null;
  readonly before: Changing['before'];
  /** The model knows all of the content. */
  readonly seen: boolean;
}

/** Puts the content in place at once, or leaves everything as it was and rejects. */
export async function putFile(put: FilePut, context: ToolContext): Promise<void> {
  const { file, content, replaces, before, seen } = put;
  await context.changing({ file, before, after: content, mode: replaces?.mode ?? null });
  await writeAtomically({ file, content, replaces });
  if (seen) context.seen.note(file, lookOf(content));
}
