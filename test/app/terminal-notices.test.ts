import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { noticeSequence, progressSequence, titleSequence } from '../../src/app/terminal-escapes.ts';
import { createTerminalNotices } from '../../src/app/terminal-notices.ts';
import type { AgentEvent } from '../../src/agent/events.ts';

const ended: AgentEvent = { type: 'turn_ended', at: 0, reason: 'answered' };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('nothing calls while the terminal has the focus, nor when it never told', () => {
  const { notices, calls } = open();
  notices.hear(ended);
  vi.advanceTimersByTime(10_000);
  notices.focus(false);
  notices.hear(ended);
  notices.focus(true);
  vi.advanceTimersByTime(10_000);
  expect(calls).toEqual([]);
});

test('what happens together is one call, and the next one comes seconds later', () => {
  const { notices, calls } = open();
  notices.focus(false);
  for (let times = 0; times < 3; times += 1) notices.hear(ended);
  vi.advanceTimersByTime(300);
  expect(calls).toEqual(['the model waits for you and 2 more']);
  for (let times = 0; times < 40; times += 1) {
    notices.hear(ended);
    vi.advanceTimersByTime(100);
  }
  expect(calls).toHaveLength(1);
  vi.advanceTimersByTime(2_000);
  expect(calls).toHaveLength(2);
});

test.each([
  ['a bell', 'bell', {}, '\x07'],
  ['a bell where no form is known', 'desktop', { TERM: 'xterm' }, '\x07'],
  ['OSC 9', 'desktop', { TERM_PROGRAM: 'iTerm.app' }, '\x1b]9;meanwhile: a;b\x1b\\'],
  ['OSC 777', 'desktop', { VTE_VERSION: '7600' }, '\x1b]777;notify;meanwhile;a,b\x1b\\'],
  [
    'OSC 99',
    'desktop',
    { TERM: 'xterm-kitty' },
    '\x1b]99;i=meanwhile:d=0;meanwhile\x1b\\\x1b]99;i=meanwhile:p=body;a;b\x1b\\',
  ],
  [
    'OSC 9 through tmux',
    'desktop',
    { TERM_PROGRAM: 'WezTerm', TMUX: '/tmp/x' },
    '\x1bPtmux;\x1b\x1b]9;meanwhile: a;b\x1b\x1b\\\x1b\\',
  ],
] as const)('a notice is %s', (_, how, env, sequence) =>
  expect(noticeSequence('a;b\x07\x1b]0;x\x07', how, env)).toBe(sequence),
);

test('a title cannot end its own sequence', () => {
  expect(titleSequence('a\x07\x1b]52;c;x\x07b')).toMatch(/^\x1b\]2;[^\x00-\x1f]*\x07$/);
});

test('progress is told only to terminals that do not take it for a notice', () => {
  expect(progressSequence({ kind: 'part', percent: 40 }, { TERM: 'xterm-256color' })).toBe('');
  expect(progressSequence({ kind: 'part', percent: 40 }, { WT_SESSION: 'x' })).toBe('\x1b]9;4;1;40\x1b\\');
});

function open() {
  const calls: string[] = [];
  return { calls, notices: createTerminalNotices({ sessionId: 's', call: (words) => void calls.push(words) }) };
}
