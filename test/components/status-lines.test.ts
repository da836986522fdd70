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
  expect(status([waiting], { now: 77_400 })).toContain(
    'waiting for the model: overloaded, asks again in 13 s · esc stops · enter asks now',
  );
  expect(status([waiting], { now: 91_000 })).toContain('overloaded, asks again now · esc stops');
});

test.each([80, 100, 120])('a wait of hours fits with its keys on a line of %i columns', (width) => {
  const long = { ...waiting, until: 3 * 3_600_000 + 59 * 60_000 } as AgentEvent;
  const line = status([long], { width });
  expect(line).toContain('overloaded, asks again in 3 h 59 min · esc stops · enter asks now');
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
