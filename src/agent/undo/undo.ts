/**
 * Takes back what the tools changed in files, a turn at a time, also after a restart; and does it again.
 *
 * A change is kept and recorded before it is made, so there is none that could not be taken back; one that then fails is
 * recorded as not made. All files of a turn are taken back or none: where one has been changed since, by whomever,
 * nothing is touched and that file is named.
 *
 * Deliberately not here: what commands change. Nobody knows what they write.
 */
import path from 'node:path';
import type { AgentEvent, FileImage } from '../events.ts';
import { isWithin } from '../permissions/paths.ts';
import { followLinks } from '../tools/follow-links.ts';
import { isGone } from '../tools/held-folder.ts';
import { reasonOf } from '../tools/outcome.ts';
import { lookAt, replaceFile } from '../tools/replace-file.ts';
import { foldChanges, NO_CHANGES, type ChangeGroup } from './change-groups.ts';
import type { FileImages } from './file-images.ts';

/** What is going to be changed in a file. */
export interface Changing {
  /** Absolute, with links resolved. */
  readonly file: string;
  /** `null`: there is none. */
  readonly before: string | null;
  readonly after: string;
  /** Of the file that is there. */
  readonly mode: number | null;
}

export interface Undo {
  fold(event: AgentEvent): void;
  /** Keeps and records a change that is going to be made. Answers what to call when it is not made after all. */
  changing(change: Changing): Promise<() => void>;
  /** Takes back the changes of the last turn that made any, or does again what was taken back. */
  move(way: 'undo' | 'redo'): Promise<Moved>;
}

export type Moved =
  | { readonly kind: 'moved'; readonly files: readonly string[] }
  /** The files are as they would be already. */
  | { readonly kind: 'unneeded'; readonly files: readonly string[] }
  /** Nothing was touched; the sentence says why. */
  | { readonly kind: 'refused'; readonly sentence: string };

export interface UndoPorts {
  readonly root: string;
  readonly images: FileImages;
  emit(event: AgentEvent): void;
  now(): number;
}

export function createUndo({ root, images, emit, now }: UndoPorts): Undo {
  let groups = NO_CHANGES;
  const shown = (file: string) => (isWithin(root, file) ? path.relative(root, file) : file);

  return {
    fold(event) {
      groups = foldChanges(groups, event);
    },
    async changing({ file, before, after, mode }) {
      const kept = before === null ? null : await images.keep(before);
      const change: FileImage = { file, before: kept, after: await images.keep(after), mode };
      emit({ type: 'file_changing', at: now(), change });
      return () => emit({ type: 'file_change_failed', at: now(), change });
    },
    async move(way) {
      const group = (way === 'undo' ? groups.done : groups.undone).at(-1);
      if (group === undefined) {
        return refused(way === 'undo' ? 'Nothing to undo.' : 'Nothing to redo.');
      }
      const planned = await planMove(group, way);
      if (typeof planned === 'string') return refused(planned);
      const failure = await carryOut(planned);
      if (failure !== undefined) return refused(failure);
      const files = planned.map(({ file }) => shown(file));
      const type = way === 'undo' ? 'changes_undone' : 'changes_redone';
      emit({ type, at: now(), group: group.at, files });
      if (files.length > 0) return { kind: 'moved', files };
      return { kind: 'unneeded', files: group.files.map(({ file }) => shown(file)) };
    },
  };

  /** What is to be written, or why nothing is. */
  async function planMove({ files }: ChangeGroup, way: 'undo' | 'redo'): Promise<readonly Step[] | string> {
    if (await isGone(root)) return `The project folder ${root} is gone. Nothing was touched.`;
    const steps: Step[] = [];
    for (const { file, before, after, mode } of files) {
      const [from, to] = way === 'undo' ? [after, before] : [before, after];
      // A command may have put a link in its way.
      if ((await followLinks(file).catch(() => null)) !== file) {
        return `${shown(file)} leads elsewhere than before. Nothing was touched.`;
      }
      const there = await lookAt(file).catch((error: unknown) => error);
      if (there instanceof Error) return `${shown(file)} cannot be read: ${reasonOf(there)}. Nothing was touched.`;
      if (there === to) continue;
      if (there !== from) return `${shown(file)} was changed since. Nothing was touched.`;
      const [content, back] = await Promise.all([to, from].map((hash) => (hash === null ? null : images.read(hash))));
      if (to !== null && content === null) {
        return `What ${shown(file)} was is no longer kept. Nothing was touched.`;
      }
      steps.push({ file, from, to, content: content ?? null, back: back ?? null, mode });
    }
    return steps;
  }

  /** All steps or none; answers what went wrong. */
  async function carryOut(steps: readonly Step[]): Promise<string | undefined> {
    for (const [index, step] of steps.entries()) {
      const problem = await replace(step);
      if (problem === undefined) continue;
      const left: string[] = [];
      for (const done of steps.slice(0, index).toReversed()) {
        if ((await replace(reversed(done))) !== undefined) left.push(shown(done.file));
      }
      const rest = left.length === 0 ? 'Nothing was changed.' : `Only this was changed: ${left.join(', ')}.`;
      return `${shown(step.file)} could not be written: ${problem}. ${rest}`;
    }
    return undefined;
  }
}

interface Step {
  readonly file: string;
  /** Hashes of what is there and of what is put there; `null`: nothing. */
  readonly from: string | null;
  readonly to: string | null;
  readonly content: Buffer | null;
  /** What is there, to put it back. */
  readonly back: Buffer | null;
  readonly mode: number | null;
}

function reversed({ from, to, content, back, ...step }: Step): Step {
  return { ...step, from: to, to: from, content: back, back: content };
}

/** What went wrong, if anything did. */
async function replace({ file, from, to, content, mode }: Step): Promise<string | undefined> {
  if (to !== null && content === null) return 'what it was is no longer kept';
  try {
    const replaced = await replaceFile({ file, content, expects: from, mode });
    return replaced === 'changed' ? 'it was changed just now' : undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

function refused(sentence: string): Moved {
  return { kind: 'refused', sentence };
}
