/** The three things to try, in the words of the README, with the built-in model and with a scripted one. */
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, vi } from 'vitest';
import type { Part, Reply } from '../fixtures/api-replies.ts';
import { call, say } from '../fixtures/api-replies.ts';
import type { ApiServer } from '../fixtures/api-server.ts';
import { createPlace } from '../fixtures/program.ts';
import { PATIENCE, test } from './program-test.ts';

const prompts = [
  {
    language: 'English',
    file: 'Run "sleep 5 && echo done" in the background, then create a file while it runs',
    sleeps: 'Start 3 background tasks: "sleep 2", "sleep 4", "sleep 6". Check their status.',
    pytest: 'Run pytest in the background and keep working on other things',
  },
  {
    language: 'French',
    file: `Exécuter "sleep 5 && echo done" en arrière-plan, puis créer un fichier pendant qu'il s'exécute`,
    sleeps: 'Démarrer 3 tâches en arrière-plan : "sleep 2", "sleep 4", "sleep 6". Vérifier leur statut.',
    pytest: "Exécuter pytest en arrière-plan et continuer à travailler sur d'autres choses",
  },
];

const scripted = {
  file: [
    call('background_run', { command: 'sleep 5 && echo done' }),
    call('write_file', { path: 'notes.md', content: 'Written while a task ran.\n' }),
  ],
  sleeps: [
    ...['sleep 2', 'sleep 4', 'sleep 6'].map((command) => call('background_run', { command })),
    call('check_background', {}),
  ],
  pytest: [call('background_run', { command: 'pytest' })],
};

describe.for(prompts)('in $language', ({ file, sleeps, pytest }) => {
  describe.for(['built-in', 'scripted'] as const)('with the %s model', (model) => {
    test.concurrent('a file is created while a command runs in the background', async ({ start, startApi }) => {
      const api = model === 'scripted' ? await startApi(follow(scripted.file)) : undefined;
      const { program, place, send } = await start(api ? { api } : {});
      await send(file);

      await program.waitFor(/● sleep 5 && echo done/);
      expect(await program.waitFor(/▾ wrote +notes\.md/)).toContain('1 running');
      expect(await readdir(place.project)).toEqual(['notes.md']);

      const screen = await program.waitFor(/completed after [\d.]+ s · told in request \d+/);
      expect(count(screen, /┄┄ [0-9a-f]{8} sleep 5 && echo done completed/g)).toBe(1);
      const told = [expect.stringMatching(/completed: exit 0 .*sleep 5 && echo done/)];
      if (api) await vi.waitFor(() => expect(noticesIn(api)).toEqual(told), PATIENCE);
    });

    test.concurrent('three commands run at the same time', async ({ start, startApi }) => {
      const api = model === 'scripted' ? await startApi(follow(scripted.sleeps)) : undefined;
      const { program, send } = await start(api ? { api } : {});
      await send(sleeps);

      await program.waitFor('3 running');
      const began = Date.now();
      await program.waitFor('3 done');
      // One after the other they take 12 s.
      expect(Date.now() - began).toBeLessThan(11_000);

      // On a slow machine the first may have ended before the model looked; then it was told by that.
      await program.waitFor((screen) => count(screen, /exit 0 · told in request \d+/g) === 3);
      const screen = await program.waitFor(/sleep 6 completed/);
      for (const command of ['sleep 4', 'sleep 6']) {
        expect(count(screen, new RegExp(`┄┄ [0-9a-f]{8} ${command} completed`, 'g'))).toBe(1);
      }
      if (api) await vi.waitFor(() => expect(noticesIn(api).length).toBeGreaterThanOrEqual(2), PATIENCE);
    });

    test.concurrent('the tests run while the conversation goes on', async ({ start, startApi }) => {
      const api = model === 'scripted' ? await startApi(follow(scripted.pytest)) : undefined;
      const place = await createPlace();
      const env = { PATH: `${await installPytest(place.project)}${delimiter}${place.env['PATH']}` };
      const { program, send } = await start({ place, env, ...(api && { api }) });
      await send(pytest);

      await program.waitFor(/● pytest/);
      await program.waitFor('ready');
      await send('!echo meanwhile $((20 + 22))');
      await program.waitFor('meanwhile 42');
      await writeFile(join(place.project, 'go-on'), '');

      await program.waitFor(/pytest completed after/);
      const told = [expect.stringContaining('3 passed')];
      if (api) await vi.waitFor(() => expect(noticesIn(api)).toEqual(told), PATIENCE);
    });
  });
});

/** First the calls, then a few words to whatever comes. */
function follow(calls: readonly Part[]) {
  return (_: unknown, n: number): Reply => (n === 1 ? [say('I begin.'), ...calls] : say(`I know, ${n}.`));
}

/** Every end of a task that the last request tells; it holds the whole conversation. */
function noticesIn({ requests }: ApiServer): readonly string[] {
  const messages = JSON.stringify(requests.at(-1)?.body.messages);
  const blocks = messages.match(/<background-results>.*?<\/background-results>/g) ?? [];
  return blocks.flatMap((block) => block.split('[bg:').slice(1));
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** A pytest that runs until there is a file `go-on`. */
async function installPytest(project: string): Promise<string> {
  const bin = join(project, 'bin');
  await mkdir(bin);
  const script = '#!/bin/sh\necho collected 3 items\nuntil [ -e go-on ]; do sleep 0.05; done\necho 3 passed in 0.42s\n';
  await writeFile(join(bin, 'pytest'), script);
  await chmod(join(bin, 'pytest'), 0o755);
  return bin;
}
