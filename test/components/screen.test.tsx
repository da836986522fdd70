import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { AgentEvent } from '../../src/agent/events.ts';
import type { LogPage } from '../../src/background/task-log.ts';
import type { LogPorts } from '../../src/store/log-outside-actions.ts';
import { displayWidth } from '../../src/components/text.ts';
import { createFakeSession } from '../fixtures/fake-session.ts';
import { openScreen, type OpenScreen } from '../fixtures/open-screen.tsx';
import { planned, prompt, question, server, started, story, tests } from '../fixtures/story.ts';

async function open(options: Parameters<typeof openScreen>[0] & { readonly events?: readonly AgentEvent[] } = {}) {
  const screen = await openScreen(options);
  onTestFinished(screen.close);
  for (const event of options.events ?? story) screen.session.emit(event);
  return {
    ...screen,
    shows: (text: string | RegExp) => shows(screen, text),
    hides: (text: string) => hides(screen, text),
  };
}

async function shows({ terminal }: OpenScreen, text: string | RegExp): Promise<void> {
  await expect.poll(() => terminal.text(), { timeout: 10_000 }).toMatch(text);
}

async function hides({ terminal }: OpenScreen, text: string): Promise<void> {
  await expect.poll(() => terminal.text(), { timeout: 10_000 }).not.toContain(text);
}

describe('the screen', () => {
  test.each([
    { columns: 60, rows: 16 },
    { columns: 80, rows: 24 },
    { columns: 99, rows: 30 },
    { columns: 120, rows: 40 },
    { columns: 200, rows: 60 },
    { columns: 250, rows: 80 },
  ])('fills $columns x $rows with conversation, tasks, input and status', async ({ columns, rows }) => {
    const { terminal, shows } = await open({ columns, rows });
    await shows('.env');
    await shows(/npm run dev +0:59/);
    const screen = await terminal.rows();
    expect(screen).toHaveLength(rows);
    expect(screen.map(displayWidth)).toEqual(screen.map(() => columns));
    expect(screen[0]).toMatch(/^ meanwhile {2}~\/shop/);
    expect(screen.join('\n')).toMatch(/TASKS +2 running · 1 done/);
    expect(screen.at(-1)).toMatch(rows < 22 ? /writing/ : /tab tasks/);
  });

  test('follows every change of the window’s size', async () => {
    const { terminal, shows } = await open();
    for (const [columns, rows] of [
      [80, 24],
      [250, 70],
      [60, 16],
      [130, 33],
    ] as const) {
      terminal.resize(columns, rows);
      await expect.poll(async () => (await terminal.rows())[0]?.length, { timeout: 10_000 }).toBe(columns);
      await shows(/esc interrupts/);
      await expect.poll(async () => (await terminal.rows())[0], { timeout: 10_000 }).toMatch(/^ meanwhile/);
    }
    terminal.resize(30, 8);
    await shows('The window is too small.');
  });

  test('says at which step the model is, also where no pane at the side lists the steps', async () => {
    const { terminal, shows, hides } = await open({ events: [...story, planned] });
    await shows('steps · 1 of 3 done');
    await hides('step 2 of 3');
    terminal.type('\x1bt');
    await shows('── step 2 of 3  Fix the rounding ──');
    terminal.type('\x1bt');
    await hides('step 2 of 3');
    terminal.resize(80, 24);
    await shows('── step 2 of 3  Fix the rounding ──');
    terminal.resize(60, 12);
    await shows('── step 2 of 3  Fix the rounding ──');
  });

  test('says what it is for before anything was said', async () => {
    const { shows } = await open({ events: [started] });
    await shows('Slow commands run in the background');
    await shows('offline model');
    await shows('ready');
  });

  test('writes nothing while nothing happens (FIELD B2, B3)', async () => {
    const { terminal, shows } = await open({ events: [started] });
    await shows('offline model');
    const before = terminal.written();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(terminal.written()).toBe(before);
  });

  test('writes nothing either while the user looks at an opened call, or at a match, and nothing happens', async () => {
    const calm = story.filter(({ type }) => type !== 'task_started').slice(0, -2);
    const { store, terminal, shows } = await open({
      events: [...calm, { type: 'turn_ended', at: 59_000, reason: 'answered' }],
    });
    await shows('ready');
    for (const { id } of store.getState().conversation.items) store.actions.openItem(id, true);
    store.actions.startSearch('config');
    await shows(/\d matches/);
    const before = terminal.written();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(terminal.written()).toBe(before);
  });

  test('counts the seconds while something runs', async () => {
    const clock = { now: 60_000 };
    const { shows } = await open({ now: () => clock.now });
    await shows(/npm run dev +0:59/);
    clock.now = 63_000;
    await shows(/npm run dev +1:02/);
  });
});

