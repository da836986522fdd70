import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, vi } from 'vitest';
import { call, say } from '../fixtures/api-replies.ts';
import { createPlace } from '../fixtures/program.ts';
import { PATIENCE, test } from './program-test.ts';

test('a command that asks is noticed, and answered by the user (FIELD P6)', async ({ start, startApi }) => {
  const api = await startApi([
    call('background_run', {
      command: 'printf "Password: "; stty -echo; read -r word; echo; echo "it has ${#word}"; sleep 600',
      pty: true,
      stdin: true,
      notify_on: ['it has \\d+'],
    }),
    say('It runs.'),
    say('It asks for a password: type it into the task.'),
    say('It has it.'),
  ]);
  const place = await createPlace();
  const settings = path.join(place.env['XDG_CONFIG_HOME'] ?? '', 'meanwhile');
  await mkdir(settings, { recursive: true });
  await writeFile(path.join(settings, 'settings.json'), '{"silenceSeconds": 1}');
  const { program, send } = await start({ api, place });
  await send('log in');
  await program.waitFor('seems to wait for input, s answers');
  await program.waitFor('It asks for a password');
  program.key('tab');
  await program.waitFor('s type into it');
  program.type('s');
  await program.waitFor('ctrl+d end its input');
  program.type('secret');
  await program.waitFor('› ••••••');
  program.key('enter');
  await program.waitFor('It has it.');
  const told = (request: number) => JSON.stringify(api.requests[request]?.body.messages.at(-1));
  await vi.waitFor(() => expect(api.requests).toHaveLength(4), PATIENCE);
  expect(told(2)).toMatch(/seems to wait for input: it printed nothing for 1 s after \\"Password:\\"/);
  expect(told(3)).toContain('matched /it has \\\\d+/: it has 6');
  expect(JSON.stringify(api.requests.map(({ body }) => body.messages))).not.toContain('secret');
});
