/** A terminal that does not read: detached, stopped, or its user marks text in it. Nothing may stand still for it. */
import { describe, expect, vi } from 'vitest';
import { call, say } from '../fixtures/api-replies.ts';
import { PATIENCE, test } from './program-test.ts';

const FLOOD = Array.from({ length: 100 }, (_, n) => `${n} ${'long line of words '.repeat(5)}\n\n`);
const inRequest = (text: string) => (request: { readonly body: object }) => JSON.stringify(request.body).includes(text);

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe.concurrent('while the terminal does not read', { timeout: 120_000 }, () => {
  test('requests are made, time limits strike, and afterwards the screen is whole', async ({ start, startApi }) => {
    const api = await startApi(
      [
        [
          call('background_run', { command: 'sleep 600', timeout: 4 }),
          call('background_run', { command: 'sleep 2; exit 5' }),
        ],
        say('It begins. ', ...FLOOD, 'It ends.'),
        ...Array.from({ length: 5 }, () => say('Noted.')),
      ],
      { pace: 1 },
    );
    const { program, send } = await start({ api });
    await send('go');
    await program.waitFor('It begins');
    program.reads(false);
    await vi.waitFor(() => expect(api.requests.some(inRequest('failed: exit 5'))).toBe(true), {
      ...PATIENCE,
      timeout: 40_000,
    });
    await vi.waitFor(() => expect(api.requests.some(inRequest('time limit of 4 s'))).toBe(true), {
      ...PATIENCE,
      timeout: 40_000,
    });
    program.reads(true);
    await program.waitFor(/It ends\.[^]*Noted\.[^]*ready/, { timeout: 30_000 });
    await send('hello');
    await program.waitFor(/› hello[^]*Noted\.[^]*ready/, { timeout: 30_000 });
  });

  test('SIGTERM ends it', async ({ start, startApi }) => {
    const api = await startApi([say('It begins. ', ...FLOOD, 'It ends.')], { pace: 1 });
    const { program, send } = await start({ api });
    await send('go');
    await program.waitFor('It begins');
    program.reads(false);
    await vi.waitFor(() => expect(api.openStreams()).toBe(0), { ...PATIENCE, timeout: 40_000 });
    program.kill('SIGTERM');
    await vi.waitFor(() => expect(isThere(program.pid)).toBe(false), PATIENCE);
    program.reads(true);
    expect((await program.exit()).code).toBe(143);
  });
});