describe('typing', () => {
  test('a burst that ends with enter is typed and sent', async () => {
    const { terminal, session } = await open({ events: [started] });
    terminal.type('fix the tests\r');
    await vi.waitFor(() => expect(session.asked).toEqual([['submit', 'fix the tests']]));
  });

  test('alt+enter makes a new line, and the input grows', async () => {
    const { terminal, session, shows } = await open({ events: [started] });
    terminal.type('one');
    terminal.type('\x1b\r');
    terminal.type('two');
    await shows(/› one\n {3}two/);
    await terminal.press('\r');
    await vi.waitFor(() => expect(session.asked).toEqual([['submit', 'one\ntwo']]));
  });

  test('a paste keeps its lines and sends nothing', async () => {
    const { terminal, session, shows } = await open({ events: [started] });
    terminal.type('\x1b[200~one\rtwo\x1b[201~');
    await shows(/› one\n {3}two/);
    expect(session.asked).toEqual([]);
  });

  test('the terminal’s cursor stands behind what was typed', async () => {
    const { terminal, shows } = await open({ events: [started] });
    terminal.type('naïve 日本');
    await shows('naïve 日本');
    const rows = await terminal.rows();
    const y = rows.findIndex((row) => row.includes('naïve'));
    await expect.poll(() => terminal.cursor(), { timeout: 10_000 }).toEqual({ x: 3 + 10, y });
  });

  test('what is sent while the model works is shown as waiting', async () => {
    const { session, shows } = await open();
    session.emit({ type: 'prompt_queued', id: 2, text: 'and the dev server?' });
    await shows('joins the next call: and the dev server?');
    await shows('1 queued');
  });

  test('an unknown slash command says so and stays', async () => {
    const { terminal, session, shows } = await open({ events: [started] });
    terminal.type('/frob\r');
    await shows('Unknown command /frob. /help lists all commands.');
    await shows('› /frob');
    expect(session.asked).toEqual([]);
  });

  test('a sentence that is too long for its place is told whole', async () => {
    const { terminal, shows } = await open({ columns: 60, rows: 24, events: [started] });
    terminal.type('/theme frob\r');
    await shows(/There is no theme frob\. There are auto, dark, light, *\n contrast, terminal\.$/);
    await terminal.press('x');
    await shows(/enter send/);
  });

  test('? shows the keys only on an empty line', async () => {
    const { terminal, shows, hides } = await open({ events: [started] });
    terminal.type('?');
    await shows('keys and commands');
    terminal.type('\x1b');
    await hides('keys and commands');
    terminal.type('why');
    terminal.type('?');
    await shows('› why?');
  });

  test('esc interrupts the turn', async () => {
    const { terminal, session } = await open();
    terminal.type('\x1b');
    await vi.waitFor(() => expect(session.asked).toEqual([['interrupt']]));
  });
});

describe('the conversation', () => {
  const long = Array.from({ length: 60 }, (_, n) => prompt(`prompt ${n}.`, n + 1)).flat();

  test('stays where the user looks while more comes, and goes back to the end', async () => {
    const { terminal, session, shows, hides } = await open({ events: [started, ...long] });
    await shows('prompt 59.');
    terminal.type('\x1b[5~');
    await hides('prompt 59.');
    await shows(/↓ \d+ lines below/);
    const before = (await terminal.rows()).slice(2, 10);
    for (const event of prompt('one more.', 61)) session.emit(event);
    await shows(/2 new lines · ↓ \d+ lines below/);
    expect((await terminal.rows()).slice(2, 10)).toEqual(before);
    await shows('end to the end');
    terminal.type('\x1b[F');
    await shows('one more.');
    await hides('below');
  });

  test('is scrolled line by line when it has the focus', async () => {
    const { terminal, shows } = await open({ events: [started, ...long] });
    terminal.type('\t\t');
    await shows('↑');
    terminal.type('g');
    await shows('prompt 0.');
    terminal.type('G');
    await shows('prompt 59.');
  });
});

describe('a search in the conversation', () => {
  const long = Array.from({ length: 60 }, (_, n) =>
    prompt(n % 20 === 0 ? `a needle ${n}.` : `hay ${n}.`, n + 1),
  ).flat();

  test('marks what it finds, goes from one to the next, and ends by esc', async () => {
    const { terminal, shows, hides } = await open({ events: [started, ...long] });
    await shows('hay 59.');
    terminal.type('\t\t');
    await shows('/ search');
    terminal.type('/');
    terminal.type('needle');
    await shows(/^ \/needle .* 3 matches/m);
    await expect.poll(async () => (await terminal.cursor()).x, { timeout: 10_000 }).toBe(' /needle'.length);
    await terminal.press('\r');
    await shows('match 3 of 3');
    await shows('a needle 40.');
    terminal.type('N');
    await shows('match 2 of 3');
    await shows('a needle 20.');
    terminal.type('nn');
    await shows('match 1 of 3');
    await shows('a needle 0.');
    terminal.type('\x1b');
    await hides('match 1 of 3');
    await shows('a needle 0.');
  });

  test('says that there is nothing, and starts from the input by /find', async () => {
    const { terminal, shows } = await open({ events: [started, ...long] });
    terminal.type('/find straw\r');
    await shows(/^ \/straw .* no match/m);
  });
});

