/** What the model read of a task's output is no news any more (FIELD D5). */
import { expect, test } from 'vitest';
import { createConversation } from '../../src/agent/conversation.ts';
import type { SessionEvent } from '../../src/agent/events.ts';
import type { RanTool } from '../../src/agent/loop.ts';
import type { Digest } from '../../src/background/task-log.ts';
import type { TaskEvent } from '../../src/background/task.ts';
import { endedTask, runningTask, spec } from '../fixtures/tasks.ts';

const task = runningTask();

const matched = (line: string, upTo: number, more = 0): TaskEvent => ({
  type: 'task_matched',
  task,
  matched: { patterns: [{ pattern: 'ready', lines: [line], more, tooSlow: false }], skipped: 0, upTo },
});

/** A call of check_background that showed output up to there. */
const shown = (text: string, upTo: number): RanTool => ({
  result: { kind: 'tool-result', callId: 'call-1', text, isError: false, summary: 'running' },
  told: [],
  read: [{ taskId: task.id, upTo }],
});

function open(digest: Digest = { text: '', lines: [] }) {
  const records: Extract<SessionEvent, { type: 'user_message' }>[] = [];
  const conversation = createConversation({
    sessionId: spec.sessionId,
    start: { history: [], told: [], held: [], muted: [], results: [], inbox: [] },
    commit: (event) => records.push(event) > 0,
    digest: async () => digest,
    now: () => 1,
  });
  return { conversation, records };
}

test('a line that was read before its notice came wakes nobody, and the next record says that it was told', async () => {
  const { conversation, records } = open();
  await conversation.tell([shown('ready on 3000\nand more', 60)]);
  expect(conversation.fold(matched('ready on 3000', 40)).wakes).toBe(false);
  expect(conversation.unread).toEqual([]);
  conversation.put(1, { kind: 'prompt', text: 'go on' });
  await conversation.tell([]);
  expect(records.at(-1)).toMatchObject({ told: [`${task.id}@40`], message: { blocks: [{ kind: 'prompt' }] } });
});

test.each([
  { title: 'was printed again after it was read', event: matched('ready on 3000', 90) },
  { title: 'is another one', event: matched('ready on 3001', 40) },
  { title: 'is one of many', event: matched('ready on 3000', 40, 7) },
])('a line that $title is news', async ({ event }) => {
  const { conversation } = open();
  await conversation.tell([shown('ready on 3000', 60)]);
  expect(conversation.fold(event).wakes).toBe(true);
});

test('a line that is news already is told by the result that shows it, and by no notice beside it', async () => {
  const { conversation, records } = open();
  expect(conversation.fold(matched('ready on 3000', 40)).wakes).toBe(true);
  await conversation.tell([shown('ready on 3000', 60)]);
  expect(records).toMatchObject([{ told: [`${task.id}@40`], message: { blocks: [{ kind: 'tool-result' }] } }]);
  expect(conversation.unread).toEqual([]);
});

test.each([
  { title: 'that it quotes', digest: 'booting\nready on 3000', lines: [[50, 60]], more: 0, told: false },
  { title: 'that it shows with the whole log', digest: 'ready on 3000\nready', lines: [[0, 20]], more: 7, told: false },
  { title: 'that it leaves out', digest: 'ended well', lines: [[90, 90]], more: 0, told: true },
  { title: 'of many, with a part of the log', digest: 'ready on 3000', lines: [[50, 60]], more: 7, told: true },
] as const)('beside an end, a watched line $title is told again: $told', async ({ digest, lines, more, told }) => {
  const { conversation, records } = open({ text: digest, lines });
  conversation.fold(matched('ready on 3000', 40, more));
  conversation.fold({ type: 'task_done', task: endedTask({ id: task.id }) });
  await conversation.tell([]);
  const [notice] = records.at(-1)?.message.blocks ?? [];
  expect(notice).toMatchObject({ kind: 'notice', text: expect.stringContaining('completed') });
  expect(notice?.kind === 'notice' && notice.text.includes('matched /ready/')).toBe(told);
  expect(records.at(-1)?.told).toEqual([`${task.id}@40`, task.id]);
});

test('thousands of ends that come at once are all news, without a look at all of them for each (FIELD D1)', () => {
  const { conversation } = open();
  const ends = Array.from({ length: 5_000 }, (_, n): TaskEvent => {
    const id = n.toString(16).padStart(8, '0');
    return { type: 'task_done', task: endedTask({ id }) };
  });
  const begun = performance.now();
  for (const event of ends) expect(conversation.fold(event).fresh).toHaveLength(1);
  expect(conversation.unread).toHaveLength(5_000);
  // It was half a minute.
  expect(performance.now() - begun).toBeLessThan(10_000);
});
