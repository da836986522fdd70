/** How the user takes back the changes of a turn, and how the model hears of it. */
import type { AgentEvent } from '../events.ts';
import type { UserBlock } from '../messages.ts';
import type { FileImages } from './file-images.ts';
import { createUndo, type Changing } from './undo.ts';

export interface UndoVerbs {
  /** Takes back what the last turn that changed files changed. Answers what came of it, in a sentence. */
  undo(): Promise<string>;
  /** Does again what was taken back last. */
  redo(): Promise<string>;
}

export interface UndoVerbsOptions {
  readonly root: string;
  /** Without it nothing can be taken back. */
  readonly images: FileImages | undefined;
  readonly recorded: readonly AgentEvent[];
  emit(event: AgentEvent): void;
  now(): number;
  /** Takes what the model is to know at its next call. */
  tell(block: UserBlock): void;
  /** A turn runs. */
  isBusy(): boolean;
}

export interface UndoParts {
  readonly verbs: UndoVerbs;
  /** Answers what to call when the change is not made after all. */
  changing(change: Changing): Promise<() => void>;
  fold(event: AgentEvent): void;
}

export function createUndoVerbs(options: UndoVerbsOptions): UndoParts {
  const { images, recorded, tell, isBusy } = options;
  if (images === undefined) return WITHOUT;
  const undo = createUndo({ ...options, images });
  recorded.forEach(undo.fold);
  untold(recorded).forEach((event) => tell(noticeOf(event)));
  let moving = false;

  async function move(way: 'undo' | 'redo'): Promise<string> {
    if (isBusy()) return 'The model is at work. Interrupt it first, with esc.';
    if (moving) return 'That is being done already.';
    moving = true;
    try {
      const moved = await undo.move(way);
      if (moved.kind === 'refused') return moved.sentence;
      if (moved.kind === 'unneeded') return unneeded(way, moved.files);
      tell(noticeOf({ type: way === 'undo' ? 'changes_undone' : 'changes_redone', files: moved.files }));
      return way === 'undo' ? 'Changes undone. /redo restores them.' : 'Changes restored.';
    } finally {
      moving = false;
    }
  }

  return { verbs: { undo: () => move('undo'), redo: () => move('redo') }, changing: undo.changing, fold: undo.fold };
}

const CANNOT = async () => 'Nothing is kept here, so nothing can be taken back.';
const WITHOUT: UndoParts = {
  verbs: { undo: CANNOT, redo: CANNOT },
  changing: async () => () => undefined,
  fold: () => undefined,
};

function unneeded(way: 'undo' | 'redo', files: readonly string[]): string {
  const [when, again] = way === 'undo' ? ['before that turn', 'further back'] : ['after that turn', 'on'];
  return `Already as ${when}: ${files.join(', ')}. Nothing was changed; /${way} again goes ${again}.`;
}

type MoveEvent = Extract<AgentEvent, { type: 'changes_undone' | 'changes_redone' }>;

/** What was taken back after the model was last told anything. */
function untold(recorded: readonly AgentEvent[]): readonly MoveEvent[] {
  const told = recorded.findLastIndex(({ type }) => type === 'user_message');
  return recorded
    .slice(told + 1)
    .flatMap((event) => (event.type === 'changes_undone' || event.type === 'changes_redone' ? [event] : []))
    .filter(({ files }) => files.length > 0);
}

function noticeOf({ type, files }: Pick<MoveEvent, 'type' | 'files'>): UserBlock {
  const what =
    type === 'changes_undone'
      ? 'The user took back the changes that your tools made in one turn. As they were before it are again'
      : 'The user put back the changes that were taken back before, in';
  const text = `<undo>${what}: ${files.join(', ')}. (Written by the program.)</undo>`;
  return { kind: 'notice', text, tasks: [] };
}