describe('what was done', () => {
  const edit: readonly AgentEvent[] = [
    {
      type: 'tool_started',
      at: 58_000,
      callId: 'd',
      tool: { name: 'edit_file', verb: 'edited', subject: 'src/cart.ts' },
    },
    {
      type: 'tool_done',
      at: 58_100,
      result: { kind: 'tool-result', callId: 'd', text: 'Edited.', isError: false, summary: '+1 −1' },
      change: { lines: ['@@ line 7 @@', '-old', '+new'], hidden: 0 },
    },
  ];

  test('shows an edit at once; it is chosen by a key, closed by enter and opened by space', async () => {
    const { terminal, shows, hides } = await open({ events: [...story, ...edit] });
    terminal.type('\t\t');
    await shows('K choose');
    terminal.type('K');
    await shows(/▎ {2}▾ edited {6}src\/cart.ts +\+1 −1/);
    await shows(/▎ {2}▏ {3}- old .*\n▎ {2}▏ 7 \+ new/);
    await terminal.press('\r');
    await shows(/▎ {2}▸ edited/);
    await hides('+ new');
    await terminal.press(' ');
    await shows(/▎ {2}▏ 7 \+ new/);
    terminal.type('K');
    await shows(/▎ {2}The legacy URL/);
  });

  test('often is one row, which opens to all of them and closes again', async () => {
    const reads = Array.from({ length: 24 }, (_, n): readonly AgentEvent[] => [
      { type: 'tool_started', at: 1, callId: `r${n}`, tool: { name: 'read_file', verb: 'read', subject: `f${n}.ts` } },
      {
        type: 'tool_done',
        at: 2,
        result: { kind: 'tool-result', callId: `r${n}`, text: 'x', isError: false, summary: '1 line' },
      },
    ]).flat();
    const { terminal, shows, hides } = await open({ events: [started, ...prompt('go'), ...reads] });
    await shows(/▸ read {8}24 files {2}f0\.ts, f1\.ts/);
    terminal.type('\t\t');
    await shows('K choose');
    await terminal.press('\r');
    await shows(/▾ read {8}24 files/);
    await shows(/read {8}f1\.ts +1 line/);
    await terminal.press('\r');
    await shows(/▸ read {8}24 files/);
    await hides('1 line');
  });

  test('leads to the log of its task', async () => {
    const { terminal, shows } = await open({ events: story });
    await shows('so .env is the one');
    for (const key of '\t\tKK') await terminal.press(key);
    await shows(/▎ {2}▸ background {2}npx vitest run/);
    await shows('l log');
    terminal.type('l');
    await shows(/77b0e1d4 {2}npx vitest run/);
  });

  test('keeps its row when it is opened among other things', async () => {
    const text = Array.from({ length: 30 }, (_, n) => `printed ${n}.`).join('\n');
    const run: readonly AgentEvent[] = [
      { type: 'tool_started', at: 1, callId: 'e', tool: { name: 'bash', verb: 'ran', subject: 'make' } },
      {
        type: 'tool_done',
        at: 2,
        result: { kind: 'tool-result', callId: 'e', text, isError: false, summary: 'exit 0 · 1.0 s' },
      },
    ];
    const { terminal, shows, hides } = await open({ events: [started, ...prompt('go'), ...run, ...prompt('more', 2)] });
    await shows('› more');
    const before = (await terminal.rows()).findIndex((row) => row.includes('make'));
    terminal.type('\t\t');
    await terminal.press('\r');
    await shows('printed 29.');
    await terminal.press('\r');
    await hides('printed 29.');
    expect((await terminal.rows()).findIndex((row) => row.includes('make'))).toBe(before);
  });
});

