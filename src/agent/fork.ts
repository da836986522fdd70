/** A session that begins where another one stood before a prompt. Pure: records in, records out. */
import type { TaskId } from '../background/task.ts';
import type { AgentEvent } from './events.ts';

export interface Fork {
  /** What the new record begins with. */
  readonly events: readonly AgentEvent[];
  /** The prompt before which it was cut, to be written anew. */
  readonly prompt: string;
  /** Tasks whose start is in what is kept, and whose end was not told there. */
  readonly left: readonly TaskId[];
}

/**
 * Cuts before the message with the last prompt, or one `back` prompts before it. What belongs to the old session alone
 * is left out: its tasks, and what was typed and not told. Changes of files after the cut stay in the record, because
 * they stay on the disk: they can be taken back in the fork too. Nothing when there is no such prompt.
 */
export function forkBefore(events: readonly AgentEvent[], back: number): Fork | undefined {
  const cuts = events.flatMap((event, index) =>
    event.type === 'user_message'
      ? event.message.blocks.flatMap((block) => (block.kind === 'prompt' ? [{ index, prompt: block.text }] : []))
      : [],
  );
  const cut = cuts.at(-1 - back);
  if (cut === undefined) return undefined;
  const before = events.slice(0, cut.index);
  const prompts = new Set(before.flatMap((event) => (event.type === 'user_message' ? event.promptIds : [])));
  const told = new Set(before.flatMap((event) => (event.type === 'user_message' ? event.told : [])));
  const kept = before.filter((event) => {
    if (event.type === 'prompt_queued') return prompts.has(event.id);
    return event.type === 'news_unread' ? told.has(event.news.id) : isKept(event);
  });
  const left = before.flatMap((event) =>
    event.type === 'task_started' && !told.has(event.task.id) ? event.task.id : [],
  );
  return { events: [...withEndedTurn(kept), ...laterChanges(events.slice(cut.index))], prompt: cut.prompt, left };
}

function isKept({ type }: AgentEvent): boolean {
  return !type.startsWith('task_') && type !== 'session_started' && type !== 'news_held';
}

/** Turn by turn, as they are taken back. */
function laterChanges(events: readonly AgentEvent[]): readonly AgentEvent[] {
  const kept: AgentEvent[] = [];
  let inTurn = false;
  const end = (at: number) => {
    if (inTurn) kept.push({ type: 'turn_ended', at, reason: 'answered' });
    inTurn = false;
  };
  for (const event of events) {
    if (event.type === 'file_changing' || event.type === 'file_change_failed') {
      if (!inTurn) kept.push({ type: 'turn_started', at: event.at, cause: 'prompt' });
      inTurn = true;
      kept.push(event);
    } else if (event.type === 'turn_ended') {
      end(event.at);
    } else if (event.type === 'changes_undone' || event.type === 'changes_redone') {
      end(event.at);
      kept.push(event);
    }
  }
  const last = kept.at(-1);
  if (last?.type === 'file_changing' || last?.type === 'file_change_failed') end(last.at);
  return kept;
}

/** The turn in which it was cut must not go on by itself; one that only began has not been. */
function withEndedTurn(events: readonly AgentEvent[]): readonly AgentEvent[] {
  const at = events.findLastIndex(({ type }) => type === 'turn_started' || type === 'turn_ended');
  const turn = events[at];
  if (turn?.type !== 'turn_started') return events;
  const since = events.slice(at + 1);
  if (!since.some(({ type }) => type === 'user_message' || type === 'request_started')) return events.toSpliced(at, 1);
  return [...events, { type: 'turn_ended', at: turn.at, reason: 'interrupted' }];
}
