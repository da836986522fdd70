import { expect, onTestFinished, test } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { createFakeSession } from '../fixtures/fake-session.ts';
import { openScreen } from '../fixtures/open-screen.tsx';
import { ledgerLines } from '../../src/components/ledger-lines.ts';
import { createTheme } from '../../src/components/theme.ts';
import { story } from '../fixtures/story.ts';
import { runningTask } from '../fixtures/tasks.ts';

const news: AgentEvent = {
  type: 'news_unread',
  at: 50_000,
  news: { id: '1f3a9c2e', taskId: '1f3a9c2e', kind: 'ended', line: 'npm install completed after 41.0 s' },
};

test.each([
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
])(
  'the ledger at $columns x $rows shows what waits, what comes next, and holds, mutes and leads to the log',
  async (size) => {
    const session = createFakeSession({ preview: '<background-results>\n[bg:1f3a9c2e] completed: exit 0' });
    const { terminal, store, close } = await openScreen({ ...size, session });
    onTestFinished(close);
    const shows = (text: string | RegExp) => expect.poll(() => terminal.text(), { timeout: 10_000 }).toMatch(text);
    for (const event of [...story, news]) session.emit(event);
    store.actions.showLedger();
    await shows(/› .*npm install completed after 41.0 s +○ unread/);
    await shows(/Sent with the next request:\s+<background-results>\s+\[bg:1f3a9c2e\] completed: exit 0/);
    terminal.type('h');
    await expect.poll(() => session.asked).toContainEqual(['holdNews', '1f3a9c2e', true]);
    session.emit({ type: 'news_held', at: 1, id: '1f3a9c2e', held: true });
    await shows(/‖ held/);
    terminal.type('m');
    await expect.poll(() => session.asked).toContainEqual(['muteTask', '1f3a9c2e', true]);
    terminal.type('\x1b');
    await shows(/^ meanwhile/);
  },
);

test('many deliveries are chosen by pages too, and it is said how many are out of view', () => {
  const entries = Array.from({ length: 60 }, (_, n) => ({
    id: `t${n}`,
    taskId: `t${n}`,
    kind: 'ended' as const,
    line: `task ${n} completed`,
    at: n,
    held: false,
    told: null,
    answered: null,
  }));
  const theme = createTheme({ colours: false });
  const lines = (chosen: string) =>
    ledgerLines({ ledger: { entries, muted: [] }, chosen, width: 80, height: 12, theme }).map((line) =>
      line.replace(/\u001B\[\d+m/g, ''),
    );
  expect(lines('t59')).toHaveLength(12);
  expect(lines('t59').at(-1)).toBe('  ↑ 49 more');
  expect(lines('t30').at(-1)).toBe('  ↑ 20 more · ↓ 29 more');
  expect(lines('t0').at(-1)).toBe('  ↓ 49 more');
});

test('the page keys and the ends of the list choose in the ledger', async () => {
  const { terminal, store, session, close } = await openScreen({ columns: 120, rows: 40 });
  onTestFinished(close);
  for (let n = 0; n < 30; n += 1) {
    const id = `c0ffee${String(n).padStart(2, '0')}`;
    session.emit({ type: 'news_unread', at: n, news: { id, taskId: id, kind: 'ended', line: `task ${n} completed` } });
  }
  store.actions.showLedger();
  const chosen = (text: RegExp) => expect.poll(() => terminal.text(), { timeout: 10_000 }).toMatch(text);
  await chosen(/› .*task 29 /);
  terminal.type('\x1b[5~');
  await chosen(/› .*task 19 /);
  terminal.type('g');
  await chosen(/› .*task 0 /);
  terminal.type('\x1b[6~');
  await chosen(/› .*task 10 /);
  terminal.type('G');
  await chosen(/› .*task 29 /);
});

test('a task is muted by a key before it has anything to tell, and lets be told again', async () => {
  const { terminal, store, session, close } = await openScreen({ columns: 120, rows: 40 });
  onTestFinished(close);
  const task = runningTask({ id: 'c0ffee00' });
  session.emit({ type: 'task_started', task });
  store.actions.focus('tasks');
  terminal.type('m');
  await expect.poll(() => session.asked).toContainEqual(['muteTask', task.id, true]);
  await expect.poll(() => terminal.text(), { timeout: 10_000 }).toContain('The model is told nothing of this task');
  session.emit({ type: 'task_muted', at: 1, taskId: task.id, muted: true });
  store.actions.openLog(task.id);
  await expect.poll(() => terminal.text(), { timeout: 10_000 }).toMatch(/● running .* · muted · /);
  terminal.type('m');
  await expect.poll(() => session.asked).toContainEqual(['muteTask', task.id, false]);
});

test('a task of another session is not muted: it is not told here', async () => {
  const { store, session, close } = await openScreen();
  onTestFinished(close);
  const info = { id: 'this-one', at: 0, cwd: '/', provider: 'offline', model: 'offline' };
  session.emit({ type: 'session_started', info });
  session.emit({ type: 'task_started', task: runningTask({ id: 'c0ffee00' }) });
  store.actions.toggleMuted('c0ffee00');
  expect(store.getState().ui.hint).toContain('its own session');
  expect(session.asked).toEqual([]);
});
