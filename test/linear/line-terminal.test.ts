import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { openLineTerminal } from '../../src/linear/line-terminal.ts';

test('lines that were typed ahead get one prompt behind all that is said of them', async () => {
  const stdin = new PassThrough();
  const stdout = new PassThrough({ encoding: 'utf8' });
  let written = '';
  stdout.on('data', (text: string) => (written += text));
  const terminal = openLineTerminal({
    stdin,
    stdout,
    interactive: true,
    shown: (text) => text,
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
  await terminal.close();
});