describe('the mouse', () => {
  const wheel = (by: 1 | -1, x: number, y: number) => `\x1b[<${by < 0 ? 64 : 65};${x + 1};${y + 1}M`;
  const click = (x: number, y: number) => `\x1b[<0;${x + 1};${y + 1}M\x1b[<0;${x + 1};${y + 1}m`;
  const long = Array.from({ length: 60 }, (_, n) => prompt(`prompt ${n}.`, n + 1)).flat();
  const rowOf = async ({ terminal }: OpenScreen, text: string) =>
    (await terminal.rows()).findIndex((row) => row.includes(text));

  test('scrolls the conversation under it by its wheel, and a click on what is below goes back', async () => {
    const { terminal, shows, hides } = await open({ events: [started, ...long] });
    await shows('prompt 59.');
    terminal.type(wheel(-1, 10, 10).repeat(3));
    await hides('prompt 59.');
    const below = (await terminal.rows()).findIndex((row) => row.includes('lines below'));
    terminal.type(click(20, below));
    await shows('prompt 59.');
  });

  test('chooses a call by a click, and opens it by a second one', async () => {
    const screen = await open();
    await screen.shows('so .env is the one');
    const row = await rowOf(screen, 'npx vitest run                                 77b0e1d4');
    screen.terminal.type(click(20, row));
    await screen.shows(/▎ {2}▸ background {2}npx vitest run/);
    expect(screen.store.getState().ui.focus).toBe('conversation');
  });

  test.each([
    { columns: 120, rows: 40 },
    { columns: 80, rows: 24 },
  ])('chooses a task by a click, and opens its log by a second one, at $columns columns', async (size) => {
    const screen = await open(size);
    await screen.shows(/npx vitest run +0:12/);
    const rows = await screen.terminal.rows();
    const row = rows.findIndex((line) => /npx vitest run +0:12/.test(line));
    const column = size.columns === 120 ? 100 : 20;
    screen.terminal.type(click(column, row));
    await expect
      .poll(() => screen.store.getState().ui)
      .toMatchObject({ focus: 'input', selected: tests.id, log: null });
    await screen.shows(/›● npx vitest run/);
    screen.terminal.type(click(column, row));
    await screen.shows(/77b0e1d4 {2}npx vitest run/);
  });

  test('chooses the task under it also where the steps of the model are shown, and nothing on those', async () => {
    const screen = await open({ events: [...story, planned], rows: 26 });
    await screen.shows('steps · 1 of 3 done');
    screen.terminal.type(click(100, await rowOf(screen, '✓ Read the test')));
    await expect.poll(() => screen.store.getState().ui).toMatchObject({ focus: 'input', selected: null });
    for (const [name, id] of [
      ['npx vitest run    ', tests.id],
      ['npm run dev    ', server.id],
    ] as const) {
      screen.terminal.type(click(100, await rowOf(screen, name)));
      await expect.poll(() => screen.store.getState().ui.selected).toBe(id);
      screen.store.actions.focus('input');
    }
  });

  test('leaves the letters that follow a click in the draft', async () => {
    const screen = await open();
    await screen.shows(/npx vitest run +0:12/);
    const row = (await screen.terminal.rows()).findIndex((line) => /npx vitest run +0:12/.test(line));
    screen.terminal.type(click(100, row));
    await screen.shows(/›● npx vitest run/);
    for (const letter of 'please rerun') await screen.terminal.press(letter);
    await screen.shows('› please rerun');
    expect(screen.session.asked).toEqual([]);
  });

  test('leads what is no key of the tasks to the draft', async () => {
    const screen = await open();
    screen.terminal.type('\t');
    await screen.shows('›● npm run dev');
    for (const letter of 'write it') await screen.terminal.press(letter);
    await screen.shows('› write it');
    expect(screen.session.asked).toEqual([]);
  });

  test('gives the input the focus by a click', async () => {
    const screen = await open();
    screen.terminal.type('\t');
    await screen.shows('esc');
    screen.terminal.type(click(10, await rowOf(screen, '› Ask meanwhile to do something')));
    await expect.poll(() => screen.store.getState().ui.focus).toBe('input');
  });

  test('is given to the terminal by one key, and taken back, and the last line says which', async () => {
    const { terminal, shows } = await open({ events: [started] });
    await shows('alt+m selects text');
    terminal.type('\x1bm');
    await shows('The mouse is the terminal’s');
    await shows('alt+m mouse on');
    terminal.type('\x1bm');
    await shows('alt+m selects text');
  });
});

describe('the tasks', () => {
  const page: LogPage = {
    lines: [
      { kind: 'text', text: 'first line' },
      { kind: 'gap', bytes: 1_200_000 },
      { kind: 'text', text: 'last line' },
    ],
    from: 0,
    to: 10,
    size: 10,
    atStart: true,
    atEnd: true,
  };

  test('one is chosen, its log opened and left again', async () => {
    const { terminal, shows, store } = await open({ session: createFakeSession({ readLog: async () => page }) });
    terminal.type('\t');
    await shows('›● npm run dev');
    terminal.type('\x1b[B');
    await shows('›● npx vitest run');
    await terminal.press('\r');
    await shows(/77b0e1d4 {2}npx vitest run +● running 0:12/);
    await shows('   1  first line');
    await shows('… 1.2 MB not kept …');
    await shows('following ▼');
    terminal.type('\x1b');
    await shows('TASKS');
    expect(store.getState().ui.selected).toBe(tests.id);
  });

  test('one is stopped by x and y, and by no second x', async () => {
    const clock = { now: 60_000 };
    const { terminal, session, store, shows } = await open({ now: () => clock.now });
    terminal.type('\t');
    await shows('›● npm run dev');
    await terminal.press('x');
    await shows('Stop npm run dev? enter or y to confirm');
    clock.now += 250;
    await terminal.press('x');
    await vi.waitFor(() => expect(store.getState().ui.confirming).toMatchObject({ since: 60_250 }));
    expect(session.asked).toEqual([]);
    clock.now += 250;
    await terminal.press('y');
    await vi.waitFor(() => expect(session.asked).toEqual([['stopTask', server.id]]));
  });

  test('ctrl+b leaves a command to the background while there is one', async () => {
    const { terminal, session, shows } = await open();
    await terminal.press('a');
    terminal.type('\x02');
    terminal.type('b');
    await shows('› ba');
    session.emit({ type: 'task_started', task: { ...tests, id: 'f0', attended: true } });
    await shows('ctrl+b to background');
    expect(session.asked).toEqual([]);
    terminal.type('\x02');
    await vi.waitFor(() => expect(session.asked).toEqual([['moveToBackground']]));
  });
});

