import { expect, test } from 'vitest';
import { endingsIn, remarksIn, tellingLine } from '../../../src/agent/offline/endings.ts';
import { noticeBlock } from '../../../src/agent/notice.ts';
import type { News } from '../../../src/background/outbox.ts';
import type { TaskEndKind } from '../../../src/background/task.ts';

function ended(id: string, command: string, end: TaskEndKind): News {
  const spec = { command, cwd: '/shop', timeLimit: null, startedBy: 'model', sessionId: 's' } as const;
  const status = {
    phase: 'done',
    startedAt: 0,
    end: { ...end, at: 12_400, by: 'itself', leftRunning: 0 },
  } as const;
  const task = { id, spec, status, attended: false, output: { size: 5, lastLine: '' }, logFolder: '/log' };
  return { kind: 'ended', id, task };
}

test('what a notice tells is read from the real notice', () => {
  const { text } = noticeBlock([
    { news: ended('1f3a9c2e', 'sleep 5 && echo done', { kind: 'exited', code: 0 }), digest: 'done' },
    { news: ended('2a3b4c5d', 'echo a · b', { kind: 'exited', code: 2 }), digest: '[bg:nonsense]\nError: no\nbye' },
    { news: ended('3a3b4c5d', 'x', { kind: 'failed-to-start', reason: 'no folder' }), digest: '' },
  ]);
  expect(endingsIn(text)).toMatchObject([
    { id: '1f3a9c2e', outcome: 'completed', how: 'exit 0 after 12.4 s', command: 'sleep 5 && echo done', line: 'done' },
    { id: '2a3b4c5d', outcome: 'failed', how: 'exit 2 after 12.4 s', command: 'echo a · b', line: 'Error: no' },
    { id: '3a3b4c5d', outcome: 'error', how: 'did not start: no folder', command: 'x', line: '' },
  ]);
});

test('what running tasks tell is no end, and no part of one', () => {
  const done = ended('1f3a9c2e', 'x', { kind: 'exited', code: 1 });
  const matched = { patterns: [{ pattern: 'on', lines: ['on: 1 · 2'], more: 0, tooSlow: false }], skipped: 0, upTo: 1 };
  const { text } = noticeBlock([
    { news: done, digest: '' },
    { news: { kind: 'matched', id: 'm', task: { ...done.task, id: '2a3b4c5d' }, matched }, digest: '' },
  ]);
  expect(endingsIn(text)).toMatchObject([{ id: '1f3a9c2e', line: '' }]);
  expect(remarksIn(text)).toEqual(['2a3b4c5d matched /on/: on: 1 · 2']);
});

test.each([
  [['a', 'b', ''], false, 'b'],
  [['a', 'E   assert 1 == 2', 'b'], true, 'E   assert 1 == 2'],
  [['a', 'b'], true, 'b'],
  [['===== no tests ran in 0.92s ====='], true, 'no tests ran in 0.92s'],
  [['=================='], false, '=================='],
  [['error'], false, 'error'],
  [['x'.repeat(500)], false, `${'x'.repeat(200)}…`],
  [[], true, ''],
])('of %j (failed: %s) the telling line is %j', (lines, isFailure, line) => {
  expect(tellingLine(lines, isFailure)).toBe(line);
});
