/** Which session the program works in: a new one, or a recorded one that nobody else has open. */
import { randomBytes } from 'node:crypto';
import type { AgentEvent } from '../agent/events.ts';
import { journalPieces, readJournal } from '../agent/read-journal.ts';
import type { SessionWish } from '../config.ts';
import { agoWords } from '../components/format.ts';
import { truncate } from '../components/text.ts';
import { capitalised } from '../config/capitalised.ts';
import { readEnds } from './read-ends.ts';
import { recordedSessions, recordFile, type RecordedSession } from '../config/recorded-sessions.ts';
import { titleIn } from './session-list.ts';
import { isSessionLocked, lockSession, type SessionLock } from './session-lock.ts';

export type ChosenSession =
  | {
      readonly kind: 'chosen';
      readonly id: string;
      readonly file: string;
      readonly lock: SessionLock;
      /** What is recorded already; empty for a new one. */
      readonly recorded: readonly AgentEvent[];
      /** In a sentence: newer sessions whose records cannot be read. */
      readonly passedOver?: string;
    }
  /** Why there is none, and what to do. */
  | { readonly kind: 'refused'; readonly sentence: string };

/** `folder` holds the records of the project's sessions. */
export async function chooseSession(options: {
  readonly folder: string;
  readonly wish: SessionWish;
  /** What can be done where nothing is recorded, in sentences. */
  readonly offers?: readonly string[];
  readonly now: number;
}): Promise<ChosenSession> {
  const { folder, wish, offers = [], now } = options;
  if (wish.kind === 'new' || wish.kind === 'pick') return open(newSession(folder), { now, folder });
  const found = await findRecorded({ folder, start: wish.kind === 'resume' ? wish.id : undefined, now });
  if (found.kind === 'found') {
    const chosen = await open(found.session, { now, folder });
    return found.passedOver === undefined || chosen.kind === 'refused'
      ? chosen
      : { ...chosen, passedOver: found.passedOver };
  }
  if (offers.length > 0) return refused(offers.join('\n'));
  const advice = wish.kind === 'continue' ? ' Start without --continue.' : '';
  return refused(`${found.sentence}${advice}`);
}

export type FoundSession =
  | { readonly kind: 'found'; readonly session: RecordedSession; readonly passedOver?: string }
  | { readonly kind: 'none'; readonly sentence: string };

/**
 * The recorded session whose id begins with `start`, else the last one in which anything was asked or run. Records that
 * cannot be read are passed over.
 */
export async function findRecorded(options: {
  readonly folder: string;
  readonly start: string | undefined;
  readonly now: number;
}): Promise<FoundSession> {
  const { folder, start, now } = options;
  const known = recordedSessions(folder);
  if (start === undefined) {
    return lastWithContent(known);
  }
  const [session, ...others] = known.filter(({ id }) => id.startsWith(start));
  if (session !== undefined && others.length === 0) return { kind: 'found', session };
  const reason =
    session === undefined
      ? `There is no session ${start} of this folder.`
      : `More than one session id begins with ${start}.`;
  return { kind: 'none', sentence: `${reason} ${await knownWords(known, now)}` };
}

const NONE_RECORDED = 'No session of this folder is recorded yet.';
const LISTED = 5;
const TITLE_CHARACTERS = 50;

function newSession(folder: string): RecordedSession {
  const id = randomBytes(4).toString('hex');
  return { id, file: recordFile(folder, id), at: 0 };
}

async function open(
  { id, file, at }: RecordedSession,
  { folder, now }: { readonly folder: string; readonly now: number },
): Promise<ChosenSession> {
  const lock = await lockSession(file);
  if (lock !== null) {
    try {
      return { kind: 'chosen', id, file, lock, recorded: at === 0 ? [] : await readJournal(file) };
    } catch (error) {
      lock.release();
      return refused(`Session ${id} cannot be read: ${reasonOf(error)}.`);
    }
  }
  const others = await closedOnes(recordedSessions(folder));
  const advice = 'Go on there, or end that program first; without --continue a session of its own begins here.';
  return refused(
    `Session ${id} is open in another program. ${advice}${others.length > 0 ? ` ${await knownWords(others, now)}` : ''}`,
  );
}

async function closedOnes(known: readonly RecordedSession[]): Promise<readonly RecordedSession[]> {
  const locked = await Promise.all(known.map(({ file }) => isSessionLocked(file)));
  return known.filter((_, index) => locked[index] === false);
}

/** One that cannot be read blocks no other. */
async function lastWithContent(known: readonly RecordedSession[]): Promise<FoundSession> {
  const unreadable: string[] = [];
  for (const session of known) {
    try {
      if (!(await hasContent(session.file))) continue;
      const passedOver = unreadable.length === 0 ? {} : { passedOver: `Passed over: ${unreadable.join(' ')}` };
      return { kind: 'found', session, ...passedOver };
    } catch (error) {
      unreadable.push(`session ${session.id} cannot be read: ${reasonOf(error)}.`);
    }
  }
  return { kind: 'none', sentence: [NONE_RECORDED, ...unreadable.map(capitalised)].join(' ') };
}

/** Something was asked or run in it. Read no further than to that. Rejects when it cannot be read. */
async function hasContent(file: string): Promise<boolean> {
  for await (const events of journalPieces(file)) if (events.some(isContent)) return true;
  return false;
}

function isContent({ type }: AgentEvent): boolean {
  return type === 'prompt_queued' || type === 'shell_started' || type === 'task_adopted';
}

async function knownWords(known: readonly RecordedSession[], now: number): Promise<string> {
  const told: string[] = [];
  for (const session of known) {
    const words = await readEnds(session.file).then(
      (text) => sessionWords(session, { title: titleIn(text), now }),
      (error: unknown) => unreadableWords(session, { error, now }),
    );
    if (words !== undefined) told.push(words);
  }
  if (told.length === 0) return NONE_RECORDED;
  return `There are:\n${told.slice(0, LISTED).join('\n')}${told.length > LISTED ? `\n  and ${told.length - LISTED} older ones` : ''}`;
}

/** Nothing of one in which nothing was asked or run. */
function sessionWords(
  { id, at }: RecordedSession,
  { title, now }: { readonly title: string | undefined; readonly now: number },
): string | undefined {
  return title === undefined ? undefined : `  ${id}  ${agoWords(now - at)}  ${truncate(title, TITLE_CHARACTERS)}`;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function unreadableWords(
  { id, at }: RecordedSession,
  { error, now }: { readonly error: unknown; readonly now: number },
) {
  return `  ${id}  ${agoWords(now - at)}  (cannot be read: ${reasonOf(error)})`;
}

function refused(sentence: string): ChosenSession {
  return { kind: 'refused', sentence };
}
