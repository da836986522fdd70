/** The key is used and nowhere to be found. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { call, say } from '../fixtures/api-replies.ts';
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
    // Keys that follow Enter at once would be taken for a paste.
    await program.waitFor(/● sleep 20/);
    await send('how are you?');
    await program.waitFor('hello there');
    expect(api.requests.at(-1)?.headers).toMatchObject({ 'x-canary': CANARY });
    const own = (await environments()).find(({ pid }) => pid === program.pid);
    expect(own?.text).toContain('SHOWN=stays');
    expect((await environments()).filter(({ text }) => text.includes(CANARY))).toEqual([]);
  },
);

test.runIf(process.platform === 'linux')(
  'a key of apiKeyHelper is sent, and stands neither in an environment nor on the disk',
  async ({ start, startApi }) => {
    const folder = await mkdtemp(join(tmpdir(), 'meanwhile-helper-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const api = await startApi([call('bash', { command: 'env; sleep 0.1' }), say('hello there')]);
    await mkdir(join(folder, 'meanwhile'));
    // Put together by the command, so that the settings file does not hold it.
    const helper = `printf '%s-%s' ${CANARY.slice(0, 6)} ${CANARY.slice(7)}`;
    await writeFile(join(folder, 'meanwhile', 'settings.json'), JSON.stringify({ apiKeyHelper: helper }));
    const env = { ANTHROPIC_BASE_URL: api.url, XDG_CONFIG_HOME: folder };
    const { program, place, send } = await start({ env });
    await send('hi');
    await program.waitFor('hello there');
    expect(api.requests.at(-1)?.headers.authorization).toBe(`Bearer ${CANARY}`);
    expect(JSON.stringify(api.requests.map(({ body }) => body))).not.toContain(CANARY);
    expect((await environments()).filter(({ text }) => text.includes(CANARY))).toEqual([]);
    const files = (await readdir(place.state, { recursive: true, withFileTypes: true })).filter((file) =>
      file.isFile(),
    );
    const texts = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')));
    expect(texts.filter((text) => text.includes(CANARY))).toEqual([]);
  },
);
