import type { Changing } from '../undo/undo.ts';
import { replaceFile, type Replaced } from './replace-file.ts';
import { lookOf } from './seen-files.ts';
import type { ToolContext } from './tool.ts';

export interface FilePut {
  /** Absolute, with links resolved. */
  readonly file: string;
  readonly content: string;
  /** What was there when it was judged; `null`: nothing. */
  readonly before: Changing['before'];
  /** The permissions of the file that is there. */
  readonly mode: number | null;
  /** The model knows all of the content. */
  readonly seen: boolean;
}

/**
 * Records the change, then makes it when the file still is what was judged. What was not made is not recorded as made.
 * Rejects with what the file system says.
 */
export async function putFile(put: FilePut, context: ToolContext): Promise<Replaced> {
  const { file, content, before, mode, seen } = put;
  const notMade = await context.changing({ file, before, after: content, mode });
  let replaced: Replaced | undefined;
  try {
    replaced = await replaceFile({ file, content, expects: before === null ? null : lookOf(before) });
  } finally {
    if (replaced !== 'replaced') notMade();
  }
  if (seen && replaced === 'replaced') context.seen.note(file, lookOf(content), 'all');
  return replaced;
}

/** What the model is told when the file is not what was judged any more. */
export function changedMeanwhile(shown: string): string {
  return `${shown} was changed after this was judged, so it was left as it is. Read it again.`;
}
