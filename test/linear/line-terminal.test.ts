import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { openLineTerminal } from '../../src/linear/line-terminal.ts';

test('lines that were typed ahead get one prompt behind all that is said of them, and what is worked on none', async () => {
  const stdin = new PassThrough();
  const stdout = new PassThrough({ encoding: 'utf8' });
  let written = '';
  let working = false;
  let asked = 0;
  stdout.on('data', (text: string) => (written += text));
  const terminal = openLineTerminal({
    stdin,
    stdout,
    interactive: true,
    shown: (text) => text,
    waits: () => (asked++, !working),
    onLine: (line) => terminal.say([`heard ${line}`]),
    onEnd: () => undefined,
  });
  // A terminal hands over each line by itself.
  for (const line of ['one', 'two', 'three']) {
    stdin.write(`${line}\n`);
    await setImmediate();
    await setImmediate();
  }
  await vi.waitFor(() => expect(written).toMatch(/> $/));
  expect(written).toBe('heard one\nheard two\nheard three\n> ');
  terminal.say(['something happened']);
  await vi.waitFor(() => expect(written).toMatch(/> $/));
  expect(written).toMatch(/three\n> \nsomething happened\n> $/);
  working = true;
  const before = asked;
  terminal.say(['the model works']);
  await vi.waitFor(() => expect(asked).toBeGreaterThan(before));
  working = false;
  terminal.say(['Ready.']);
  await vi.waitFor(() => expect(written).toMatch(/the model works\nReady\.\n> $/));
  await terminal.close();
});
