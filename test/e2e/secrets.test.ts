/** The key is used and nowhere to be found. */
import { readdir, readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import { say } from '../fixtures/api-replies.ts';
import { test } from './program-test.ts';

const CANARY = 'canary-4711-of-the-test';

/** What the environments of all processes say, as any program of this user can read them. */
async function environments(): Promise<readonly { readonly pid: number; readonly text: string }[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  return Promise.all(
    pids.map(async (pid) => ({ pid, text: await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '') })),
  );
}

test.runIf(process.platform === 'linux')(
  'no secret stands in the environment of any process, and the key is sent all the same',
  async ({ start, startApi }) => {
    const api = await startApi([say('hello there')]);
    const { program, send } = await start({
      api,
      env: { ANTHROPIC_API_KEY: CANARY, ANTHROPIC_CUSTOM_HEADERS: `x-canary: ${CANARY}`, SHOWN: 'stays' },
    });
    await send('&sleep 20');
    await send('hi');
    await program.waitFor('hello there');
    expect(api.requests.at(-1)?.headers).toMatchObject({ 'x-canary': CANARY });
    const own = (await environments()).find(({ pid }) => pid === program.pid);
    expect(own?.text).toContain('SHOWN=stays');
    expect((await environments()).filter(({ text }) => text.includes(CANARY))).toEqual([]);
  },
);
