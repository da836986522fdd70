import { describe, expect, test } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { emptyState } from '../../src/store/empty-state.ts';
import { reduce } from '../../src/store/reduce.ts';
import type { State } from '../../src/store/state.ts';
import {
  modelSpans,
  overlapOf,
  panTimeline,
  timelineExtent,
  timelineTasks,
  timelineWindow,
  wholeTimeline,
  zoomTimeline,
} from '../../src/store/timeline.ts';
import { endedTask, exitZero, runningTask, spec } from '../fixtures/tasks.ts';

const usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
const tool = { name: 'bash', verb: 'ran', subject: 'ls' };

/** A turn from 0 to 10 s: 2 s until the first word, 3 s of words, 5 s of tools. */
const turn: readonly (readonly [number, AgentEvent])[] = [
  [0, { type: 'turn_started', at: 0, cause: 'prompt' }],
  [0, { type: 'request_started', at: 0, request: 1 }],
  [2_000, { type: 'text_delta', text: 'I' }],
  [3_000, { type: 'text_delta', text: ' do' }],
  [5_000, { type: 'request_done', at: 5_000, stopReason: 'tool_use', usage }],
  [5_000, { type: 'tool_started', at: 5_000, callId: 'a', tool }],
  [10_000, { type: 'turn_ended', at: 10_000, reason: 'answered' }],
];

function play(events: readonly (readonly [number, AgentEvent])[], state: State = emptyState): State {
  return events.reduce((next, [now, event]) => reduce(next, event, now), state);
}

function task(id: string, from: number, to: number) {
  const status = { phase: 'done', startedAt: from, end: { ...exitZero, at: to } } as const;
  return { ...endedTask({ id }), status };
}

describe('what the model did', () => {
  test('is told by kind, from the events alone', () => {
    expect(modelSpans(play(turn).timeline, 99_000)).toEqual([
      { kind: 'waiting', from: 0, to: 2_000 },
      { kind: 'writing', from: 2_000, to: 5_000 },
      { kind: 'tools', from: 5_000, to: 10_000 },
    ]);
  });

  test('goes on until now while it goes on', () => {
    expect(modelSpans(play(turn.slice(0, -1)).timeline, 12_000).at(-1)).toEqual({
      kind: 'tools',
      from: 5_000,
      to: 12_000,
    });
  });

  test('is kept in bounds, the newest of it', () => {
    const many = Array.from({ length: 3_000 }, (_, index) =>
      turn.map(
        ([now, event]) =>
          [now + index * 10_000, { ...event, ...('at' in event && { at: now + index * 10_000 }) }] as const,
      ),
    ).flat() as typeof turn;
    const { changes } = play(many).timeline;
    expect(changes.length).toBeLessThanOrEqual(4_000);
    expect(changes.at(-1)).toEqual({ kind: 'idle', at: 30_000_000 });
  });
});

describe('the overlap', () => {
  test('is what the same work would take one after the other, less what it took', () => {
    const { timeline } = play(turn);
    const tasks = [task('a', 3_000, 14_000), task('b', 4_000, 8_000), runningTask({ id: 'server' })];
    expect(overlapOf(timeline, tasks, 99_000)).toEqual({
      worked: 14_000,
      oneByOne: 10_000 + 11_000 + 4_000,
      saved: 11_000,
      waitedForTasks: 4_000,
    });
  });

  test('counts no time in which the user is asked, nor what was waited for in the foreground', () => {
    const question = { id: 'q', title: '', body: [], context: '', scope: '' };
    const asked = play([...turn.slice(0, 6), [6_000, { type: 'question_asked', at: 6_000, question }]]);
    const attended = runningTask({ attended: true, status: { phase: 'running', startedAt: 5_000 } });
    const begun = reduce(asked, { type: 'task_started', task: attended }, 6_000);
    expect(timelineTasks(begun)).toEqual([]);
    expect(overlapOf(begun.timeline, timelineTasks(begun), 60_000).worked).toBe(6_000);
    const left = reduce(
      begun,
      { type: 'task_changed', task: { ...attended, spec: { ...spec, timeLimit: 1 }, attended: false } },
      9_000,
    );
    expect(overlapOf(left.timeline, timelineTasks(left), 12_000)).toMatchObject({ worked: 9_000, saved: 0 });
  });
});

describe('the window', () => {
  const extent = { from: 1_000, to: 101_000 };

  test('shows all at first and follows', () => {
    expect(timelineWindow(wholeTimeline, extent)).toEqual(extent);
    expect(timelineWindow(wholeTimeline, { ...extent, to: 201_000 })).toEqual({ from: 1_000, to: 201_000 });
  });

  test('is zoomed at the end it follows, panned within what there is, and follows again at the end', () => {
    const half = zoomTimeline(wholeTimeline, 1 / 2, extent);
    expect(timelineWindow(half, extent)).toEqual({ from: 51_000, to: 101_000 });
    const back = panTimeline(half, -1 / 2, extent);
    expect(timelineWindow(back, extent)).toEqual({ from: 26_000, to: 76_000 });
    expect(timelineWindow(back, { ...extent, to: 200_000 })).toEqual({ from: 26_000, to: 76_000 });
    expect(timelineWindow(panTimeline(back, -9, extent), extent)).toEqual({ from: 1_000, to: 51_000 });
    expect(panTimeline(back, 9, extent)).toEqual(half);
    expect(zoomTimeline(half, 2, extent)).toEqual(wholeTimeline);
    expect(timelineWindow(zoomTimeline(half, 1e-9, extent), extent)).toEqual({ from: 96_000, to: 101_000 });
  });

  test('ends with the last happening when nothing goes on', () => {
    const state = play(turn);
    expect(timelineExtent(state.timeline, [task('a', 2_000, 14_000)], 999_000)).toEqual({ from: 0, to: 14_000 });
    expect(timelineExtent(state.timeline, [runningTask()], 999_000).to).toBe(999_000);
  });
});