describe('the log of a task', () => {
  const lines = Array.from({ length: 60 }, (_, n) => (n % 20 === 9 ? `expected ${n} here` : `line ${n}`));
  const page: LogPage = {
    lines: lines.map((text, index) => ({ kind: 'text', text, at: index * 15 })),
    from: 0,
    to: 900,
    size: 900,
    atStart: true,
    atEnd: true,
  };
  const placesOf = (pattern: RegExp) =>
    lines.flatMap((text, index) => {
      const from = text.search(pattern);
      const range = [from, from + (pattern.exec(text)?.[0].length ?? 0)] as const;
      return from === -1 ? [] : [{ from: 0, index, line: index + 1, at: index * 15, text, ranges: [range] }];
    });
  const openLog = async (options: Parameters<typeof openScreen>[0] = {}) => {
    const session = createFakeSession({
      readLog: async () => page,
      searchLog: async (_, { pattern }) => ({
        places: placesOf(pattern),
        to: 900,
        line: 61,
        size: 900,
        atEnd: true,
        slow: false,
      }),
      findErrors: async () => placesOf(/^line 33$/),
    });
    const screen = await open({ ...options, session });
    screen.terminal.type('\t');
    await screen.shows('›● npm run dev');
    await screen.terminal.press('\r');
    await screen.shows('following ▼');
    return screen;
  };

  test('is searched by /, n and N, which say the place among the matches', async () => {
    const { terminal, shows, hides } = await openLog();
    terminal.type('/expect');
    await shows(/^ \/expect /m);
    await expect.poll(async () => (await terminal.cursor()).x, { timeout: 10_000 }).toBe(' /expect'.length);
    terminal.type('ed\r');
    await shows('match 1 of 3');
    await shows(/^› +10 {2}expected 9 here/m);
    await terminal.press('n');
    await shows('match 2 of 3');
    await shows(/^› +30 {2}expected 29 here/m);
    terminal.type('N');
    terminal.type('N');
    await shows('match 3 of 3');
    terminal.type('\x1b');
    await hides('match 3');
    terminal.type('/nothing like it\r');
    await shows('no match');
    terminal.type('/');
    terminal.type('/(/\r');
    await shows('is no regular expression');
  });

  test('shows only the lines that match, and one of them among all', async () => {
    const { terminal, shows, hides } = await openLog();
    terminal.type('&expected\r');
    await shows('only matches · match 1 of 3');
    await hides('line 58');
    terminal.type('\x1b[B');
    await shows(/^› +30 {2}expected 29 here/m);
    await terminal.press('\r');
    await shows(/^ +31 {2}line 30/m);
    await shows('match 2 of 3');
  });

  test('is opened in a pager, saved under a name that is free, and copied', async () => {
    const given: string[] = [];
    const take = async (name: string, text: AsyncIterable<string>) => {
      let all = `${name}: `;
      for await (const piece of text) all += piece;
      given.push(all);
    };
    const { terminal, shows, hides } = await openLog({
      input: { remember: () => undefined, listFiles: async () => [], copy: (text) => `copied ${text.length}` },
      logPorts: {
        screen: async () => [],
        view: async (program, text) => (await take(program, text), null),
        async save(name, text) {
          await take(name, text);
          return name === 'other.log'
            ? { kind: 'saved', sentence: `Saved to ${name}` }
            : { kind: 'failed', sentence: 'is there already' };
        },
      },
    });
    terminal.type('o');
    const whole = lines.map((line) => `${line}\n`).join('');
    await vi.waitFor(() => expect(given).toEqual([`pager: ${whole}`]));
    terminal.type('S');
    await shows(/save as npm-run-dev-c0ffee42.log /);
    await terminal.press('\r');
    await shows('is there already');
    terminal.type('\x15other.log');
    await shows(/save as other.log /);
    await terminal.press('\r');
    await shows('Saved to other.log');
    await hides('save as');
    terminal.type('Y');
    await shows(`copied ${whole.length}`);
    await terminal.press('y');
    await shows(/copied 3\d\d/);
  });

  test('of a task with a terminal is its screen, and its lines by a key', async () => {
    const pty = { ...server, id: 'deadbeef', spec: { ...server.spec, pty: true, command: 'top' } };
    const session = createFakeSession({ readLog: async () => page });
    const logPorts: LogPorts = {
      screen: async (folder) => [`drawn in ${folder}`],
      view: async () => null,
      save: async () => ({ kind: 'saved', sentence: '' }),
    };
    const { terminal, shows, hides, store } = await open({ session, logPorts });
    session.emit({ type: 'task_started', task: pty });
    await expect.poll(() => store.getState().tasks.byId['deadbeef']).toBeDefined();
    store.actions.openLog('deadbeef');
    await shows(`drawn in ${pty.logFolder}`);
    await shows('its screen, 120x40');
    terminal.type('v');
    await shows('line 58');
    await hides('drawn in');
    terminal.type('v');
    await shows('drawn in');
  });

  test('leads to its errors by E', async () => {
    const { terminal, shows } = await openLog();
    terminal.type('E');
    await shows('error 1 of 1');
    await shows(/^› +34 {2}line 33/m);
  });

  test('says what the task uses', async () => {
    const { session, shows } = await openLog();
    await vi.waitFor(() => expect(session.usageListeners()).toBe(1));
    session.use(new Map([[server.id, { pid: 4711, processes: 3, memory: 340_000_000, cpu: 1.12 }]]));
    await shows(/● running 0:59 · pid 4711 · 112 % CPU · 340 MB · 2 kB/);
  });
});

