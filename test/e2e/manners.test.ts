import { describe, expect, vi } from 'vitest';
import { PATIENCE, test } from './program-test.ts';

const FOCUS_LOST = '\x1b[O';

describe.concurrent('the terminal around the screen', () => {
  test('has a title that says what goes on, and gets its own back', async ({ start }) => {
    const { program, send } = await start();
    const ours = /\x1b\[22;2t[^]*\x1b\]2;project - meanwhile\x07/;
    await vi.waitFor(() => expect(program.output()).toMatch(ours), PATIENCE);
    await send('&sleep 300');
    await program.waitFor('1 running');
    await vi.waitFor(() => expect(program.output()).toContain('\x1b]2;project - meanwhile - 1 task\x07'), PATIENCE);
    program.key('ctrl+d');
    await program.waitFor('is still running');
    program.type('s');
    await program.exit();
    expect(program.output()).toMatch(/\x1b\[23;2t/);
    expect(program.output().lastIndexOf('\x1b[?1004l')).toBeGreaterThan(program.output().lastIndexOf('\x1b[?1004h'));
  });

  test('is as it was between ctrl+z and fg, whatever size it has then', async ({ start }) => {
    const { program } = await start();
    await vi.waitFor(() => expect(isOurs(program.output())).toBe(true), PATIENCE);
    program.key('ctrl+z');
    await vi.waitFor(() => expect(isOurs(program.output())).toBe(false), PATIENCE);
    await vi.waitFor(() => expect(program.onAlternateScreen()).toBe(false), PATIENCE);
    program.resize(90, 30);
    program.kill('SIGCONT');
    await vi.waitFor(() => expect(isOurs(program.output())).toBe(true), PATIENCE);
    await program.waitFor((screen) => /ready/.test(screen) && Math.max(...lengths(screen)) === 90);
    program.key('ctrl+d');
    await program.exit();
    expect(isOurs(program.output())).toBe(false);
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

/** It has our title, tells us of its focus and does not wrap lines. */
function isOurs(output: string): boolean | null {
  const isLast = (one: string, other: string) => output.lastIndexOf(one) > output.lastIndexOf(other);
  const pairs = [
    ['\x1b[22;2t', '\x1b[23;2t'],
    ['\x1b[?1004h', '\x1b[?1004l'],
    ['\x1b[?7l', '\x1b[?7h'],
  ] as const;
  const ours = pairs.filter(([on, off]) => isLast(on, off)).length;
  // Some of it alone would be a terminal that is nobody's.
  if (ours !== 0 && ours !== pairs.length) return null;
  return ours === pairs.length;
}

function lengths(screen: string): readonly number[] {
  return screen.split('\n').map((line) => line.length);
}

/** Those that end no sequence. */
function bells(output: string): number {
  return output.replace(/\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)/g, '').split('\x07').length - 1;
}
