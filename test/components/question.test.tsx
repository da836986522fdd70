/** Questions that are longer than their room: nothing is answered with yes before all of it was in view. */
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Question } from '../../src/agent/events.ts';
import { openScreen } from '../fixtures/open-screen.tsx';
import { story } from '../fixtures/story.ts';

const PAGE_DOWN = '\x1b[6~';
const END = '\x1b[F';

const numbered = (count: number) => Array.from({ length: count }, (_, n) => `line ${n}.`);
const hidden = ['ls', ...Array.from({ length: 200 }, () => ''), 'touch Q1'];

async function ask(question: Partial<Question>, { columns = 80, rows = 24 } = {}) {
  const screen = await openScreen({ columns, rows });
  onTestFinished(screen.close);
  for (const event of story) screen.session.emit(event);
  const asked: Question = {
    id: 'q1',
    title: 'Run this command?',
    body: ['ls'],
    context: 'in ~/shop · time limit 300 s',
    scope: 'touch *',
    always: { rules: ['bash(touch *)'], where: 'for this project, in ~/.local/state/meanwhile/rules.json' },
    ...question,
  };
  screen.session.emit({ type: 'question_asked', at: 10_000, question: asked });
  const { terminal, session } = screen;
  await expect.poll(() => terminal.text(), { timeout: 10_000 }).toContain(asked.title);
  return {
    ...screen,
    shows: (text: string | RegExp) => expect.poll(() => terminal.text(), { timeout: 10_000 }).toMatch(text),
    said: () => session.asked.filter(([verb]) => verb === 'answer').map((call) => call[2]),
  };
}

const SIZES = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
];

describe.each(SIZES)('in $columns x $rows', (size) => {
  test('empty lines do not push a command out of sight', async () => {
    const { terminal, shows, said } = await ask({ body: hidden }, size);
    await shows(/^ {5}ls *\n {3}… 200 empty lines … *\n {5}touch Q1/m);
    await shows('202 lines');
    terminal.type('y');
    await expect.poll(said).toEqual([{ kind: 'once' }]);
  });

  test.each([
    ['y', { kind: 'once' }],
    ['s', { kind: 'session' }],
    ['a\r', { kind: 'always' }],
    ['2', { kind: 'session' }],
    ['\r', { kind: 'once' }],
  ])('%s answers a long question only when its end was reached', async (key, answer) => {
    const { terminal, shows, said } = await ask({ body: numbered(200) }, size);
    await shows('line 0.');
    await shows('line 199.');
    await shows(/lines 1–\d+ of 200/);
    await shows(/… 1\d\d more lines before the end …/);
    await shows('bash(touch *)');
    await shows(/scroll to the end to answer yes|Yes, once you have seen all of it/);
    for (const press of key) await terminal.press(press);
    await shows(/Scroll to the end of it first: .* or end\./);
    terminal.type(PAGE_DOWN);
    await shows(/lines (?!1–)\d+–\d+ of 200/);
    expect(said()).toEqual([]);
    terminal.type(END);
    await shows(/lines \d+–200 of 200/);
    await shows(/y yes|Yes \(y\)/);
    for (const press of key) await terminal.press(press);
    await expect.poll(said).toEqual([answer]);
  });
});

test('page by page every line comes into view', async () => {
  const { terminal, store, shows } = await ask({ body: numbered(60) });
  const seen = new Set<string>();
  const look = async () => [...(await terminal.text()).matchAll(/line (\d+)\./g)].forEach(([line]) => seen.add(line));
  await shows('line 0.');
  await look();
  while (!store.getState().ui.questionSeen) {
    const top = store.getState().ui.questionTop;
    terminal.type(PAGE_DOWN);
    await expect.poll(() => store.getState().ui.questionTop).toBeGreaterThan(top);
    await shows(`lines ${store.getState().ui.questionTop + 1}–`);
    await look();
  }
  expect([...seen].sort()).toEqual(numbered(60).sort());
});

test('a question that became long by a smaller window has to be scrolled', async () => {
  const { terminal, shows, said } = await ask({ body: numbered(12) }, { columns: 120, rows: 40 });
  await shows('line 11.');
  terminal.resize(80, 20);
  await shows(/lines 1–\d+ of 12/);
  terminal.type('y');
  await shows('Scroll to the end of it first');
  expect(said()).toEqual([]);
});

test('a window in which nothing is shown takes no yes', async () => {
  const { terminal, store, shows, said } = await ask({}, { columns: 120, rows: 40 });
  await shows('Yes (y)');
  terminal.resize(30, 8);
  await shows('The window is too small.');
  terminal.type('y');
  await expect.poll(() => store.getState().ui.hint).toMatch(/^Scroll to the end/);
  expect(said()).toEqual([]);
});

test('the next question has to be read for itself', async () => {
  const { terminal, session, store, shows } = await ask({ body: numbered(100) });
  terminal.type(END);
  await vi.waitFor(() => expect(store.getState().ui.questionSeen).toBe(true));
  session.emit({ type: 'question_answered', id: 'q1', answer: { kind: 'once' } });
  const question = { id: 'q2', title: 'And this?', body: numbered(90), context: 'in ~/shop', scope: '' };
  session.emit({ type: 'question_asked', at: 11_000, question });
  await shows(/lines 1–\d+ of 90/);
  terminal.type('y');
  await shows('Scroll to the end of it first');
});

test('no is said without reading to the end', async () => {
  const { terminal, shows, said } = await ask({ body: numbered(100) });
  await shows(/lines 1–\d+ of 100/);
  terminal.type('n');
  await shows('Tell the model what to do instead');
  terminal.type('too long\r');
  await expect.poll(said).toEqual([{ kind: 'no', word: 'too long' }]);
});

test('the rules that an answer would keep are never cut off', async () => {
  const rules = numbered(30).map((line) => `bash(${line.repeat(4)} *)`);
  const { terminal, shows } = await ask({ scope: 'x', always: { rules, where: 'here' } }, { columns: 60, rows: 16 });
  await shows(/more lines before the end/);
  terminal.type(END);
  await shows(/29\. \*\)\s/);
});

test('what the answers allow shows its invisible characters', async () => {
  const { shows } = await ask({
    why: 'it leads to \u202eevil',
    scope: 'run\u200b *',
    always: { rules: ['bash(run\u200b *)'], where: 'here' },
  });
  await shows('Approval needed: it leads to <U+202E>evil');
  await shows('Yes, for this session: run<U+200B> *');
  await shows('Yes, always: bash(run<U+200B> *)');
});
