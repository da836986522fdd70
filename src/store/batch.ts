/**
 * What may wait and what may not: words of the model reach the screen every few hundredths of a second, output of tasks
 * a few times a second, together with whatever else comes; everything else at once, after what came before it. When
 * hundreds of tasks start or end, that would be hundreds of screens: of a burst only the first events come at once.
 */
import type { AgentEvent } from '../agent/events.ts';

export interface Batch {
  add(event: AgentEvent): void;
  /** Hands over what waits, now. */
  flush(): void;
}

const WAIT_MS = 50;
/** Nobody reads faster what moves, and each time costs a frame. */
const MOVING_WAIT_MS = 200;
/** So many events come at once after a rest, and so many in each second of none. */
const BURST = 100;
const A_SECOND = 10;
/** So many at most are handed over at a time. */
const SLICE = 2_000;

export function createBatch(deliver: (events: readonly AgentEvent[]) => void): Batch {
  let waiting: AgentEvent[] = [];
  let next: { readonly at: number; readonly timer: NodeJS.Timeout } | undefined;
  let deliveredAt = -Infinity;
  let atOnce = BURST;
  let countedAt = performance.now();

  function flush(): void {
    while (waiting.length > 0) hand();
    clearTimeout(next?.timer);
    next = undefined;
  }

  /** The conversation of a long record comes all at once: between two slices of it keys are heard. */
  function hand(): void {
    clearTimeout(next?.timer);
    next = undefined;
    if (waiting.length === 0) return;
    const events = waiting.slice(0, SLICE);
    waiting = waiting.slice(SLICE);
    deliveredAt = performance.now();
    deliver(events);
    if (waiting.length > 0) flushAt(deliveredAt);
  }

  /** A time that is set and earlier stays. */
  function flushAt(at: number): void {
    if (next !== undefined && next.at <= at) return;
    clearTimeout(next?.timer);
    next = { at, timer: setTimeout(hand, at - performance.now()) };
  }

  function isInBurst(): boolean {
    const now = performance.now();
    atOnce = Math.min(BURST, atOnce + ((now - countedAt) / 1_000) * A_SECOND);
    countedAt = now;
    if (atOnce < 1) return true;
    atOnce -= 1;
    return false;
  }

  return {
    add(event) {
      join(waiting, event);
      const soon = performance.now() + WAIT_MS;
      if (isWords(event)) flushAt(soon);
      else if (event.type === 'task_output' || isInBurst()) flushAt(Math.max(soon, deliveredAt + MOVING_WAIT_MS));
      else hand();
    },
    flush,
  };
}

function isWords(event: AgentEvent): boolean {
  switch (event.type) {
    case 'text_delta':
    case 'thinking_delta':
    case 'tool_call_delta':
      return true;
    default:
      return false;
  }
}

/** Words that follow words become one event; of a task's output only the newest counts. */
function join(events: AgentEvent[], event: AgentEvent): void {
  const last = events.at(-1);
  if ((event.type === 'text_delta' || event.type === 'thinking_delta') && last?.type === event.type) {
    events[events.length - 1] = { type: event.type, text: last.text + event.text };
    return;
  }
  if (event.type === 'task_output') {
    const before = events.findIndex((other) => other.type === 'task_output' && other.id === event.id);
    if (before !== -1) events.splice(before, 1);
  }
  events.push(event);
}
