/**
 * The history and what is on its way into it: prompts, notices of ends, results of tools.
 *
 * Taking something is one journal record, the user message that carries it. Only when `commit` has written it does
 * the message enter the history and does what it tells count as told; until then everything stays where it is.
 */
import { createOutbox, deliverable, fold, hold, mute, settle, type News, type NewsId } from '../background/outbox.ts';
import type { Digest } from '../background/task-log.ts';
import type { TaskEvent, TaskId } from '../background/task.ts';
import type { SessionEvent } from './events.ts';
import type { LoopPorts, RanTool } from './loop.ts';
import type { AssistantMessage, Message, UserBlock, UserMessage } from './messages.ts';
import { digestBudget, noticeBlock } from './notice.ts';
import { isRead, isShownByEnd } from './read-news.ts';

export interface Conversation extends Pick<LoopPorts, 'tell' | 'record'> {
  readonly history: readonly Message[];
  /** Takes in what a task did; answers what the model has to be told of it, and whether that may be told now. */
  fold(event: TaskEvent): { readonly fresh: readonly News[]; readonly wakes: boolean };
  /** Keeps news back, or lets it go. */
  hold(id: NewsId, held: boolean): void;
  /** Keeps back all that a task tells, or lets it go. */
  mute(id: TaskId, muted: boolean): void;
  /** What the next user message would say besides results of tools; empty when there is nothing. */
  preview(): Promise<string>;
  /** For the next user message. `promptId` is null for what wakes nobody. */
  put(promptId: number | null, block: UserBlock): void;
  /** Takes a prompt out again, when `commit` has written that; false when it is told already or was not written. */
  withdraw(promptId: number, commit: () => boolean): boolean;
  answered(message: AssistantMessage): void;
  /** The history is another one from now on; what waits to be told stays. */
  replaceHistory(history: readonly Message[]): void;
  /** What may be told now. */
  readonly unread: readonly News[];
  readonly hasPrompt: boolean;
  /** Something was put in, or may be told, or was told or asked for and not answered. */
  readonly isOpen: boolean;
}

/** Where a conversation stands: at its beginning, or where another program left it. */
export interface ConversationStart {
  readonly history: readonly Message[];
  readonly told: readonly NewsId[];
  readonly held: readonly NewsId[];
  readonly muted: readonly TaskId[];
  /** Results that no message carries yet. */
  readonly results: readonly RanTool[];
  readonly inbox: readonly InboxEntry[];
}

export interface InboxEntry {
  readonly promptId: number | null;
  readonly block: UserBlock;
}

export interface ConversationPorts {
  readonly sessionId: string;
  readonly start: ConversationStart;
  /** Writes the record; false when that failed, and then nothing has happened. */
  commit(event: Extract<SessionEvent, { type: 'user_message' }>): boolean;
  digest(id: TaskId, budget: number): Promise<Digest>;
  /** What goes along once, with the first message for which there is one. */
  remind?(): UserBlock | undefined;
  /** What goes along with a message because the history does not hold it. */
  accompany?(history: readonly Message[]): readonly UserBlock[];
  now(): number;
}

interface Carried {
  readonly blocks: readonly UserBlock[];
  readonly told: readonly NewsId[];
  readonly promptIds: readonly number[];
}

const NOTHING_NEW = { fresh: [], wakes: false } as const;

/** How many results are remembered: what is watched for is told a minute after it was printed, at the latest. */
const READINGS = 20;

