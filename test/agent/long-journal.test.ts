import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { readJournal, recordLine } from '../../src/agent/journal.ts';
import { replay } from '../../src/agent/replay.ts';
import { emptyState } from '../../src/store/empty-state.ts';
import { reduce } from '../../src/store/reduce.ts';
import { endedTask, runningTask } from '../fixtures/tasks.ts';

const usage = { input: 1, output: 1, cacheRead: 1, cacheWrite: 1 };
const EVENTS_OF_A_TURN = 14;

/** A turn with a call, a background task and its end, as a journal holds it. */
function turn(n: number): readonly AgentEvent[] {
  const id = n.toString(16).padStart(8, '0');
  const callId = `toolu_${n}`;
  const result = {
    kind: 'tool-result',
    callId,
    text: `line ${n}\n`.repeat(20),
    isError: false,
    summary: 'ok',
  } as const;
  return [
    { type: 'prompt_queued', id: n, text: `prompt ${n}` },
    { type: 'turn_started', at: n, cause: 'prompt' },
    {
      type: 'user_message',
      at: n,
      message: { role: 'user', blocks: [{ kind: 'prompt', text: `prompt ${n}` }] },
      told: [],
      promptIds: [n],
    },
    { type: 'request_started', at: n, request: 2 * n },
    { type: 'request_done', at: n, stopReason: 'tool_use', usage },
    {
      type: 'assistant_message',
      at: n,
      message: {
        role: 'assistant',
        blocks: [{ kind: 'tool-call', id: callId, name: 'bash', input: { command: 'ls' } }],
      },
    },
    { type: 'tool_started', at: n, callId, tool: { name: 'bash', verb: 'ran', subject: 'ls' } },
    { type: 'task_started', task: runningTask({ id }) },
    { type: 'task_done', task: endedTask({ id }) },
    { type: 'tool_done', at: n, result, told: [id] },
    { type: 'user_message', at: n, message: { role: 'user', blocks: [result] }, told: [id], promptIds: [] },
    { type: 'request_started', at: n, request: 2 * n + 1 },
    {
      type: 'assistant_message',
      at: n,
      message: { role: 'assistant', blocks: [{ kind: 'text', text: 'Done.' }] },
    },
    { type: 'turn_ended', at: n, reason: 'answered' },
  ];
}

/** Milliseconds of the fastest of some runs: a busy machine only adds. */
function fastest(run: () => void): number {
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return Math.min(...times);
}

test('taking a session up costs no more than in proportion to its journal: reading, replaying, showing it', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'meanwhile-long-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const takeUp = (turns: number) => {
    const file = path.join(folder, `${turns}.jsonl`);
    const events = Array.from({ length: turns }, (_, n) => turn(n + 1)).flat();
    writeFileSync(file, events.map(recordLine).join(''));
    return fastest(() => {
      const { shown, history } = replay(readJournal(file), 0);
      expect(history).toHaveLength(turns * 4);
      shown.reduce((state, event) => reduce(state, event, 0), emptyState);
    });
  };
  const turns = Math.ceil(10_000 / EVENTS_OF_A_TURN);
  const short = takeUp(Math.ceil(turns / 6));
  expect(takeUp(turns)).toBeLessThan(short * 6 * 4);
});
