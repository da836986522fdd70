/** Tasks and sessions outlive the program, and the next start takes them up (FIELD P1, P9, D1). */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { call, say, type Reply } from '../fixtures/api-replies.ts';
import type { Script } from '../fixtures/api-server.ts';
import { startHeldPages } from '../fixtures/held-pages.ts';
import { createPlace, openProgram } from '../fixtures/program.ts';
import { resultsIn, toldIn, userText } from '../fixtures/open-session.ts';
import { test } from './program-test.ts';

/** Prints a number every tenth of a second until the file `go` is there. */
const COMMAND = 'n=0; until [ -e go ]; do n=$((n+1)); echo tick $n; sleep 0.1; done; echo the end; exit 3';
const AGAIN = ['--permissions', 'all', '--continue'];

const script: Script = ({ messages }): Reply =>
  messages.length === 1 && JSON.stringify(messages).includes('start')
    ? [say('It ticks.'), call('background_run', { command: COMMAND, label: 'clock' })]
    : say(`I have read ${messages.length} messages.`);

describe.concurrent('after', () => {
  test('kill -9 and --continue a task is still streaming, the model is told that, and its end once (FIELD D6, P9)', async ({
    start,
    startApi,
  }) => {
    const api = await startApi(script);
    const first = await start({ api });
    await first.send('start the clock');
    await first.program.waitFor(/tick \d/);
    // What is still being written is not in the record yet.
    await first.program.waitFor(/I have read 3 messages\.[^]*ready/);
    first.program.kill('SIGKILL');
    await first.program.exit();

    const { program, send } = await start({ api, place: first.place, args: AGAIN });
    const screen = await program.waitFor(/● clock[^]*tick (\d+)/);
    expect(screen).toMatch(/› start the clock[^]*It ticks\.[^]*background +clock[^]*I have read 3 messages\./);
    const ticks = ticksOn(screen);
    await program.waitFor((later) => ticksOn(later) > ticks);
    await send('how is it?');
    const table = /<background-tasks>\n\[bg:[0-9a-f]{8}\] running for .* · clock: n=0/g;
    expect(userText(await api.waitForRequest(3)).match(table)).toHaveLength(1);
    await program.waitFor('I have read 5 messages.');
    await writeFile(join(first.place.project, 'go'), '');
    await program.waitFor(/clock failed after [\d.]+ s · told in request 4/);
    await program.waitFor(/I have read 7 messages\.[^]*ready/);
    program.kill('SIGKILL');
    await program.exit();

    const third = await start({ api, place: first.place, args: AGAIN });
    await third.program.waitFor(/exit 3[^]*told in request 4/);
    await third.send('and now?');
    await third.program.waitFor('I have read 9 messages.');
    const last = await api.waitForRequest(5);
    expect(toldIn(last)).toHaveLength(1);
    expect(userText(last).match(table)).toHaveLength(1);
  });

  test('kill -9 amid three calls each has its own result or the word that the program ended, and the end comes once', async ({
    start,
    startApi,
    onTestFinished,
  }) => {
    const pages = await startHeldPages();
    onTestFinished(pages.close);
    const calls = [
      call('web_fetch', { url: pages.origin }, { id: 'toolu_page' }),
      call('bash', { command: 'echo quick as a flash' }, { id: 'toolu_quick' }),
      call('bash', { command: COMMAND }, { id: 'toolu_clock' }),
    ];
    const api = await startApi(({ messages }) => (messages.length === 1 ? calls : say(`Read ${messages.length}.`)));
    const place = await createPlace();
    onTestFinished(place.remove);
    const settings = join(place.env['XDG_CONFIG_HOME'] ?? '', 'meanwhile');
    await mkdir(settings, { recursive: true });
    const rules = { allow: [`web_fetch(${pages.origin}/*)`] };
    await writeFile(join(settings, 'settings.json'), JSON.stringify(rules));
    const first = await start({ api, place });
    await first.send('do all three');
    const isShown = [/tick \d/, /fetch .* running/, /ran +echo quick .*exit 0/];
    await first.program.waitFor((screen) => isShown.every((line) => line.test(screen)));
    expect(pages.open).toHaveLength(1);
    first.program.kill('SIGKILL');
    await first.program.exit();

    const { program } = await start({ api, place: first.place, args: AGAIN });
    await program.waitFor('Read 3.');
    const [page, quick, clock] = resultsIn(api.requests[1]).map(({ id, text }) => `${id} ${text}`);
    expect(page).toMatch(/^toolu_page .*The program ended before this finished\. Look at what it has done/);
    expect(quick).toMatch(/^toolu_quick .*exit 0.*quick as a flash/);
    expect(clock).toMatch(/^toolu_clock .*is background task [0-9a-f]{8}, which outlives the program/);
    await writeFile(join(first.place.project, 'go'), '');
    await program.waitFor('Read 5.');
    expect(toldIn(api.requests[2])).toEqual([/background task ([0-9a-f]{8})/.exec(clock ?? '')?.[1]]);
    expect(api.refusals).toEqual([]);
  });

  test('quitting and keeping, the farewell says how, and a fresh session shows the task and may adopt it', async ({
    start,
    startApi,
  }) => {
    const api = await startApi(script);
    const first = await start({ api });
    await first.send('start the clock');
    await first.program.waitFor('I have read 3 messages.');
    first.program.key('ctrl+d');
    await first.program.waitFor('1 task is still running.');
    await first.answer('k');
    await first.program.exit();
    expect(first.program.screen()).toMatch(
      /Resume this session with: node \S+ --resume [^]*1 task still running:[^]*clock/,
    );

    const { program } = await start({ api, place: first.place });
    await program.waitFor(/● clock[^]*from an earlier session[^]*tick \d/);
    program.key('tab');
    await program.waitFor('a adopt');
    program.type('a');
    await program.waitFor((screen) => !screen.includes('from an earlier session'));
    await writeFile(join(first.place.project, 'go'), '');
    await program.waitFor(/clock failed after [\d.]+ s · told in request 1/);
    expect(toldIn(await api.waitForRequest(3))).toHaveLength(1);
  });
});

test('a session that is open elsewhere is not opened twice, and an unknown one names those there are', async ({
  start,
  startApi,
}) => {
  const api = await startApi(script);
  const first = await start({ api });
  await first.send('start the clock');
  await first.program.waitFor('I have read 3 messages.');
  const refusal = async (args: readonly string[]) => {
    const program = openProgram(first.place, { api: api.url, args });
    expect(await program.exit()).toEqual({ code: 2, signal: null });
    return program.screen();
  };
  expect(await refusal(AGAIN)).toMatch(/Session [0-9a-f]{8} is open in another program\. Go on there/);
  expect(await refusal(['--resume', 'beef'])).toMatch(/no session beef of this folder[^]*s ago {2}start the clock/);
});

function ticksOn(screen: string): number {
  return Number(/tick (\d+)/.exec(screen)?.[1] ?? 0);
}
