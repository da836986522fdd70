/** What the user is asked who wants another session while something runs that cannot go on then. */
import type { Task } from '../background/task.ts';
import type { ChooserItem } from './chooser.ts';
import { isOwn, liveTasks } from './selectors.ts';
import type { NextSession } from './session-actions.ts';
import type { State } from './state.ts';

/** The answer that goes. */
export const LEAVE = 'leave';

/** To be chosen from; empty when everything goes on. */
export function leavingItems({ tasks, session }: State, next: NextSession): readonly ChooserItem[] {
  const own = liveTasks(tasks).filter((task) => isOwn(task, session));
  const hosted = own.filter(({ spec }) => spec.hosted !== undefined);
  const agents = hosted.filter(({ spec }) => spec.hosted?.kind === 'agent');
  // A new conversation takes over what waits.
  const waiting = next.kind === 'clear' ? [] : own.filter((task) => isWaiting(task));
  const ending = hosted.length + waiting.length;
  if (ending === 0) return [];
  const words = [
    counted(agents.length, 'agent'),
    counted(hosted.length - agents.length, 'MCP call'),
    counted(waiting.length, 'waiting task'),
  ].filter(Boolean);
  return [
    { value: 'stay', label: 'stay in this session', words: 'everything goes on' },
    { value: LEAVE, label: GOING[next.kind], words: `${words.join(', ')} ${ending === 1 ? 'ends' : 'end'}` },
  ];
}

const GOING: { readonly [kind in NextSession['kind']]: string } = {
  clear: 'begin a new conversation',
  resume: 'take up the other session',
  fork: 'fork this session',
};

function isWaiting({ status, spec }: Task): boolean {
  return status.phase === 'queued' && spec.hosted === undefined;
}

function counted(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`;
}