test('tab leaves out the tasks where none are seen', async () => {
  const { terminal, store, shows } = await open({ columns: 80, rows: 24, events: [started] });
  await shows('ready');
  terminal.type('\t');
  await vi.waitFor(() => expect(store.getState().ui.focus).toBe('conversation'));
  terminal.type('\t');
  await vi.waitFor(() => expect(store.getState().ui.focus).toBe('input'));
});

describe('the help', () => {
  const review = { name: 'review', words: 'look at what was changed', hint: 'FILES', body: 'Review $ARGUMENTS' };
  const knowledge = { instructions: [], commands: [review], skills: [], agents: [], problems: [] };

  test('begins at the keys of the place where it is asked for, and goes back there', async () => {
    const { terminal, store, shows, hides } = await open({ columns: 80, rows: 24 });
    terminal.type('\t');
    await terminal.press('?');
    await shows(/^─+\n Tasks\n {3}↑, k +choose a task/m);
    terminal.type('\x1b');
    await hides('keys and commands');
    await terminal.press('\r');
    await shows('following');
    terminal.type('?');
    await shows(/^─+\n Log of a task\n/m);
    await shows(/lines \d+–\d+ of \d+/);
    terminal.type('\x1b');
    await shows('following');
    expect(store.getState().ui.view).toBe('log');
  });

  test('lists the commands that the project has written, and cuts no words', async () => {
    const { terminal, shows } = await open({ columns: 40, rows: 140, knowledge });
    terminal.type('?');
    await shows(/Your own commands\n {3}\/review \[FILES\]\n {20}look at what was\n {20}changed\n/);
    expect(terminal.text()).not.toContain('…');
  });
});

describe('a question', () => {
  test('shows exactly what will run, beside the conversation', async () => {
    const { session, shows } = await open();
    session.emit(question);
    await shows('Run this in the background?');
    await shows('npm install --save-dev vitest');
    await shows('in ~/shop · no time limit');
    await shows('so .env is the one to');
  });

  test.each([
    { key: 'y', answer: { kind: 'once' } },
    { key: 's', answer: { kind: 'session' } },
  ])('$key answers $answer.kind', async ({ key, answer }) => {
    const { terminal, session, shows } = await open();
    session.emit(question);
    await shows('Yes (y)');
    terminal.type(key);
    await vi.waitFor(() => expect(session.asked).toEqual([['answer', 'q1', answer]]));
  });

  test('n asks why, and the word goes along', async () => {
    const { terminal, session, shows } = await open();
    session.emit(question);
    await shows('No, and tell the model');
    await terminal.press('n');
    await shows('Tell the model what to do instead (optional)');
    terminal.type('use pnpm\r');
    await vi.waitFor(() => expect(session.asked).toEqual([['answer', 'q1', { kind: 'no', word: 'use pnpm' }]]));
  });

  test('does not take the keys of someone who is typing', async () => {
    const { terminal, session, store, shows } = await open();
    terminal.type('ye');
    await shows('› ye');
    if (question.type === 'question_asked') session.emit({ ...question, at: store.now() });
    await terminal.press('s');
    await vi.waitFor(() => expect(store.getState().ui.editor.text).toBe('yes'));
    expect(session.asked).toEqual([]);
    await shows('clear your draft to answer');
  });

  test('offers numbered answers, which hang on their numbers, and is answered by one of them', async () => {
    const { terminal, session, shows } = await open({ columns: 60 });
    if (question.type !== 'question_asked') return;
    const long = 'both of them, and one is chosen by a variable when the program runs';
    const body = ['Which database?', '', '1  PostgreSQL', `2  ${long}`];
    session.emit({ ...question, question: { ...question.question, title: 'Question', body, choices: 2 } });
    await shows(/^ {3}› 1 {2}PostgreSQL *\n {5}2 {2}both of them.* variable *\n {8}when the program runs/m);
    await shows('1–2 or ↑↓ Enter');
    await terminal.press('2');
    await vi.waitFor(() => expect(session.asked).toEqual([['answer', 'q1', { kind: 'chosen', choice: 1 }]]));
  });

  test('is answered by the numbered answer that is marked, at first the first one', async () => {
    const { terminal, session, store, shows } = await open({ columns: 60, rows: 16 });
    if (question.type !== 'question_asked') return;
    const body = ['Which database?', '', ...[1, 2, 3, 4, 5, 6].map((n) => `${n}  number ${n}`)];
    session.emit({ ...question, question: { ...question.question, body, choices: 6 } });
    await shows(/› 1 {2}number 1/);
    terminal.type('\x1b[A');
    await shows(/› 6 {2}number 6/);
    terminal.type('\x1b[B');
    await shows(/› 1 {2}number 1/);
    terminal.type('\x1b[B');
    await shows(/› 2 {2}number 2/);
    expect(session.asked).toEqual([]);
    await terminal.press('\r');
    await vi.waitFor(() => expect(session.asked).toEqual([['answer', 'q1', { kind: 'chosen', choice: 1 }]]));
    session.emit({ type: 'question_answered', id: 'q1', answer: { kind: 'chosen', choice: 1 } });
    await vi.waitFor(() => expect(store.getState().ui.questionChoice).toBe(0));
  });

  test('is answered by the user’s own keys, which it shows', async () => {
    const { terminal, session, shows } = await open({ keys: { 'answer once': ['ctrl+y'], 'answer no': ['f9'] } });
    session.emit(question);
    await shows(/1 Yes \(ctrl\+y\)[^]*No, and tell the model what to do instead \(f9\)/);
    terminal.type('\x19');
    await vi.waitFor(() => expect(session.asked).toEqual([['answer', 'q1', { kind: 'once' }]]));
  });

  test.each([
    { columns: 120, rows: 40 },
    { columns: 60, rows: 30 },
    { columns: 40, rows: 30 },
  ])('lists every answer in $columns columns', async (size) => {
    const { session, shows } = await open(size);
    session.emit(question);
    await shows(/› 1 Yes \(y\)/);
    await shows(/2 Yes, for this session(?:: every command)? \(s\)/);
    await shows(/3 No, and tell the model .*\(n\)/);
    await shows('for this session: every command');
  });

  test('names every answer in one line where there is no room for a list', async () => {
    const { session, shows } = await open({ columns: 60, rows: 16 });
    session.emit(question);
    await shows('y yes      s for this session      n no');
    await shows('for this session: every command');
  });

  test('is answered by the arrows and Enter, and by a number', async () => {
    const { terminal, session, shows } = await open();
    session.emit(question);
    await shows(/› 1 Yes \(y\)/);
    terminal.type('\x1b[B');
    await shows(/› 2 Yes, for this session/);
    await terminal.press('\r');
    await vi.waitFor(() => expect(session.asked).toEqual([['answer', 'q1', { kind: 'session' }]]));
    await terminal.press('3');
    await shows('Tell the model what to do instead (optional)');
  });

  test('is answered with always only by Enter', async () => {
    const { terminal, session, shows } = await open();
    if (question.type !== 'question_asked') return;
    const always = { rules: ['bash(npm *)'], where: 'here' };
    session.emit({ ...question, question: { ...question.question, always } });
    await shows(/3 Yes, always: bash\(npm \*\) \(a\)/);
    await terminal.press('a');
    await shows(/› 3 Yes, always/);
    await terminal.press('3');
    expect(session.asked).toEqual([]);
    await terminal.press('\r');
    await vi.waitFor(() => expect(session.asked).toEqual([['answer', 'q1', { kind: 'always' }]]));
  });

  test('is declined by Esc, and a second Esc interrupts the turn', async () => {
    const clock = { now: 60_000 };
    const { terminal, session, shows } = await open({ now: () => clock.now });
    session.emit(question);
    await shows(/› 1 Yes \(y\)/);
    terminal.type('\x1b');
    await vi.waitFor(() => expect(session.asked).toEqual([['answer', 'q1', { kind: 'no', word: '' }]]));
    clock.now += 500;
    terminal.type('\x1b');
    await vi.waitFor(() => expect(session.asked).toContainEqual(['interrupt']));
  });

  test('is not answered by a letter of a draft that begins beside it', async () => {
    const clock = { now: 60_000 };
    const { terminal, session, store, shows, hides } = await open({ now: () => clock.now });
    session.emit(question);
    await shows('No, and tell the model');
    for (const letter of 'what') await terminal.press(letter);
    await shows(/clear your draft to answer[^]*what/);
    clock.now += 5_000;
    await terminal.press('a');
    await vi.waitFor(() => expect(store.getState().ui.editor.text).toBe('whata'));
    expect(session.asked).toEqual([]);
    terminal.type('\x03');
    await hides('whata');
    await shows('No, and tell the model');
    await terminal.press('y');
    await vi.waitFor(() => expect(session.asked).toEqual([['answer', 'q1', { kind: 'once' }]]));
  });
});

