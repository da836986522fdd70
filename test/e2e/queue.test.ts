import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { call, say } from '../fixtures/api-replies.ts';
import { markedProcesses } from '../fixtures/marked-processes.ts';
import { createPlace } from '../fixtures/program.ts';
import { toldIn, userText } from '../fixtures/open-session.ts';
import { PATIENCE, test } from './program-test.ts';

describe.concurrent('in the program', () => {
  test('tasks wait for a place and for each other, and those that wait do not start after quitting', async ({
    start,
    startApi,
  }) => {
    const place = await createPlace();
    await writeSettings(place.env['XDG_CONFIG_HOME'], { parallel: 1 });
    const run = (command: string, more: object = {}) => call('background_run', { command, ...more });
    const api = await startApi([
      [
        run('sleep 300', { label: 'build' }),
        run('touch ran', { label: 'second' }),
        run('true', { label: 'deploy', after: ['build'] }),
      ],
      say('They wait.'),
    ]);
    const { program, send, answer } = await start({ api, place });
    await send('go');
    await program.waitFor('They wait.');
    await program.waitFor('1 running · 2 waiting');
    await program.waitFor('waits for a free place, next');
    await program.waitFor('waits for build');
    program.key('ctrl+d');
    await program.waitFor('2 wait in the queue. They will not start when you quit.');
    await answer('k');
    const { code } = await program.exit();
    expect(code).toBe(0);
    await program.waitFor(/1 task still running:\s+[0-9a-f]{8} +build/);
    await program.waitFor(/2 queued tasks were not started:/);
    await expect(readFile(join(place.project, 'ran'))).rejects.toThrow('ENOENT');

    api.enqueue(say('A pity.'));
    const again = await start({ api, place, args: ['--permissions', 'all', '--continue'] });
    await again.program.waitFor('A pity.');
    expect(toldIn(api.requests.at(-1))).toHaveLength(2);
    expect(userText(api.requests.at(-1))).toContain('skipped: the session was closed before its turn came');
  });

  test('a task is paused, resumed and run again by keys', async ({ start }) => {
    const { program, send, answer } = await start();
    await send('&echo begun; sleep 300');
    await program.waitFor('1 running');
    const sleeping = async () => {
      const pids = await markedProcesses(program.mark);
      const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')));
      return stats.flatMap((stat) => / \(sleep\) (\S)/.exec(stat)?.[1] ?? []);
    };
    await expect.poll(sleeping, PATIENCE).toEqual(['S']);
    program.key('tab');
    await program.waitFor('p pause');
    program.type('p');
    await program.waitFor('1 paused');
    expect(await sleeping()).toEqual(['T']);
    program.type('p');
    await program.waitFor('1 running');
    await expect.poll(sleeping, PATIENCE).toEqual(['S']);
    program.type('r');
    await program.waitFor('Start it a second time?');
    await answer('y');
    await program.waitFor('2 running');
    await expect.poll(sleeping, PATIENCE).toEqual(['S', 'S']);
  });
});

async function writeSettings(folder: string | undefined, settings: object): Promise<void> {
  const here = join(folder ?? '', 'meanwhile');
  await mkdir(here, { recursive: true });
  await writeFile(join(here, 'settings.json'), JSON.stringify(settings));
}
