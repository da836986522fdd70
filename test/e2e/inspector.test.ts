import { describe, expect, vi } from 'vitest';
import { call, say } from '../fixtures/api-replies.ts';
import { PATIENCE, test } from './program-test.ts';

describe.concurrent('a task', () => {
  test('that has a terminal shows its screen, and its lines by v', async ({ start, startApi }) => {
    const command = `printf 'begin\\n\\033[2J\\033[3;5Hdrawn here'; sleep 600`;
    const api = await startApi([call('background_run', { command, pty: true }), say('It runs.')]);
    const { program, send, answer } = await start({ api });
    await send('draw');
    await program.waitFor('It runs.');
    program.key('tab');
    await program.waitFor('enter log');
    program.key('enter');
    await program.waitFor('its screen, 120x40');
    await program.waitFor(/^ {5}drawn here/m);
    expect(program.screen()).not.toMatch(/^.{0,8}begin/m);
    program.type('v');
    await program.waitFor(/1 {2}begin/);
    program.type('x');
    await program.waitFor('y to confirm');
    await answer('y');
    await program.waitFor(/failed|stopped/);
  });

  test('is chosen by a click and opened by a second one; the list goes below, away, and comes back', async ({
    start,
  }) => {
    const { program, send, answer } = await start();
    await send('&echo one; sleep 600');
    await program.waitFor(/● echo one; sleep 600/);
    const rows = () => program.screen().split('\n');
    const row = rows().findIndex((line) => /│.*● echo one/.test(line)) + 1;
    const click = `\x1b[<0;100;${row}M\x1b[<0;100;${row}m`;
    program.type(click);
    await program.waitFor('›● echo one');
    // The letters that follow a click are for the draft.
    program.key('tab');
    program.type('v');
    await program.waitFor(/─ TASKS/);
    program.type('v');
    await program.waitFor(/│ TASKS/);
    program.type('\x1bt');
    await vi.waitFor(() => expect(program.screen()).not.toContain('│ TASKS'), PATIENCE);
    program.type('\x1bt');
    await program.waitFor(/│ TASKS/);
    program.type(click);
    await program.waitFor('›● echo one');
    program.type(click);
    await program.waitFor(/1 {2}one/);
    program.type('x');
    await program.waitFor('y to confirm');
    await answer('y');
    await program.waitFor(/stopped by the user/);
  });
});
