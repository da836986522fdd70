/** What was typed or pasted for something else runs, sends and answers nothing. */
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Question } from '../../src/agent/events.ts';
import { fullText } from '../../src/store/editor.ts';
import { openScreen } from '../fixtures/open-screen.tsx';
import { question, server, story, tests } from '../fixtures/story.ts';

const PASTE = ['one', '!touch pasted-and-run', 'y', '&touch too', '/clear', 'last'].join('\r');

async function open({ asked }: { readonly asked?: Partial<Question> | true } = {}) {
  const clock = { now: 60_000 };
  const screen = await openScreen({ now: () => clock.now });
  onTestFinished(screen.close);
  for (const event of story) screen.session.emit(event);
  const shows = (text: string | RegExp) => expect.poll(() => screen.terminal.text(), { timeout: 10_000 }).toMatch(text);
  if (asked !== undefined && question.type === 'question_asked') {
    const more = asked === true ? {} : asked;
    screen.session.emit({ ...question, at: clock.now, question: { ...question.question, ...more } });
    await shows('Run this in the background?');
  }
  return {
    ...screen,
    clock,
    shows,
    draft: (text: string) => expect.poll(() => fullText(screen.store.getState().ui.editor)).toBe(text),
  };
}

describe('a paste without marks', () => {
  test.each([
    { where: 'the input', keys: [], asked: undefined },
    { where: 'the tasks', keys: ['\t'], asked: undefined },
    { where: 'the conversation', keys: ['\t', '\t'], asked: undefined },
    { where: 'a question', keys: [], asked: true as const },
    { where: 'a question with choices', keys: ['\x1b[B'], asked: { choices: 3, body: ['1  a', '2  b', '3  c'] } },
  ])('is one draft, in $where', async ({ keys, asked }) => {
    const { terminal, session, clock, draft } = await open(asked === undefined ? {} : { asked });
    clock.now += 5_000;
    for (const key of keys) await terminal.press(key);
    await terminal.press(PASTE);
    await draft(PASTE.replaceAll('\r', '\n'));
    expect(session.asked).toEqual([]);
  });

  test('is sent by Enter', async () => {
    const { terminal, session, draft } = await open();
    await terminal.press('one\ry\r');
    await draft('one\ny\n');
    await terminal.press('\r');
    await vi.waitFor(() => expect(session.asked).toEqual([['submit', 'one\ny']]));
  });

  test.each(['xx', 'rr', 'ror', 'pa'])('of one line runs nothing among the tasks: %j', async (text) => {
    const { terminal, session, store, shows } = await open();
    await terminal.press('\t');
    await shows('›● npm run dev');
    await terminal.press(text);
    await terminal.press('\x1b[B');
    await vi.waitFor(() => expect(store.getState().ui.selected).toBe(tests.id));
    expect(session.asked).toEqual([]);
  });

  test('runs nothing over an open log', async () => {
    const { terminal, session, store } = await open();
    store.actions.openLog(server.id);
    await terminal.press('xx\rrr');
    await terminal.press('xx');
    await terminal.press('or');
    await terminal.press('w');
    await vi.waitFor(() => expect(store.getState().ui.log?.wrapped).toBe(true));
    expect(session.asked).toEqual([]);
  });

  test('takes nothing from a list', async () => {
    const { terminal, session, store } = await open();
    await terminal.press('\x10');
    await vi.waitFor(() => expect(store.getState().ui.chooser).not.toBeNull());
    await terminal.press('/compact\r');
    await vi.waitFor(() =>
      expect(store.getState().ui.hint).toBe('enter came together with other keys: press it alone.'),
    );
    expect(session.asked).toEqual([]);
  });
});

describe('a question', () => {
  const once = ['answer', 'q1', { kind: 'once' }] as const;

  test('is answered by a letter only when it has been there for a second', async () => {
    const { terminal, session, clock, shows } = await open({ asked: true });
    clock.now += 999;
    await terminal.press('y');
    await shows('That was just asked: press y again to answer.');
    expect(session.asked).toEqual([]);
    clock.now += 300;
    await terminal.press('y');
    await vi.waitFor(() => expect(session.asked).toEqual([once]));
  });

  test('leaves the letters of a draft that begins as it comes up to that draft', async () => {
    const { terminal, session, clock, draft } = await open({ asked: true });
    clock.now += 700;
    for (const letter of 'any news?') {
      clock.now += 120;
      await terminal.press(letter);
    }
    await draft('any news?');
    expect(session.asked).toEqual([]);
  });

  test('is answered by no letter while a draft stands, and by none that comes with others', async () => {
    const { terminal, session, clock, store, shows, draft } = await open();
    await terminal.press('a draft');
    await draft('a draft');
    clock.now += 5_000;
    if (question.type === 'question_asked') session.emit({ ...question, at: clock.now });
    await vi.waitFor(() => expect(store.getState().session.question).not.toBeNull());
    clock.now += 5_000;
    await terminal.press('y');
    await draft('a drafty');
    await terminal.press('\x15');
    await draft('');
    clock.now += 5_000;
    await terminal.press('yy');
    await draft('yy');
    await terminal.press('\x15');
    clock.now += 5_000;
    await terminal.press('y\r');
    await shows('enter came together with other keys: press it alone.');
    await draft('y');
    expect(session.asked).toEqual([]);
    await terminal.press('\x15');
    await draft('');
    clock.now += 5_000;
    await terminal.press('y');
    await vi.waitFor(() => expect(session.asked).toEqual([once]));
  });

  test('takes a marked answer by Enter alone, after a second', async () => {
    const { terminal, session, store, clock, shows } = await open({ asked: { choices: 2, body: ['1  a', '2  b'] } });
    await terminal.press('\r');
    await shows('That was just asked: press enter again to answer.');
    clock.now += 1_000;
    await terminal.press('\x1b[B\r');
    await vi.waitFor(() => expect(store.getState().ui.questionChoice).toBe(1));
    expect(session.asked).toEqual([]);
    await terminal.press('\r');
    await vi.waitFor(() => expect(session.asked).toEqual([['answer', 'q1', { kind: 'chosen', choice: 1 }]]));
  });
});