export function createConversation(ports: ConversationPorts): Conversation {
  const { sessionId, start, commit, digest, now } = ports;
  const history: Message[] = [...start.history];
  let outbox = createOutbox(sessionId, start);
  let inbox = start.inbox;
  /** Results whose record failed or has not been written yet. */
  let results = start.results;
  /** The newest results that showed output, and what they told before it was news. */
  let readings: readonly RanTool[] = [];
  let foreseen: readonly NewsId[] = [];
  let hasReminded = false;

  return {
    history,

    fold(event) {
      const before = outbox;
      outbox = fold(outbox, event);
      // One event makes one piece of news at most, the last. There may be thousands before it.
      const last = outbox.unread.at(-1);
      if (last === undefined || before.unread.includes(last)) return NOTHING_NEW;
      const fresh = [last];
      const known = fresh.filter((news) => isRead(news, readings)).map(({ id }) => id);
      outbox = settle(outbox, known);
      foreseen = [...foreseen, ...known];
      const untold = fresh.filter(({ id }) => !known.includes(id));
      const open = deliverable(outbox);
      return { fresh: untold, wakes: untold.some((news) => open.includes(news)) };
    },

    hold(id, held) {
      outbox = hold(outbox, id, held);
    },

    mute(id, muted) {
      outbox = mute(outbox, id, muted);
    },

    async preview() {
      // Who hears of a record may ask at once: before what it tells is settled.
      await Promise.resolve();
      const { blocks } = await unreadNotice();
      return [...blocks, ...inbox.map(({ block }) => block)].map(({ text }) => text).join('\n\n');
    },

    put(promptId, block) {
      inbox = [...inbox, { promptId, block }];
    },

    withdraw(promptId, commit) {
      const isThere = inbox.some((entry) => entry.promptId === promptId);
      if (!isThere || !commit()) return false;
      inbox = inbox.filter((entry) => entry.promptId !== promptId);
      return true;
    },

    async tell(ran) {
      results = [...results, ...ran];
      const notice = await unreadNotice();
      const entries = inbox;
      const recorded = record({
        blocks: [...notice.blocks, ...entries.map((entry) => entry.block)],
        told: notice.told,
        promptIds: entries.flatMap((entry) => entry.promptId ?? []),
      });
      if (!recorded) return 'failed';
      inbox = inbox.filter((entry) => !entries.includes(entry));
      return awaitsAnswer(history) ? 'answer' : 'stop';
    },

    record(ran) {
      results = [...results, ...ran];
      record({ blocks: [], told: [], promptIds: [] });
    },

    answered: (message) => void history.push(message),
    replaceHistory: (next) => void history.splice(0, history.length, ...next),

    get unread() {
      return deliverable(outbox);
    },
    get hasPrompt() {
      return inbox.some((entry) => entry.promptId !== null);
    },
    get isOpen() {
      return inbox.length > 0 || results.length > 0 || deliverable(outbox).length > 0 || awaitsAnswer(history);
    },
  };

  async function unreadNotice(): Promise<Pick<Carried, 'blocks' | 'told'>> {
    const told = new Set(results.flatMap((ran) => ran.told));
    const untold = deliverable(outbox).filter((news) => !told.has(news.id));
    const ids = untold.map((news) => news.id);
    const unread = untold.filter((news) => !isRead(news, results));
    if (unread.length === 0) return { blocks: [], told: ids };
    const budget = digestBudget(unread.filter(({ kind }) => kind === 'ended').length);
    const items = await Promise.all(
      unread.map(async (news) => {
        if (news.kind !== 'ended') return { news, digest: '' };
        const { text, lines } = await digest(news.task.id, budget);
        return { news, digest: text, quoted: lines };
      }),
    );
    return { blocks: [noticeBlock(items.filter(({ news }) => !isShownByEnd(news, items)))], told: ids };
  }

  function record(carried: Carried): boolean {
    if (results.length === 0 && carried.blocks.length === 0) return true;
    const reminder = hasReminded ? undefined : ports.remind?.();
    const along = [...(reminder ? [reminder] : []), ...(ports.accompany?.(history) ?? [])];
    const blocks = [...results.map((ran) => ran.result), ...along, ...carried.blocks];
    const message: UserMessage = { role: 'user', blocks };
    const told = [...results.flatMap((ran) => ran.told), ...carried.told, ...foreseen];
    if (!commit({ type: 'user_message', at: now(), message, told, promptIds: carried.promptIds })) return false;
    history.push(message);
    hasReminded ||= reminder !== undefined;
    readings = [...readings, ...results.filter(({ read = [] }) => read.length > 0)].slice(-READINGS);
    results = [];
    foreseen = [];
    outbox = settle(outbox, told);
    return true;
  }
}

/** The model has not answered the last thing it was told. */
export function awaitsAnswer(history: readonly Message[]): boolean {
  return history.at(-1)?.role === 'user';
}
