import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createOutbox, fold, settle, type Outbox } from '../../src/background/outbox.ts';
import type { TaskEvent } from '../../src/background/task.ts';
import { endedTask, runningTask, spec } from '../fixtures/tasks.ts';

const unreadIds = (outbox: Outbox) => outbox.unread.map((task) => task.id);
const done = (id: string, changes = {}): TaskEvent => ({ type: 'task_done', task: endedTask({ id, ...changes }) });

describe('an end', () => {
  test('is unread from the moment it happens', () => {
    expect(unreadIds(fold(createOutbox('session-a'), done('aaaaaaaa')))).toEqual(['aaaaaaaa']);
  });

  test.each<[string, TaskEvent]>([
    ['of another session', done('aaaaaaaa', { spec: { ...spec, sessionId: 'session-b' } })],
    ['that somebody waits for', done('aaaaaaaa', { attended: true })],
    ['that has not come', { type: 'task_changed', task: runningTask() }],
  ])('%s is not unread', (_title, event) => {
    expect(unreadIds(fold(createOutbox('session-a'), event))).toEqual([]);
  });

  test('that the journal records as told is not told again', () => {
    expect(unreadIds(fold(createOutbox('session-a', { told: ['aaaaaaaa'] }), done('aaaaaaaa')))).toEqual([]);
  });

  test('that was told before it was seen stays told', () => {
    const told = settle(createOutbox('session-a'), ['aaaaaaaa']);
    expect(unreadIds(fold(told, done('aaaaaaaa')))).toEqual([]);
  });
});

test('whatever the order of ends, repeats and tellings, each end is told exactly once', () => {
  const id = fc.constantFrom('aaaaaaaa', 'bbbbbbbb', 'cccccccc', 'dddddddd');
  const step = fc.oneof(
    fc.record({ kind: fc.constant('end' as const), id }),
    // The record may fail: then nothing is settled.
    fc.record({ kind: fc.constant('tell' as const), recorded: fc.boolean() }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const ended = new Set<string>();
      const told: string[] = [];
      let outbox = createOutbox('session-a');
      for (const action of [...steps, { kind: 'tell' as const, recorded: true }]) {
        if (action.kind === 'end') {
          ended.add(action.id);
          outbox = fold(outbox, done(action.id));
        } else if (action.recorded) {
          told.push(...unreadIds(outbox));
          outbox = settle(outbox, unreadIds(outbox));
        }
      }
      expect(told.toSorted()).toEqual([...ended].toSorted());
    }),
  );
});

describe('what a task tells while it runs', () => {
  const asking = { ...runningTask(), asks: { line: 'Go on?', silence: 45_000, size: 7 } };
  const matchedAt = (upTo: number): TaskEvent => ({
    type: 'task_matched',
    task: asking,
    matched: { patterns: [], skipped: 0, upTo },
  });
  const asks: TaskEvent = { type: 'task_asks', task: asking };
  const printed = (size: number): TaskEvent => ({ type: 'task_output', id: asking.id, output: { size, lastLine: '' } });
  const foldAll = (...events: readonly TaskEvent[]) => events.reduce(fold, createOutbox('session-a'));

  test('is unread beside its end, each by its place in the log, once', () => {
    const outbox = foldAll(matchedAt(10), asks, matchedAt(10), matchedAt(30), asks);
    expect(unreadIds(outbox)).toEqual(['1f3a9c2e@10', '1f3a9c2e?7', '1f3a9c2e@30']);
    expect(unreadIds(settle(outbox, ['1f3a9c2e@10', '1f3a9c2e']))).toEqual(['1f3a9c2e?7', '1f3a9c2e@30']);
  });

  test('that the journal records as told is not told again', () => {
    expect(unreadIds(fold(createOutbox('session-a', { told: ['1f3a9c2e@10'] }), matchedAt(10)))).toEqual([]);
  });

  test.each<[string, readonly TaskEvent[], readonly string[]]>([
    ['the same output', [asks, printed(7)], ['1f3a9c2e?7']],
    ['more output', [asks, printed(8)], []],
    ['an answer', [asks, { type: 'task_changed', task: runningTask() }], []],
    ['its end', [asks, { type: 'task_done', task: { ...endedTask(), asks: asking.asks } }], ['1f3a9c2e']],
  ])('a question waits to be told until %s', (_title, events, ids) => {
    expect(unreadIds(foldAll(...events))).toEqual(ids);
  });
});