describe('tasks that wait', () => {
  const waiting = (id: string, waitsFor: readonly string[]): AgentEvent => ({
    type: 'task_started',
    task: { ...tests, id, spec: { ...tests.spec, label: id }, status: { phase: 'queued', since: 1_000, waitsFor } },
  });
  const events = [...story, waiting('first', []), waiting('second', []), waiting('deploy', ['77b0e1d4'])];

  test('are counted and say for what', async () => {
    const { shows } = await open({ events });
    await shows(/TASKS +2 running · 3 waiting · 1 ✓/);
    await shows('waits for a free place, next');
    await shows('waits for a free place, 2nd');
    await shows('waits for npx vitest run');
  });

  test('are not said to go on when the program quits', async () => {
    const { terminal, shows } = await open({ events });
    terminal.type('\x04');
    await shows('2 tasks are still running.  3 wait in the queue. They will not start when you quit.');
  });
});

describe('a task in the pane', () => {
  test('that runs inside the program is not offered to be paused', async () => {
    const { terminal, session, shows, hides } = await open();
    terminal.type('\t');
    await shows('p pause');
    session.emit({
      type: 'task_changed',
      task: { ...server, spec: { ...server.spec, hosted: { kind: 'agent' } } },
    });
    await hides('p pause');
    await shows('x stop');
  });

  test('is paused and resumed by p, and run again by r', async () => {
    const clock = { now: 60_000 };
    const { terminal, session, shows } = await open({ now: () => clock.now });
    terminal.type('\t');
    await shows('p pause');
    await terminal.press('p');
    await vi.waitFor(() => expect(session.asked).toEqual([['pauseTask', server.id]]));
    session.emit({
      type: 'task_changed',
      task: { ...server, status: { phase: 'paused', startedAt: 1_000, since: 2_000 } },
    });
    await shows(/TASKS +1 running · 1 paused · 1 ✓/);
    await shows('p resume');
    await terminal.press('p');
    await vi.waitFor(() => expect(session.asked).toContainEqual(['resumeTask', server.id]));
    await terminal.press('r');
    await shows('npm run dev is still running. Start it a second time? enter or y to confirm');
    clock.now += 250;
    await terminal.press('\r');
    await vi.waitFor(() => expect(session.asked).toContainEqual(['rerunTask', server.id]));
  });
});

