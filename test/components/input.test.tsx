import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import { displayWidth } from '../../src/components/text.ts';
import { openScreen } from '../fixtures/open-screen.tsx';
import { question, server, started, story } from '../fixtures/story.ts';

const LONG = { timeout: 10_000 };
const ESC = '\x1b';
const CTRL_P = '\x10';
const CTRL_R = '\x12';

async function open(options: Parameters<typeof openScreen>[0] & { readonly events?: readonly AgentEvent[] } = {}) {
  const screen = await openScreen(options);
  onTestFinished(screen.close);
  for (const event of options.events ?? [started]) screen.session.emit(event);
  const { terminal } = screen;
  return {
    ...screen,
    shows: (text: string | RegExp) => expect.poll(() => terminal.text(), LONG).toMatch(text),
    hides: (text: string | RegExp) => expect.poll(() => terminal.text(), LONG).not.toMatch(text),
    async sends(...lines: readonly string[]) {
      for (const line of lines) await terminal.press(`${line}\r`);
      await vi.waitFor(() => expect(screen.session.asked).toHaveLength(lines.length));
    },
  };
}

describe('slash commands', () => {
  test.each([
    { columns: 60, rows: 16 },
    { columns: 80, rows: 24 },
    { columns: 120, rows: 40 },
    { columns: 200, rows: 60 },
  ])('are offered above the line at $columns x $rows, with what they do', async ({ columns, rows }) => {
    const { terminal, shows, hides } = await open({ columns, rows, events: story });
    terminal.type('/');
    await shows(/── commands ─+/);
    await shows(/› \/help +keys and commands/);
    const screen = await terminal.rows();
    expect(screen).toHaveLength(rows);
    expect(screen.map(displayWidth)).toEqual(screen.map(() => columns));
    terminal.type('qui');
    await shows(/› \/quit +quit; asks when tasks run/);
    await hides('/log ID');
    terminal.type(ESC);
    await hides('commands ─');
    await shows('› /qui');
  });

  test('are taken by enter: complete ones are carried out, others wait for their argument', async () => {
    const { terminal, session, shows } = await open({ events: story });
    terminal.type('/sto');
    await shows('/stop ID');
    await terminal.press('\r');
    await shows(/── \/stop ID ─/);
    await shows(`${server.id}   npm run dev`);
    terminal.type('c0ff');
    await shows('› /stop c0ff');
    await terminal.press('\r');
    await vi.waitFor(() => expect(session.asked).toEqual([['stopTask', server.id]]));
    terminal.type('/hel');
    await shows(/› \/help/);
    await terminal.press('\r');
    await shows('keys and commands');
  });
});

describe('files', () => {
  const input = {
    remember: () => undefined,
    listFiles: async () => ['README.md', 'src/cart/price.ts', 'src/cart/tax.ts'],
    copy: (text: string) => `Copied ${text.length} characters`,
  };

  test('are offered behind an @, and taken by tab', async () => {
    const { terminal, session, shows, hides } = await open({ input });
    terminal.type('look at @tax');
    await shows(/── files ─/);
    await shows('› src/cart/tax.ts');
    terminal.type('\t');
    await hides('files ─');
    terminal.type('and say why\r');
    await vi.waitFor(() => expect(session.asked).toEqual([['submit', 'look at @src/cart/tax.ts and say why']]));
  });

  test('arrows choose among them while the list is open', async () => {
    const { terminal, shows } = await open({ input });
    terminal.type('@');
    await shows(/› src\/ +│/);
    terminal.type('\x1b[B');
    await shows('› README.md');
    await terminal.press('\r');
    await shows('› @README.md\n');
  });
});

describe('the palette', () => {
  test('finds an action by a few letters and does it; its key is shown', async () => {
    const clock = { now: 60_000 };
    const { terminal, session, shows, hides } = await open({ events: story, now: () => clock.now });
    terminal.type('my draft');
    terminal.type(CTRL_P);
    await shows(/── actions and commands ─/);
    terminal.type('stopchosen');
    await shows(/› Stop the chosen task +x/);
    await terminal.press('\r');
    await shows('Stop npm run dev? enter or y to confirm');
    await shows('› my draft');
    await hides('actions and commands');
    expect(session.asked).toEqual([]);
    clock.now += 1_000;
    await terminal.press('y');
    await vi.waitFor(() => expect(session.asked).toEqual([['stopTask', server.id]]));
  });

  test.each([
    { view: 'the log of a task', keys: '\t\r', sign: /pid|following/, back: 'following' },
    { view: 'the timeline', keys: '\x14', sign: /one after the other/, back: 'one after the other' },
    { view: 'the deliveries', keys: '\td', sign: /^ deliveries/, back: 'deliveries' },
    { view: 'the help', keys: '?', sign: /keys and commands/, back: 'keys and commands' },
  ])('opens over $view, leads from there to the tasks, and esc closes it alone', async ({ keys, sign, back }) => {
    const { terminal, store, shows, hides } = await open({ events: story });
    for (const key of keys) await terminal.press(key);
    await shows(sign);
    const { view } = store.getState().ui;
    terminal.type(CTRL_P);
    await shows(/── actions and commands ─/);
    await shows(/: which action or command\? .*enter take/);
    terminal.type(ESC);
    await hides('actions and commands');
    await shows(back);
    expect(store.getState().ui.view).toBe(view);
    terminal.type(CTRL_P);
    terminal.type('/tasks');
    await shows(/› \/tasks +to the tasks/);
    await terminal.press('\r');
    await vi.waitFor(() => expect(store.getState().ui).toMatchObject({ view: 'main', focus: 'tasks', log: null }));
  });

  test('shows the tasks that were hidden when it leads to them', async () => {
    const { terminal, shows, hides } = await open({ events: story });
    terminal.type('\x1bt');
    await hides(/TASKS/);
    terminal.type(CTRL_P);
    terminal.type('/tasks');
    await shows(/› \/tasks/);
    await terminal.press('\r');
    await shows(/TASKS/);
  });

  test('puts a command that wants an argument into the draft', async () => {
    const { terminal, shows } = await open({ events: story });
    terminal.type(CTRL_P);
    terminal.type('/pause');
    await shows(/› \/pause ID +let a task stand still/);
    await terminal.press('\r');
    await shows(/› \/pause\n/);
    await shows(/── \/pause ID ─/);
  });

  test('closes by esc and leaves the turn and the draft alone; a question waits until then', async () => {
    const { terminal, session, shows, hides } = await open({ events: story });
    terminal.type('draft');
    terminal.type(CTRL_P);
    await shows('which action or command?');
    session.emit(question);
    await shows('waiting for your answer');
    await terminal.press('y');
    terminal.type(ESC);
    await hides('actions and commands');
    await shows('Run this in the background?');
    expect(session.asked).toEqual([]);
  });
});

