/**
 * What may wait and what may not: words of the model and output of tasks reach the screen together, every few
 * hundredths of a second; everything else at once, after what came before it. When hundreds of tasks start or end, that
 * would be hundreds of screens: of a burst only the first events come at once.
 */
import type { AgentEvent } from '../agent/events.ts';

export interface Batch {
  add(event: AgentEvent): void;
  /** Hands over what waits, now. */
  flush(): void;
}

const WAIT_MS = 50;
/** So many events come at once after a rest, and so many in each second of none. */
const BURST = 100;
const A_SECOND = 20;

export function createBatch(deliver: (events: readonly AgentEvent[]) => void): Batch {
  let waiting: readonly AgentEvent[] = [];
  let timer: NodeJS.Timeout | undefined;
  let atOnce = BURST;
  let countedAt = performance.now();

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length === 0) return;
    const events = waiting;
    waiting = [];
    deliver(events);
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
      waiting = join(waiting, event);
      if (mayWait(event) || isInBurst()) timer ??= setTimeout(flush, WAIT_MS);
      else flush();
    },
    flush,
  };
}

function mayWait(event: AgentEvent): boolean {
  switch (event.type) {
    case 'text_delta':
    case 'thinking_delta':
    case 'tool_call_delta':
    case 'task_output':
      return true;
    default:
      return false;
  }
}

/** Words that follow words become one event; of a task's output only the newest counts. */
function join(events: readonly AgentEvent[], event: AgentEvent): readonly AgentEvent[] {
  const last = events.at(-1);
  if ((event.type === 'text_delta' || event.type === 'thinking_delta') && last?.type === event.type) {
    return [...events.slice(0, -1), { type: event.type, text: last.text + event.text }];
  }
  if (event.type !== 'task_output') return [...events, event];
  return [...events.filter((other) => other.type !== 'task_output' || other.id !== event.id), event];
}
