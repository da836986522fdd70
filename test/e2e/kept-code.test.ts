/** The code that V8 compiled is kept from one run of the screen to the next (`scripts/build/launcher.ts`). */
import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { call, say } from '../fixtures/api-replies.ts';
import { startHeldPages } from '../fixtures/held-pages.ts';
import { resultsIn } from '../fixtures/open-session.ts';
import type { Place } from '../fixtures/program.ts';
import { test, type Started } from './program-test.ts';

const folderOf = ({ env }: Place) => join(env['XDG_CACHE_HOME'] ?? '', 'meanwhile', 'compiled');
const kept = (place: Place) => readdir(folderOf(place)).catch(() => []);

async function leaveAfterAWhile({ program, send }: Pick<Started, 'program' | 'send'>, word = 'first'): Promise<void> {
  await send(`!sleep 2; printf %s over- ${word}`);
  await program.waitFor(`over-${word}`);
  await program.waitFor((screen) => !screen.includes('interrupts'));
  program.key('ctrl+d');
  expect((await program.exit()).code).toBe(0);
}

describe.concurrent('compiled code', () => {
  test('is kept when a screen is left, for its user alone, and that of other versions goes', async ({ start }) => {
    const { program, place, send } = await start();
    await mkdir(folderOf(place), { recursive: true });
    await writeFile(join(folderOf(place), 'program-OF-AN-OLDER-VERSION.cjs-v20.0.0-x64'), '');
    await leaveAfterAWhile({ program, send });
    const [name = '', ...others] = await kept(place);
    expect(others).toEqual([]);
    expect(name).toMatch(/^program-[A-Z0-9]{8}\.cjs-v/);
    const { mode, mtimeMs } = await stat(join(folderOf(place), name));
    expect(mode & 0o777).toBe(0o600);

    const again = await start({ place });
    await leaveAfterAWhile(again, 'again');
    expect((await stat(join(folderOf(place), name))).mtimeMs).toBe(mtimeMs);
  });

  test('does all that fresh code does, also what is loaded when it is asked for', async ({
    start,
    startApi,
    onTestFinished,
  }) => {
    const pages = await startHeldPages((open) => open.forEach((page) => page.answer('a page of words')));
    onTestFinished(pages.close);
    const api = await startApi([call('web_fetch', { url: pages.origin }), say('I have read it.')]);
    const { program, place, send } = await start();
    await leaveAfterAWhile({ program, send });
    expect(await kept(place)).toHaveLength(1);
    const settings = join(place.env['XDG_CONFIG_HOME'] ?? '', 'meanwhile');
    await mkdir(settings, { recursive: true });
    await writeFile(join(settings, 'settings.json'), JSON.stringify({ allow: [`web_fetch(${pages.origin}/*)`] }));

    const again = await start({ api, place });
    await again.send('read the page');
    await again.program.waitFor('I have read it.');
    expect(resultsIn(api.requests[1])).toMatchObject([{ text: expect.stringContaining('a page of words') }]);
  });

  // A disk that lost its power may hold zeros where something was written.
  test('that is damaged hurts nobody, and is replaced', async ({ start }) => {
    const { program, place, send } = await start();
    await leaveAfterAWhile({ program, send });
    const [name = ''] = await kept(place);
    const file = join(folderOf(place), name);
    const damaged = await readFile(file);
    damaged.fill(0, damaged.length / 2);
    await writeFile(file, damaged);

    const again = await start({ place });
    await leaveAfterAWhile(again, 'again');
    expect((await readFile(file)).equals(damaged)).toBe(false);
  });

  // Any code of the same length of source would do for V8.
  test('of another program is not run, although it is whole', async ({ start }) => {
    const { program, place, send } = await start();
    await leaveAfterAWhile({ program, send });
    const [name = ''] = await kept(place);
    const file = join(folderOf(place), name);
    const code = (await readFile(file)).subarray(32);
    const forged = Buffer.concat([createHash('sha256').update(code).digest(), code]);
    await writeFile(file, forged);

    const again = await start({ place });
    await leaveAfterAWhile(again, 'again');
    expect((await readFile(file)).equals(forged)).toBe(false);
  });

  test('is neither taken from nor kept in a folder that others can write', async ({ start }) => {
    const { program, place, send } = await start();
    await mkdir(folderOf(place), { recursive: true });
    await chmod(folderOf(place), 0o777);
    await leaveAfterAWhile({ program, send });
    expect(await kept(place)).toEqual([]);
  });

  test('is not looked for in the project, whatever a variable says', async ({ start }) => {
    const { program, place, send } = await start({ env: { XDG_CACHE_HOME: 'cache' } });
    await leaveAfterAWhile({ program, send });
    expect(await readdir(place.project)).not.toContain('cache');
    expect(await readdir(join(place.env['HOME'] ?? '', '.cache', 'meanwhile', 'compiled'))).toHaveLength(1);
  });
});
