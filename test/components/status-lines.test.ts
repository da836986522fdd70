import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { statusLines } from '../../src/components/status-lines.ts';
import { createTheme } from '../../src/components/theme.ts';
import { emptyState } from '../../src/store/empty-state.ts';
import { reduce } from '../../src/store/reduce.ts';

const theme = createTheme({ colours: false });
const keymap = { keyOf: (action: string) => (action === 'interrupt' ? 'esc' : 'enter') };

const started: readonly AgentEvent[] = [
  { type: 'turn_started', at: 0, cause: 'prompt' },
  { type: 'request_started', at: 0, request: 1 },
];
const waiting: AgentEvent = { type: 'request_waiting', at: 0, until: 90_000, kind: 'overloaded', sentence: 'Busy.' };

function status(events: readonly AgentEvent[], { now = 0, width = 120, calm = false } = {}): string {
  const state = [...started, ...events].reduce((before, event) => reduce(before, event, 0), emptyState);
  const [line = ''] = statusLines(state, { width, height: 2, now, theme, hints: [], keymap, calm });
  return stripVTControlCharacters(line);
}

test('a wait says why, counts down and names its keys', () => {
  expect(status([waiting], { now: 77_400 })).toContain('overloaded, retrying in 13 s · esc stops · enter retries now');
  expect(status([waiting], { now: 91_000 })).toContain('overloaded, retrying now · esc stops');
});

test.each([80, 100, 120])('a wait of hours fits with its keys on a line of %i columns', (width) => {
  const long = { ...waiting, until: 3 * 3_600_000 + 59 * 60_000 } as AgentEvent;
  const line = status([long], { width });
  expect(line).toContain('overloaded, retrying in 3 h 59 min · esc stops · enter retries now');
  expect(line.length).toBeLessThanOrEqual(width);
});

test('a wait is over with the next request, and silence when something comes', () => {
  const silent: AgentEvent = { type: 'request_silent', since: 1_000 };
  expect(status([waiting, { type: 'request_started', at: 1, request: 2 }])).toContain('waiting for the model 0 s');
  expect(status([silent], { now: 61_000 })).toContain('nothing has come for 1 min');
  expect(status([silent, { type: 'request_silent', since: null }], { now: 61_000 })).not.toContain('nothing has come');
  expect(status([silent, { type: 'text_delta', text: 'a' }], { now: 61_000 })).not.toContain('nothing has come');
});

test('what goes on counts seconds, and minutes alone where nothing is to move', () => {
  const thinks: AgentEvent = { type: 'thinking_delta', text: '' };
  expect(status([thinks], { now: 12_900 })).toContain('thinking 12 s');
  expect(status([thinks], { now: 0, calm: true })).toContain('thinking · esc');
  expect(status([thinks], { now: 60_000, calm: true })).toContain('thinking 1 min · esc');
});

test('a wait leaves room for the model, its window and the money', () => {
  const facts: readonly AgentEvent[] = [
    { type: 'model_announced', model: 'claude-sonnet-5-5', effort: null, thinking: 'on', window: 200_000, models: [] },
    {
      type: 'request_done',
      at: 1,
      stopReason: 'tool_use',
      usage: { input: 48_000, output: 200, cacheRead: 0, cacheWrite: 0 },
      dollars: 0.15,
    },
  ];
  expect(status([...facts, waiting], { width: 120 })).toMatch(
    /overloaded, retrying in .* claude-sonnet-5-5 · ▰▰▱▱▱▱▱▱ 24 % · \$0\.15 · /,
  );
  expect(status([...facts, waiting], { width: 80 })).toContain('retrying in');
});

test('what has come is counted while it comes, and not where nothing is to move', () => {
  const delta = (text: string): AgentEvent => ({ type: 'text_delta', text });
  const call = (inputChars: number): AgentEvent => ({ type: 'tool_call_delta', callId: 'a', name: 'bash', inputChars });
  expect(status([delta('a')])).not.toContain('tokens');
  expect(status([delta('a'.repeat(999))])).toContain('writing 0 s · ↓ 250 tokens · esc');
  expect(status([delta('a'.repeat(200)), call(100), call(200)])).toContain('↓ 100 tokens');
  expect(status([delta('a'.repeat(6_000))])).toContain('↓ 1.5k tokens');
  expect(status([delta('a'.repeat(999))], { calm: true })).not.toContain('tokens');
  const usage = { input: 1, output: 300, cacheRead: 0, cacheWrite: 0 };
  const done: AgentEvent = { type: 'request_done', at: 1, stopReason: 'tool_use', usage };
  expect(status([delta('a'.repeat(999)), done, delta('a'.repeat(80))])).toContain('↓ 320 tokens');
  expect(status([delta('a'.repeat(999)), { type: 'turn_started', at: 2, cause: 'prompt' }])).not.toContain('tokens');
});