describe('the pane of tasks', () => {
  const columnOf = async ({ terminal }: { readonly terminal: OpenScreen['terminal'] }) =>
    (await terminal.rows())[2]?.indexOf('│');

  test('grows and shrinks by + and -', async () => {
    const screen = await open();
    screen.terminal.type('\t');
    await screen.shows('›● npm run dev');
    const before = (await columnOf(screen)) ?? 0;
    screen.terminal.type('++');
    await expect.poll(() => columnOf(screen)).toBe(before - 4);
    screen.terminal.type('-');
    await expect.poll(() => columnOf(screen)).toBe(before - 2);
  });

  test('goes below by v and back to the side, and away by alt+t from anywhere', async () => {
    const { terminal, shows, hides } = await open();
    terminal.type('\t');
    await shows('›● npm run dev');
    terminal.type('v');
    await shows(/── TASKS +2 running · 1 done ─/);
    terminal.type('v');
    await hides('── TASKS');
    terminal.type('\x1bt');
    await hides('TASKS');
    await shows(/~\/shop .* 2 running · 1 done/);
    terminal.type('draft');
    await shows('› draft');
    terminal.type('\t');
    await shows('↑↓');
    terminal.type('\x1bt');
    await shows('TASKS');
  });

  test('shows what tasks use, and asks for it only while it is seen', async () => {
    const { terminal, session, shows, hides } = await open();
    await shows('TASKS');
    await vi.waitFor(() => expect(session.usageListeners()).toBe(1));
    session.use(new Map([[server.id, { pid: 4711, processes: 3, memory: 340_000_000, cpu: 0.12 }]]));
    await shows('12 % cpu  340 MB');
    terminal.type('\x1bt');
    await hides('TASKS');
    await vi.waitFor(() => expect(session.usageListeners()).toBe(0));
  });

  test('folds what ended a while ago, until e shows it', async () => {
    const clock = { now: 60_000 };
    const { terminal, session, shows, hides } = await open({ now: () => clock.now });
    await shows('✓ npm install');
    clock.now = 600_000;
    session.emit({ type: 'task_output', id: server.id, output: { size: 3_000, lastLine: 'GET /' } });
    await shows('1 ended earlier · e shows them');
    await hides('✓ npm install');
    terminal.type('\t');
    await shows('›● npm run dev');
    terminal.type('e');
    await shows('✓ npm install');
  });
});

describe('quitting', () => {
  test('with tasks running asks, and esc stays', async () => {
    const { terminal, quits, shows, hides } = await open();
    terminal.type('\x04');
    await shows('2 tasks are still running.');
    terminal.type('\x1b');
    await hides('2 tasks are still running.');
    expect(quits).toEqual([]);
  });

  test.each([
    { key: 'k', becomes: 'keep' },
    { key: 's', becomes: 'stop' },
  ])('$key: $becomes', async ({ key, becomes }) => {
    const clock = { now: 60_000 };
    const { terminal, quits, shows } = await open({ now: () => clock.now });
    // It works: the first press interrupts, and the fake session works on.
    for (let presses = 0; presses < 3; presses += 1) terminal.type('\x03');
    await shows('2 tasks are still running.');
    clock.now += 999;
    await terminal.press(key);
    await shows(`That was just asked: press ${key} again to answer.`);
    expect(quits).toEqual([]);
    clock.now += 300;
    await terminal.press(key);
    await vi.waitFor(() => expect(quits).toEqual([becomes]));
  });

  test('goes by the user’s own keys, which are shown', async () => {
    const clock = { now: 60_000 };
    const own = { 'quit keeping': ['b'], cancel: ['f9'] };
    const { terminal, quits, shows } = await open({ now: () => clock.now, keys: own });
    terminal.type('\x04');
    await shows(/b keep them running .* s stop them and quit .* f9 stay/);
    clock.now += 1_000;
    await terminal.press('k');
    await terminal.press('b');
    await vi.waitFor(() => expect(quits).toEqual(['keep']));
  });
});

describe('the timeline', () => {
  test('opens by one key, is zoomed and panned, leads to a log and back', async () => {
    const { terminal, shows } = await open();
    await shows('.env');
    terminal.type('\u0014');
    await shows(/one after the other/);
    await shows(/npm run dev +.*▶/);
    terminal.type('+');
    await shows(/esc back.*zoom out/);
    await terminal.press('\r');
    await shows(/› follow|follow/);
    terminal.type('\u001B');
    await shows(/one after the other/);
    terminal.type('\u001B');
    await shows(/^ meanwhile/);
  });
});
