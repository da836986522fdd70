/**
 * Calls the user back to a terminal that they do not look at: when a task ends, when the model or a task asks, when a
 * turn ends. Nothing while the terminal has the focus, and at most one call in some seconds, which tells of all.
 */
import type { AgentEvent } from '../agent/events.ts';
import { describeOutcome } from '../background/task-outcome.ts';
import { taskName } from '../components/task-lines.ts';

export interface TerminalNotices {
  hear(event: AgentEvent): void;
  focus(has: boolean): void;
}

export interface NoticeOptions {
  readonly sessionId: string;
  call(words: string): void;
}

const GATHER_MS = 300;
const REST_MS = 5_000;

export function createTerminalNotices({ sessionId, call }: NoticeOptions): TerminalNotices {
  // A terminal that tells nothing of its focus is never called to.
  let focused = true;
  let waiting: string[] = [];
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    timer = undefined;
    const [first, ...more] = waiting;
    if (first === undefined || focused) return;
    waiting = [];
    call(more.length === 0 ? first : `${first} and ${more.length} more`);
    timer = setTimeout(flush, REST_MS);
    timer.unref();
  }

  function drop(): void {
    clearTimeout(timer);
    timer = undefined;
    waiting = [];
  }

  return {
    hear(event) {
      const words = focused ? null : noticeWords(event, sessionId);
      if (words === null) return;
      waiting.push(words);
      timer ??= setTimeout(flush, GATHER_MS).unref();
    },
    focus(has) {
      focused = has;
      if (has) drop();
    },
  };
}

/** What happened that the user waits for; `null` when they do not. */
export function noticeWords(event: AgentEvent, sessionId: string): string | null {
  switch (event.type) {
    case 'task_done': {
      const { task } = event;
      if (task.spec.sessionId !== sessionId || task.attended) return null;
      return `${taskName(task)} ${describeOutcome(task.status.end)}`;
    }
    case 'task_asks':
      return event.task.spec.sessionId === sessionId ? `${taskName(event.task)} seems to wait for input` : null;
    case 'question_asked':
      return `asks: ${event.question.title}`;
    case 'turn_ended':
      return event.reason === 'interrupted' || event.reason === 'closed' ? null : 'the model waits for you';
    default:
      return null;
  }
}