describe('the history', () => {
  test('of earlier sessions is found also when it comes while it is searched', async () => {
    const { terminal, store, shows } = await open();
    terminal.type(CTRL_R);
    terminal.type('cart');
    await shows('nothing like that was sent before');
    store.actions.recallHistory(['!npm test', 'fix the\ncart']);
    await shows(/› fix the cart/);
    await shows('/ cart');
  });

  test('is searched by ctrl+r, also that of earlier sessions; enter takes it into the draft', async () => {
    const { terminal, session, store, shows, sends } = await open();
    store.actions.recallHistory(['!npm test', 'fix the cart']);
    await sends('hello', 'fix the mail');
    terminal.type('kept');
    terminal.type(CTRL_R);
    await shows(/── sent before ─/);
    terminal.type('fix');
    await shows(/› fix the mail .*\n +fix the cart/);
    terminal.type(CTRL_R);
    await shows('› fix the cart');
    await terminal.press('\r');
    await shows(/› fix the cart\n/);
    expect(session.asked).toHaveLength(2);
    terminal.type('\x1f');
    await shows('› kept');
  });

  test('what is sent is kept for later sessions, once in a row', async () => {
    const kept: string[] = [];
    const input = { remember: (text: string) => void kept.push(text), listFiles: async () => [], copy: () => '' };
    const { sends } = await open({ input });
    await sends('one', 'one', '!two');
    expect(kept).toEqual(['one', '!two']);
  });
});

test('what waits for the next call is taken back into the draft by ↑', async () => {
  const { terminal, session, shows, hides } = await open({ events: story });
  session.emit({ type: 'prompt_queued', id: 7, text: 'and the dev server?' });
  await shows('joins the next call: and the dev server?');
  await shows('↑ take back');
  terminal.type('\x1b[A');
  await shows('› and the dev server?');
  expect(session.asked).toEqual([['retractPrompt', 7]]);
  session.emit({ type: 'prompt_retracted', id: 7 });
  await hides('joins the next call');
});

test('ctrl+g gives the draft, unfolded, to the user’s editor, and takes back what they wrote', async () => {
  const given: string[] = [];
  const editText = async (text: string) => {
    given.push(text);
    return { kind: 'edited', text: 'written there' } as const;
  };
  const { terminal, shows } = await open({ editText });
  terminal.type('a draft');
  await shows('› a draft');
  terminal.type('\x07');
  await shows('› written there');
  expect(given).toEqual(['a draft']);
  terminal.type('\x1f');
  await shows('› a draft');
});

test('/copy copies the last answer and says where it is', async () => {
  const copied: string[] = [];
  const copy = (text: string) => `It is in ${copied.push(text)} place`;
  const { terminal, shows } = await open({
    events: story,
    input: { remember: () => undefined, listFiles: async () => [], copy },
  });
  await shows('The legacy URL');
  terminal.type('/copy\r');
  await shows('It is in 1 place');
  expect(copied[0]).toMatch(/^The legacy URL points/);
});

describe('the line', () => {
  test.each([
    ['!ls', 'runs here, and the model learns'],
    ['&ls', 'runs in the background'],
  ])('%s says what it will do', async (draft, words) => {
    const { terminal, shows, hides } = await open();
    terminal.type(draft);
    await shows(`$ ${draft}`);
    await shows(words);
    terminal.type('\x15');
    await hides(words);
  });

  test('a long paste is a label that goes as one, comes back, unfolds and is sent whole', async () => {
    const { terminal, session, shows, hides } = await open();
    const lines = Array.from({ length: 312 }, (_, index) => `line ${index}`);
    terminal.type('see ');
    terminal.type(`\x1b[200~${lines.join('\r')}\x1b[201~`);
    await shows('› see [pasted 312 lines]\n');
    terminal.type('\x7f');
    await hides('pasted');
    terminal.type('\x1f');
    await shows('› see [pasted 312 lines]\n');
    await shows('ctrl+o unfold');
    terminal.type('\x0f');
    await shows('line 311');
    await terminal.press('\r');
    await vi.waitFor(() => expect(session.asked).toEqual([['submit', `see ${lines.join('\n')}`]]));
  });

  test('enter behind a backslash makes a new line', async () => {
    const { terminal, session } = await open();
    terminal.type('one\\');
    await terminal.press('\r');
    await terminal.press('two\r');
    await vi.waitFor(() => expect(session.asked).toEqual([['submit', 'one\ntwo']]));
  });
});
