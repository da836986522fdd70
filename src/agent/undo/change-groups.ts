/** The changes of files that each turn made, folded from the record: what can be taken back and what was. Pure. */
import type { AgentEvent, FileImage } from '../events.ts';

export interface ChangeGroup {
  /** When its first change was made; names it in the record. */
  readonly at: number;
  /** One a file: what it was before the turn, and after it. */
  readonly files: readonly FileImage[];
}

export interface ChangeGroups {
  /** Oldest first. */
  readonly done: readonly ChangeGroup[];
  /** What was taken back, the last one at the end. */
  readonly undone: readonly ChangeGroup[];
  /** The next change belongs to a turn of its own. */
  readonly begins: boolean;
}

export const NO_CHANGES: ChangeGroups = { done: [], undone: [], begins: true };

export function foldChanges(groups: ChangeGroups, event: AgentEvent): ChangeGroups {
  switch (event.type) {
    case 'turn_started':
      return { ...groups, begins: true };
    case 'file_changing':
      return withChange(groups, event);
    case 'file_change_failed':
      return withoutChange(groups, event.change);
    case 'changes_undone':
      return moved(groups, event.group, 'undone');
    case 'changes_redone':
      return moved(groups, event.group, 'done');
    default:
      return groups;
  }
}

/** A change after something was taken back makes that past: it is not put there again over the new one. */
function withChange(
  { done, begins }: ChangeGroups,
  { at, change }: Extract<AgentEvent, { type: 'file_changing' }>,
): ChangeGroups {
  const open = begins ? undefined : done.at(-1);
  if (open === undefined) return { done: [...done, { at, files: [change] }], undone: [], begins: false };
  const before = open.files.find(({ file }) => file === change.file);
  const joined = before === undefined ? change : { ...change, before: before.before, mode: before.mode };
  const files = [...open.files.filter(({ file }) => file !== change.file), joined];
  return { done: [...done.slice(0, -1), { ...open, files }], undone: [], begins: false };
}

/** What was changed in the file before, in the same turn, stays. */
function withoutChange(groups: ChangeGroups, change: FileImage): ChangeGroups {
  const open = groups.done.at(-1);
  if (open === undefined) return groups;
  const files = open.files.flatMap((one) => {
    if (one.file !== change.file || one.after !== change.after) return [one];
    return one.before === change.before ? [] : [{ ...one, after: change.before }];
  });
  const earlier = groups.done.slice(0, -1);
  return files.length === 0
    ? { ...groups, done: earlier, begins: true }
    : { ...groups, done: [...earlier, { ...open, files }] };
}

function moved(groups: ChangeGroups, at: number, to: 'done' | 'undone'): ChangeGroups {
  const from = to === 'undone' ? groups.done : groups.undone;
  const group = from.find((one) => one.at === at);
  if (group === undefined) return groups;
  const left = from.filter((one) => one !== group);
  return to === 'undone'
    ? { done: left, undone: [...groups.undone, group], begins: true }
    : { done: [...groups.done, group], undone: left, begins: true };
}
