import { describe, expect, vi } from 'vitest';
import type { Terminal } from '../fixtures/terminal.ts';
import { PATIENCE, test } from './program-test.ts';

/** What the program said last: whether the terminal is to report the mouse. */
const reportsMouse = (program: Terminal): boolean =>
  program.output().lastIndexOf('\x1b[?1000h') > program.output().lastIndexOf('\x1b[?1000l');

describe.concurrent('the mouse', () => {
  test('scrolls and chooses, and types nothing', async ({ start }) => {
    const { program, send } = await start();
    await send('!seq 1000 1100');
    await program.waitFor('exit 0');
    await send('!seq 2000 2100');
    await program.waitFor('2100');
    program.type('\x1b[<0;10;6M\x1b[<0;10;6m');
    await program.waitFor(/^▎/m);
    program.type('\x1b[<64;10;10M'.repeat(30));
    await program.waitFor(/^ . Ask meanwhile to do something/m);
    expect(program.screen()).not.toContain('[<');
  });

  test('is the terminal’s again on alt+m, at ctrl+z and in the end', async ({ start }) => {
    const { program } = await start();
    await program.waitFor('selects text');
    await vi.waitFor(() => expect(reportsMouse(program)).toBe(true), PATIENCE);
    program.type('\x1bm');
    await program.waitFor('mouse on');
    await vi.waitFor(() => expect(reportsMouse(program)).toBe(false), PATIENCE);
    program.type('\x1bm');
    await vi.waitFor(() => expect(reportsMouse(program)).toBe(true), PATIENCE);
    // No shell can continue it, so it goes on.
    const before = program.output().length;
    program.key('ctrl+z');
    await vi.waitFor(() => expect(program.output().slice(before)).toMatch(/\x1b\[\?1000l[^]*\x1b\[\?1000h/), PATIENCE);
    program.key('ctrl+d');
    await program.exit();
    expect(reportsMouse(program)).toBe(false);
  });

  test('is the terminal’s again after a signal', async ({ start }) => {
    const { program } = await start();
    await vi.waitFor(() => expect(reportsMouse(program)).toBe(true), PATIENCE);
    program.kill('SIGTERM');
    await program.exit();
    expect(reportsMouse(program)).toBe(false);
  });
});
