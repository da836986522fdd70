/**
 * Takes back what the tools changed in files, a turn at a time, also after a restart; and does it again.
 *
 * A change is kept and recorded before it is made, so there is none that could not be taken back. All files of a turn are
 * taken back or none: where one has been changed since, by whomever, nothing is touched and that file is named.
 *
 * Deliberately not here: what commands change. Nobody knows what they write.
 */
import { chmod, mkdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { AgentEvent, FileImage } from '../events.ts';
import { isWithin } from '../permissions/paths.ts';
import { followLinks } from '../tools/follow-links.ts';
import { lookOf } from '../tools/seen-files.ts';
import { writeAtomically } from '../tools/write-atomically.ts';
import { foldChanges, NO_CHANGES, type ChangeGroup } from './change-groups.ts';
import type { FileImages } from './file-images.ts';

/** What is going to be changed in a file. */
export interface Changing {
  /** Absolute, with links resolved. */
  readonly file: string;
  /** `null`: there is none. `too-large`: it cannot be kept. */
  readonly before: Uint8Array | string | null | 'too-large';
  readonly after: string;
  /** Of the file that is there. */
  readonly mode: number | null;
}

export interface Undo {
  fold(event: AgentEvent): void;
  /** Keeps and records a change that is going to be made. Rejects when it cannot be kept. */
  changing(change: Changing): Promise<void>;
  /** Takes back the changes of the last turn that made any, or does again what was taken back. */
  move(way: 'undo' | 'redo'): Promise<Moved>;
}

export type Moved =
  | { readonly kind: 'moved'; readonly files: readonly string[] }
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
      const kept = before === null ? null : before === 'too-large' ? before : await images.keep(before);
      const change: FileImage = { file, before: kept, after: await images.keep(after), mode };
      emit({ type: 'file_changing', at: now(), change });
    },
    async move(way) {
      const group = (way === 'undo' ? groups.done : groups.undone).at(-1);
      if (group === undefined) {
        return refused(
          way === 'undo' ? 'No tool has changed a file that could be taken back.' : 'Nothing was taken back.',
        );
      }
      const planned = await planMove(group, way);
      if (typeof planned === 'string') return refused(planned);
      const files = group.files.map(({ file }) => shown(file));
      for (const step of planned) {
        try {
          await carryOut(step);
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          return refused(`${shown(step.file)} could not be written: ${reason}. What stood before it in the list was.`);
        }
      }
      const type = way === 'undo' ? 'changes_undone' : 'changes_redone';
      emit({ type, at: now(), group: group.at, files });
      return { kind: 'moved', files };
    },
  };

  /** What is to be written, or why nothing is. */
  async function planMove({ files }: ChangeGroup, way: 'undo' | 'redo'): Promise<readonly Step[] | string> {
    const steps: Step[] = [];
    for (const { file, before, after, mode } of files) {
      const [from, to] = way === 'undo' ? [after, before] : [before, after];
      // A command may have put a link in its way.
      if ((await followLinks(file).catch(() => null)) !== file) {
        return `${shown(file)} leads elsewhere than before. Nothing was touched.`;
      }
      const there = await lookAt(file);
      if (there === to) continue;
      if (there !== from) return `${shown(file)} was changed since. Nothing was touched.`;
      const content = to === null ? null : await images.read(to);
      if (to !== null && content === null) {
        return `What ${shown(file)} was is no longer kept, or was too large to keep. Nothing was touched.`;
      }
      steps.push({ file, content, mode });
    }
    return steps;
  }
}

interface Step {
  readonly file: string;
  /** `null`: the file is removed. */
  readonly content: Buffer | null;
  readonly mode: number | null;
}

/** The hash of what is there; `null` when there is nothing. */
async function lookAt(file: string): Promise<string | null> {
  return readFile(file).then(lookOf, () => null);
}

async function carryOut({ file, content, mode }: Step): Promise<void> {
  if (content === null) return rm(file, { force: true });
  await mkdir(path.dirname(file), { recursive: true });
  const replaces = await stat(file).catch(() => null);
  await writeAtomically({ file, content, replaces });
  if (replaces === null && mode !== null) await chmod(file, mode & 0o7777);
}

function refused(sentence: string): Moved {
  return { kind: 'refused', sentence };
}
