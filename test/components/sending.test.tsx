/** Typing into a task, on the whole screen. */
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Task } from '../../src/background/task.ts';
import { openScreen } from '../fixtures/open-screen.tsx';
import { server, started } from '../fixtures/story.ts';
import { endedTask } from '../fixtures/tasks.ts';

const asking: Task = {
  ...server,
  spec: { ...server.spec, command: 'npm init', stdin: 'open' },
  output: { size: 20, lastLine: 'Ok to proceed? [y/N]' },
  asks: { line: 'Ok to proceed? [y/N]', silence: 45_000, size: 20 },
};

async function open(task: Task) {
  const screen = await openScreen();
  onTestFinished(screen.close);
  screen.session.emit(started);
  screen.session.emit({ type: 'task_started', task });
  const shows = (text: string | RegExp) => expect.poll(() => screen.terminal.text(), { timeout: 10_000 }).toMatch(text);
  await shows(/npm (init|run dev)/);
  return { ...screen, shows };
}

test.each([
  { columns: 120, says: /seems to wait for input, s answers *\n.*Ok to proceed\? \[y\/N\]/ },
  { columns: 80, says: /npm init .*seems to wait for input, s answers/ },
])('a task that waits for input says so in yellow, $columns columns wide (FIELD P6)', async ({ columns, says }) => {
  const { shows, terminal, session } = await open(asking);
  terminal.resize(columns, 40);
  await shows(says);
  session.emit({ type: 'task_output', id: asking.id, output: { size: 30, lastLine: 'thank you' } });
  await shows('thank you');
  expect(terminal.text()).not.toContain('seems to wait');
});

test('s opens a line, enter sends it with a line end, ctrl+d ends the input', async () => {
  const { terminal, session, shows, store } = await open(asking);
  terminal.type('\t');
  await shows('s type into it');
  await terminal.press('s');
  await shows(/› a line for npm init[^]*enter send · ctrl\+d end its input/);
  terminal.type('yes\r');
  await vi.waitFor(() => expect(session.asked).toEqual([['sendToTask', asking.id, 'yes\n', { eof: false }]]));
  terminal.type('no');
  await shows('› no');
  terminal.type('\x04');
  await vi.waitFor(() => expect(session.asked.at(-1)).toEqual(['sendToTask', asking.id, 'no', { eof: true }]));
  expect(store.getState().ui.sending).toBeNull();
});

test.each([80, 120])('the log of a task that waits says so, and how to answer, %i columns wide', async (columns) => {
  const { terminal, shows, store } = await open(asking);
  terminal.resize(columns, 24);
  store.actions.openLog(asking.id);
  await shows(/npm init .*● waits for input/);
  await shows(/^ s answer it · /m);
  await terminal.press('s');
  await shows('a line for npm init');
});

test('it can be typed below the log, and left', async () => {
  const { terminal, session, shows } = await open(asking);
  terminal.type('\t');
  await shows('s type into it');
  terminal.type('l');
  await shows('following');
  await terminal.press('s');
  await shows('a line for npm init');
  terminal.type('half');
  await shows('› half');
  terminal.type('\x1b');
  await shows('following');
  expect(session.asked).toEqual([]);
});

test('a task that ends meanwhile takes the line with it, and nothing is sent', async () => {
  const { terminal, session, shows } = await open(asking);
  terminal.type('\t');
  await shows('s type into it');
  await terminal.press('s');
  await shows('a line for npm init');
  await terminal.press('y');
  await shows('› y');
  session.emit({ type: 'task_done', task: endedTask(asking) });
  await shows('The task has ended: what was typed last was not sent.');
  await terminal.press('\r');
  expect(session.asked.filter(([verb]) => verb === 'sendToTask')).toEqual([]);
});

test('a task that ends after its answer says no more than that', async () => {
  const { terminal, session, shows } = await open(asking);
  terminal.type('\t');
  await shows('s type into it');
  await terminal.press('s');
  await shows('a line for npm init');
  terminal.type('y\r');
  await vi.waitFor(() => expect(session.asked.map(([verb]) => verb)).toContain('sendToTask'));
  session.emit({ type: 'task_done', task: endedTask(asking) });
  await shows('The task has ended.');
});

test('what is typed behind a password prompt is not shown', async () => {
  const { terminal, session, shows } = await open({ ...asking, output: { size: 20, lastLine: 'Password:' } });
  terminal.type('\t');
  await shows('s type into it');
  await terminal.press('s');
  await shows('a line for npm init');
  terminal.type('hunter2');
  await shows('› •••••••');
  expect(terminal.text()).not.toContain('hunter2');
  await terminal.press('\r');
  await vi.waitFor(() => expect(session.asked).toEqual([['sendToTask', asking.id, 'hunter2\n', { eof: false }]]));
});

test('s means nothing for a task whose stdin is empty', async () => {
  const { terminal, shows, store } = await open(server);
  terminal.type('\t');
  await shows('›● npm run dev');
  await terminal.press('s');
  await terminal.press('x');
  await shows('Stop npm run dev?');
  expect(store.getState().ui.sending).toBeNull();
});
