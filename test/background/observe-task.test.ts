/** Real commands whose output is watched. */
import { describe, expect, test, vi } from 'vitest';
import { createPatternSearch } from '../../src/background/pattern-search.ts';
import { watchPatterns } from '../../src/background/pattern-watch.ts';
import type { LogPage } from '../../src/background/task-log.ts';
import type { Matched, TaskEvent } from '../../src/background/task.ts';
import { openBackground } from './open-background.ts';

const HANG_MS = 20_000;

const matches = (events: readonly TaskEvent[]) =>
  events.flatMap((event) => (event.type === 'task_matched' ? [event.matched] : []));

describe('a watched pattern', () => {
  test('is told with its lines while the task runs, cleaned, also of a line that is not finished', async () => {
    const { run, events } = await openBackground();
    run(String.raw`printf 'no\n\033[32mready\033[0m on http://x\nPassword:'; sleep 600`, {
      notifyOn: ['ready', '/password/i', 'never'],
    });
    await vi.waitFor(() => expect(matches(events)).toHaveLength(1), HANG_MS);
    expect(matches(events)[0]).toMatchObject({
      skipped: 0,
      patterns: [
        { pattern: 'ready', lines: ['ready on http://x'], more: 0, tooSlow: false },
        { pattern: '/password/i', lines: ['Password:'], more: 0, tooSlow: false },
      ],
    });
    expect(events.some(({ type }) => type === 'task_done')).toBe(false);
  });

  test('is found at any place of a long line, and told with what stands around it', async () => {
    const { runToEnd, events } = await openBackground();
    await runToEnd(
      "head -c 100000 /dev/zero | tr '\\0' x; echo -n ' needle '; head -c 20000 /dev/zero | tr '\\0' y; echo",
      {
        notifyOn: ['needle'],
      },
    );
    await vi.waitFor(() => expect(matches(events)).toHaveLength(1), HANG_MS);
    const [line = ''] = matches(events)[0]?.patterns[0]?.lines ?? [];
    expect(line).toMatch(/^…x+ needle y+…$/);
    expect(line.length).toBeLessThanOrEqual(240);
  });

  test('is found in UTF-16, also behind its byte order mark', async () => {
    const { runToEnd, events } = await openBackground();
    await runToEnd(String.raw`printf '\377\376r\0e\0a\0d\0y\0\n\0'`, { notifyOn: ['^ready$'] });
    await vi.waitFor(() => expect(matches(events)[0]?.patterns[0]?.lines).toEqual(['ready']), HANG_MS);
  });

  test('that is slow on long lines is looked for in their beginnings', async () => {
    const { runToEnd, events } = await openBackground();
    await runToEnd("echo a@b.c; head -c 120000 /dev/zero | tr '\\0' x; echo; sleep 0.4; echo d@e.f", {
      notifyOn: [String.raw`\w+@\w+`],
    });
    await vi.waitFor(
      () => expect(matches(events).flatMap(({ patterns }) => patterns[0]?.lines)).toHaveLength(2),
      HANG_MS,
    );
    expect(matches(events).some(({ patterns }) => patterns.some(({ tooSlow }) => tooSlow))).toBe(false);
  });

  test('is told, and what was held back after that is counted and told at the end', async () => {
    const { runToEnd, events } = await openBackground();
    await runToEnd('echo hit 0; sleep 0.3; for n in 1 2 3 4 5 6 7 8; do echo hit $n; done', { notifyOn: ['hit'] });
    await vi.waitFor(() => expect(matches(events)).toHaveLength(2), HANG_MS);
    expect(matches(events).map(({ patterns }) => patterns)).toEqual([
      [{ pattern: 'hit', lines: ['hit 0'], more: 0, tooSlow: false }],
      [{ pattern: 'hit', lines: [1, 2, 3, 4, 5].map((n) => `hit ${n}`), more: 3, tooSlow: false }],
    ]);
  });

  test('that explodes is told once, and freezes neither us nor the others', async () => {
    const { run, events } = await openBackground();
    run(`while sleep 0.1; do echo ${'a'.repeat(40)}!; done`, { notifyOn: ['(a+)+$', 'aa'] });
    await vi.waitFor(() => expect(matches(events).length).toBeGreaterThan(1), HANG_MS);
    const [first, second] = matches(events);
    expect(first?.patterns).toMatchObject([{ pattern: '(a+)+$', tooSlow: true, lines: [] }, { pattern: 'aa' }]);
    expect(second?.patterns).toMatchObject([{ pattern: 'aa', tooSlow: false }]);
  });

  test('in a flood is looked for in a part of it, and the rest is counted', async () => {
    const { runToEnd, events } = await openBackground();
    const { output } = await runToEnd('echo first; sleep 0.2; seq 7000000; echo the last', {
      notifyOn: ['first', 'the last'],
    });
    await vi.waitFor(() => expect(matches(events).at(-1)?.upTo).toBe(output.size), HANG_MS);
    const all = matches(events);
    expect(all.flatMap(({ patterns }) => patterns.map(({ pattern }) => pattern))).toEqual(['first', 'the last']);
    const skipped = all.reduce((sum, one) => sum + one.skipped, 0);
    // How much it is depends on how fast the machine prints and reads.
    expect(skipped).toBeGreaterThan(0);
    expect(skipped).toBeLessThan(output.size);
  });

  test('is found once in whatever pieces the output comes', async () => {
    const { runToEnd, events } = await openBackground();
    await runToEnd('for c in o n e " " h i t; do printf "$c"; sleep 0.08; done; echo; echo two hits', {
      notifyOn: ['hit'],
    });
    // In one telling or in two, as they happen to be seen.
    const lines = () => matches(events).flatMap(({ patterns }) => patterns.flatMap((pattern) => pattern.lines));
    await vi.waitFor(() => expect(lines()).toEqual(['one hit', 'two hits']), HANG_MS);
  });
});

