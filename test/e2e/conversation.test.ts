import { describe, expect, vi } from 'vitest';
import { gate, say, think } from '../fixtures/api-replies.ts';
import { PATIENCE, test } from './program-test.ts';

describe.concurrent('a turn', () => {
  test('ends by Esc in the middle of a stream, keeps what was said and leaves tasks alone', async ({
    start,
    startApi,
  }) => {
    const middle = gate();
    const api = await startApi([say('This much was said', middle, ' and this was not.'), say('I hear you again.')]);
    const { program, send } = await start({ api });
    await send('&sleep 300');
    await program.waitFor('1 running');
    await send('go');
    await program.waitFor('This much was said');
    program.key('escape');
    await program.waitFor('ready');
    const screen = await program.waitFor(/[Ii]nterrupted/);
    expect(screen).toContain('This much was said');
    expect(screen).toContain('1 running');
    await vi.waitFor(() => expect(api.openStreams()).toBe(0), PATIENCE);

    await send('again');
    await program.waitFor('I hear you again.');
    expect(JSON.stringify(api.requests[1]?.body.messages)).toContain('This much was said');
  });

  test('shows that the model thinks from the first moment, and for how long it did', async ({ start, startApi }) => {
    const begun = gate();
    const api = await startApi([[think('I look at the file first.', undefined, begun), say('Done.')]]);
    const { program, send } = await start({ api });
    await send('go');
    await begun.reached;
    await program.waitFor(/● thinking/);
    begun.release();
    const screen = await program.waitFor('Done.');
    expect(screen).toMatch(/▸ thought for \d+ s/);
  });

  test('takes what is typed while the model writes', async ({ start, startApi }) => {
    const middle = gate();
    const api = await startApi([say('one', middle, ' two'), say('three')]);
    const { program, send } = await start({ api });
    await send('first');
    await program.waitFor(/ one/);
    await send('second');
    await program.waitFor('1 queued');
    middle.release();
    await program.waitFor('three');
    expect(JSON.stringify(api.requests[1]?.body.messages.at(-1))).toContain('second');
  });
});

describe.concurrent('the screen', () => {
  const SIZES = [
    [120, 40],
    [60, 16],
    [250, 80],
    [80, 24],
    [200, 60],
    [61, 17],
    [100, 30],
  ] as const;

  test('fits each size of the window, also in a storm of them', async ({ start }) => {
    const { program, send } = await start();
    await send('&i=0; while i=$((i + 1)); do echo line $i; sleep 0.05; done');
    await program.waitFor('1 running');
    for (const [cols, rows] of [...SIZES, ...SIZES]) program.resize(cols, rows);
    for (const [cols, rows] of SIZES.toReversed()) {
      program.resize(cols, rows);
      await program.waitFor((screen) => isExact(screen, { cols, rows }));
    }
  });

  test('is drawn anew after a storm of sizes that ends where it began', async ({ start }) => {
    const { program, send } = await start();
    await send('&i=0; while i=$((i + 1)); do echo line $i; sleep 0.05; done');
    await program.waitFor('1 running');
    const [first] = SIZES;
    if (first === undefined) throw new Error('There are no sizes.');
    const [cols, rows] = first;
    program.resize(cols, rows);
    await program.waitFor((screen) => isExact(screen, { cols, rows }));
    for (const [otherCols, otherRows] of SIZES.toReversed()) program.resize(otherCols, otherRows);
    await program.waitFor((screen) => isExact(screen, { cols, rows }));
  });

  test('says that the window is too small, and comes back', async ({ start }) => {
    const { program } = await start();
    program.resize(30, 8);
    await program.waitFor('too small');
    program.resize(80, 24);
    await program.waitFor((screen) => isExact(screen, { cols: 80, rows: 24 }));
  });

  test('takes a paste of several lines as one prompt', async ({ start, startApi }) => {
    const api = await startApi([say('Two lines.')]);
    const { program } = await start({ api });
    program.paste('first line\nsecond line');
    await program.waitFor('second line');
    program.key('enter');
    await program.waitFor('Two lines.');
    expect(JSON.stringify(api.requests[0]?.body.messages)).toContain(String.raw`first line\nsecond line`);
  });

  test('never passes on what a command prints to drive a terminal', async ({ start }) => {
    const { program, send } = await start();
    const hostile = String.raw`printf '\033]52;c;aGVsbG8=\007\033]0;owned\007\033[2J\033[Hleft\033[?1049l\n'`;
    await send(`!${hostile}`);
    await program.waitFor(/^ +left /m);
    await send(`&${hostile}; sleep 300`);
    await program.waitFor('1 running');
    program.key('tab', 'enter');
    await program.waitFor(/1 {2}left/);
    expect(program.output()).not.toMatch(/\x1b\]52|\x1b\]0;owned|\x1b\[2J\x1b\[H(left)?/);
    expect(program.onAlternateScreen()).toBe(true);
  });
});

/** Every rule reaches the right edge, the first row is the header, the last one has the keys. */
function isExact(screen: string, { cols, rows }: { cols: number; rows: number }): boolean {
  const lines = screen.split('\n');
  const rules = lines.filter((line) => /^─{20}/.test(line));
  return (
    lines.length === rows &&
    /^ meanwhile/.test(lines[0] ?? '') &&
    rules.length >= 2 &&
    rules.every((line) => line.length === cols) &&
    lines.at(-1)?.trim() !== ''
  );
}
