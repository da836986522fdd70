/** The recorded sessions of a folder, as somebody wants to see them who chooses one. */
import type { AgentEvent } from '../agent/events.ts';
import { readRecord } from '../agent/record-line.ts';
import { agoWords, count } from '../components/format.ts';
import { screenLine, truncate } from '../components/text.ts';
import { isStoppable, type Task } from '../background/task.ts';
import type { ListedSession } from '../store/session-actions.ts';
import { readEnds } from './read-ends.ts';
import { recordedSessions } from '../config/recorded-sessions.ts';
import { isSessionLocked } from './session-lock.ts';

export interface FormerFolder {
  /** Holds the records. */
  readonly sessions: string;
  /** `of ~/shop, which is gone`. */
  readonly words: string;
}

/** Newest first; without those in which nothing was said, and without `current`. */
export async function listSessions(options: {
  readonly folder: string;
  /** Folders that are gone and seem to have been this one: their sessions can be taken over. */
  readonly former?: readonly FormerFolder[];
  readonly current: string;
  readonly tasks: readonly Task[];
  readonly now: number;
}): Promise<readonly ListedSession[]> {
  const { folder, former = [], current, tasks, now } = options;
  const known = [{ sessions: folder, words: '' }, ...former]
    .flatMap(({ sessions, words }) => recordedSessions(sessions).map((one) => ({ ...one, from: words })))
    .sort((one, other) => other.at - one.at)
    .filter(({ id }) => id !== current)
    .slice(0, MOST);
  const listed: ListedSession[] = [];
  // One after the other: together they may be larger than the memory.
  for (const { id, file, at, from } of known) {
    const title = titleIn(await readEnds(file).catch(() => ''));
    if (title === undefined) continue;
    const running = tasks.filter((task) => task.spec.sessionId === id && isStoppable(task)).length;
    const isOpen = await isSessionLocked(file);
    const words = [
      agoWords(now - at),
      running > 0 ? `${count(running, 'task')} running` : '',
      isOpen ? 'open in another program' : '',
      from,
      id,
    ];
    listed.push({ id, title, words: words.filter(Boolean).join(' · ') });
  }
  return listed;
}

/** The title that a record gives its session: what the user called it, else the first prompt. */
export function titleIn(record: string): string | undefined {
  const known = [lastOf(record, 'session_titled'), firstOf(record, 'prompt_queued'), firstOf(record, 'shell_started')];
  return titleOf(known.flatMap((event) => event ?? []));
}

export function titleOf(events: readonly AgentEvent[]): string | undefined {
  const titled = events.findLast(({ type }) => type === 'session_titled');
  if (titled?.type === 'session_titled') return shortened(titled.title);
  const first =
    events.find(({ type }) => type === 'prompt_queued') ?? events.find(({ type }) => type === 'shell_started');
  if (first?.type === 'prompt_queued') return shortened(first.text);
  return first?.type === 'shell_started' ? shortened(`${first.background ? '&' : '!'}${first.command}`) : undefined;
}

/** Older ones are found by their id. */
const MOST = 500;
const LONGEST_TITLE = 70;

/** A record is one line, and begins with its version and its type: so a long journal need not be read as JSON. */
function firstOf(record: string, type: AgentEvent['type']): AgentEvent | undefined {
  return eventAt(record, record.search(new RegExp(`^\\{"v":1,"type":"${type}"`, 'm')));
}

function lastOf(record: string, type: AgentEvent['type']): AgentEvent | undefined {
  const start = `\n{"v":1,"type":"${type}"`;
  const at = record.lastIndexOf(start);
  return eventAt(record, at === -1 ? -1 : at + 1);
}

function eventAt(record: string, at: number): AgentEvent | undefined {
  const end = record.indexOf('\n', at);
  return at === -1 || end === -1 ? undefined : readRecord(record.slice(at, end))[0];
}

function shortened(text: string): string {
  return truncate(screenLine(text.trim()), LONGEST_TITLE);
}