test('each telling makes the next wait longer', async () => {
  vi.useFakeTimers();
  try {
    const told: number[] = [];
    let size = 0;
    const page = (from: number): LogPage => ({
      lines: [{ kind: 'text', text: 'hit' }],
      from,
      to: size,
      size,
      atStart: from === 0,
      atEnd: true,
    });
    const watch = watchPatterns({
      from: 0,
      patterns: ['hit'],
      search: createPatternSearch([5_000]),
      readLog: async (query) => page('after' in query ? query.after : 0),
      tell: (_matched: Matched) => void told.push(Date.now()),
      now: Date.now,
    });
    for (let n = 0; n < 3_000; n++) {
      size += 4;
      watch.look();
      await vi.advanceTimersByTimeAsync(100);
    }
    watch.close();
    const waits = told.slice(1).map((at, index) => Math.round((at - (told[index] ?? 0)) / 1000));
    expect(waits).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
  } finally {
    vi.useRealTimers();
  }
});

describe('a task that falls silent after a question', () => {
  const asks = (events: readonly TaskEvent[]) =>
    events.flatMap((event) => (event.type === 'task_asks' ? [event.task.asks] : []));

  test('seems to wait for input, once, until it is answered (FIELD P6)', async () => {
    const { run, events, manager } = await openBackground({ silence: 200 });
    const { id } = run('printf "installing\\nOk to proceed? [y/N] "; read -r word; echo "word: $word"; sleep 600', {
      stdin: 'open',
    });
    await vi.waitFor(() => expect(asks(events)).toHaveLength(1), HANG_MS);
    expect(asks(events)).toEqual([{ line: 'Ok to proceed? [y/N]', silence: 200, size: 32 }]);
    expect(manager.get(id)?.asks).toBeDefined();
    await manager.send(id, 'n\n', { eof: false });
    expect(manager.get(id)?.asks).toBeUndefined();
    await vi.waitFor(() => expect(manager.get(id)?.output.lastLine).toMatch(/word: n/), HANG_MS);
  });

  test('is not said to when it is only slow', async () => {
    const { run, events, manager } = await openBackground({ silence: 2_000 });
    const busy = run('while sleep 0.02; do printf "still busy? "; done');
    const slow = run('echo compiling; sleep 600');
    const asking = run('echo "Go on?"; sleep 600');
    await vi.waitFor(() => expect(asks(events).map((one) => one.line)).toContain('Go on?'), HANG_MS);
    expect([busy, slow, asking].map(({ id }) => manager.get(id)?.asks?.line)).toEqual([undefined, undefined, 'Go on?']);
  });
});
