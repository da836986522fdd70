/** Which lines of each log the model has been shown. */
import type { UserBlock } from '../agent/messages.ts';
import type { LineRange } from '../background/task-log.ts';
import type { TaskId } from '../background/task.ts';

export interface QuotedLines {
  readonly [id: TaskId]: readonly LineRange[];
}

/** With what a message to the model shows. */
export function withQuoted(quoted: QuotedLines, blocks: readonly UserBlock[]): QuotedLines {
  const shown = blocks.flatMap(quotesOf);
  if (shown.length === 0) return quoted;
  return shown.reduce<QuotedLines>(
    (next, { id, lines }) => ({ ...next, [id]: joined([...(next[id] ?? []), ...lines]) }),
    quoted,
  );
}

/** `begin`: where the line begins. */
export function isQuoted(ranges: readonly LineRange[], begin: number): boolean {
  return ranges.some(([first, last]) => first <= begin && begin <= last);
}

function quotesOf(block: UserBlock): readonly { readonly id: TaskId; readonly lines: readonly LineRange[] }[] {
  switch (block.kind) {
    case 'notice':
      return block.tasks.flatMap(({ id, quoted }) => (quoted === undefined ? [] : [{ id, lines: quoted }]));
    case 'tool-result':
    case 'shell':
      return block.taskId === undefined || block.quoted === undefined
        ? []
        : [{ id: block.taskId, lines: block.quoted }];
    case 'prompt':
    case 'summary':
      return [];
    default:
      return block satisfies never;
  }
}

/** Those that overlap as one, ascending. */
function joined(ranges: readonly LineRange[]): readonly LineRange[] {
  const all: LineRange[] = [];
  for (const [first, last] of ranges.toSorted(([one], [other]) => one - other)) {
    const before = all.at(-1);
    if (before !== undefined && first <= before[1]) all[all.length - 1] = [before[0], Math.max(before[1], last)];
    else all.push([first, last]);
  }
  return all;
}
