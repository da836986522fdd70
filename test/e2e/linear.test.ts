import { execa } from 'execa';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { createPlace, PROGRAM } from '../fixtures/program.ts';
import { test } from './program-test.ts';

describe.concurrent('without a screen (FIELD S6)', () => {
  test('every event is a line, and nothing but text is written', async ({ start }) => {
    const { program, send } = await start({ args: ['--linear', '--permissions', 'all'] });
    await send('&sleep 1');
    await program.waitFor(/Task \w+, sleep 1, ended after [\d.]+ s: exit 0\./);
    await program.waitFor(/Model: Task \w+ completed/);
    await program.waitFor('Ready.');
    await send('/tasks');
    await program.waitFor(/\w+, sleep 1: ended, exit 0\./);
    await send('/quit');
    expect(await program.exit()).toEqual({ code: 0, signal: null });
    expect(program.screen()).toMatch(/Resume this session with: /);
    expect(program.output()).not.toMatch(/[\u0000-\u0009\u000B\u000C\u000E-\u001F]/);
  });

  test('a question is answered by words', async ({ start }) => {
    const { program, place, send } = await start({ args: ['--linear'] });
    await send('create a.txt with "one"');
    await program.waitFor(/Question: Write this file\?[^]*Answer yes/);
    await send('perhaps');
    await program.waitFor(/perhaps\s+(?:> )?Answer yes/);
    await send('yes');
    await program.waitFor(/Tool wrote a\.txt[^]*Ready\./);
    expect(await readFile(join(place.project, 'a.txt'), 'utf8')).toContain('one');
  });

  test('/stop interrupts the model, ctrl+c asks what is to become of tasks', async ({ start }) => {
    const { program, send } = await start({ args: ['--linear', '--permissions', 'all'] });
    await send('&sleep 300');
    await program.waitFor(/Task \w+, sleep 300, started\./);
    await send('run "sleep 200"');
    await program.waitFor('The model runs: sleep 200');
    await send('/stop');
    await program.waitFor(/Interrupted[^]*Ready\./);
    program.key('ctrl+c');
    // The command that was interrupted may need a moment to end.
    await program.waitFor(/tasks? still running: sleep 300.*\. Answer keep, stop or stay\./);
    await send('stop');
    expect((await program.exit()).code).toBe(0);
    expect(program.screen()).not.toMatch(/still running:\n/);
  });

  test('a dumb terminal gets it by itself', async ({ start }) => {
    const { program, send } = await start({ env: { TERM: 'dumb' } });
    await program.waitFor('Type a prompt and Enter');
    await send('/quit');
    expect((await program.exit()).code).toBe(0);
  });
});

test('lines from a pipe are taken one after the other, and tasks are waited for', async ({ onTestFinished }) => {
  const place = await createPlace();
  onTestFinished(() => place.remove());
  const { exitCode, stdout } = await execa(process.execPath, [PROGRAM, '--linear', '--permissions', 'all'], {
    cwd: place.project,
    env: place.env,
    extendEnv: false,
    input: '!echo one\nrun "echo two" in the background\n',
  });
  expect(exitCode).toBe(0);
  const order = ['Command done: echo one', 'You: run "echo two"', 'ended after', 'Ready.', 'Resume this session'];
  expect(stdout).toMatch(new RegExp(order.join('[^]*')));
});
