import { describe, expect, vi } from 'vitest';
import { PATIENCE, test } from './program-test.ts';

const FOCUS_LOST = '\x1b[O';

describe.concurrent('the terminal around the screen', () => {
  test('has a title that says what goes on, and gets its own back', async ({ start }) => {
    const { program, send, answer } = await start();
    const ours = /\x1b\[22;2t[^]*\x1b\]2;project - meanwhile\x07/;
    await vi.waitFor(() => expect(program.output()).toMatch(ours), PATIENCE);
    await send('&sleep 300');
    await program.waitFor('1 running');
    await vi.waitFor(() => expect(program.output()).toContain('\x1b]2;project - meanwhile - 1 task\x07'), PATIENCE);
    program.key('ctrl+d');
    await program.waitFor('is still running');
    await answer('s');
    await program.exit();
    expect(program.output()).toMatch(/\x1b\[23;2t/);
    expect(program.output().lastIndexOf('\x1b[?1004l')).toBeGreaterThan(program.output().lastIndexOf('\x1b[?1004h'));
  });

  test('is called to when it has no focus and a task ends, and only then', async ({ start }) => {
    const { program, send } = await start({ args: ['--permissions', 'all', '--wake', 'off'] });
    await program.waitFor('ready');
    await send('&true');
    await program.waitFor('1 done');
    expect(bells(program.output())).toBe(0);
    program.type(FOCUS_LOST);
    await send('&sleep 1');
    await vi.waitFor(() => expect(bells(program.output())).toBe(1), PATIENCE);
  });
});

/** Those that end no sequence. */
function bells(output: string): number {
  return output.replace(/\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)/g, '').split('\x07').length - 1;
}
