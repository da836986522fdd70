import { describe, expect, vi } from 'vitest';
import { call, say } from '../fixtures/api-replies.ts';
import { markedProcesses } from '../fixtures/marked-processes.ts';
import { PATIENCE, test } from './program-test.ts';

describe.concurrent('a task', () => {
  test('that is stopped from the pane leaves no process behind (FIELD P1, P2)', async ({ start }) => {
    const { program, send, answer } = await start();
    const before = await markedProcesses(program.mark);
    await send(`&trap '' TERM; sleep 300 & setsid sleep 301 & echo printed; wait`);
    await program.waitFor('1 running');
    await program.waitFor('printed');
    expect((await markedProcesses(program.mark)).length).toBeGreaterThan(before.length + 2);

    program.key('tab');
    await program.waitFor('x stop');
    program.type('x');
    await program.waitFor('enter or y to confirm');
    await answer('y');
    await program.waitFor(/stopped by the user/);
    await vi.waitFor(async () => expect(await markedProcesses(program.mark)).toEqual(before), PATIENCE);
  });

  test('shows what it prints, and its whole log when asked', async ({ start }) => {
    const { program, send } = await start();
    await send('&i=0; while i=$((i + 1)); do echo line $i; sleep 0.02; done');
    await program.waitFor(/line \d+\b[^]* \d+ k?B/);

    program.key('tab', 'enter');
    await program.waitFor(/following ▼/);
    const first = await program.waitFor(/ {2}line \d+$/m);
    await program.waitFor((screen) => screen !== first && /following ▼/.test(screen));
    program.type('g');
    await program.waitFor(/^ +1 {2}line 1$/m);
    await program.waitFor((screen) => !screen.includes('following'));
    program.type('f');
    await program.waitFor(/following ▼/);
    program.key('escape');
    await program.waitFor('TASKS');
  });

  test('starts as a foreground command and goes to the background by a key', async ({ start, startApi }) => {
    const api = await startApi([
      call('bash', { command: 'sleep 1; echo late' }),
      say('It goes on.'),
      say('It is there.'),
    ]);
    const { program, send } = await start({ api });
    await send('go');
    await program.waitFor(/● run +sleep 1; echo late/);
    await program.waitFor('1 running');
    program.key('ctrl+b');
    await program.waitFor('It goes on.');
    await program.waitFor('It is there.');
    expect(JSON.stringify(api.requests[1]?.body.messages.at(-1))).toContain('moved it to the background');
    expect(JSON.stringify(api.requests[2]?.body.messages.at(-1))).toMatch(/\[bg:[0-9a-f]{8}\] completed.*late/);
  });

  test('is started by the user with &, and the model is told of its end', async ({ start, startApi }) => {
    const api = await startApi([say('I see.')]);
    const { program, send } = await start({ api });
    await send('&echo by hand');
    await program.waitFor('I see.');
    expect(JSON.stringify(api.requests[0]?.body.messages)).toMatch(/\[bg:[0-9a-f]{8}\] completed.*by hand/);
    expect(api.requests).toHaveLength(1);
  });

  test('is not made of a command of the user with !, which the model knows at the next call', async ({
    start,
    startApi,
  }) => {
    const api = await startApi([say('I see.')]);
    const { program, send } = await start({ api });
    await send('!echo $((20 + 22))');
    await program.waitFor(/^ +42/m);
    await program.waitFor('ready');
    expect(api.requests).toHaveLength(0);
    await send('what was it?');
    await program.waitFor('I see.');
    expect(JSON.stringify(api.requests[0]?.body.messages)).toMatch(/echo \$\(\(20 \+ 22\)\).*42/);
  });

  test('stands still and goes on by p, and runs again by r', async ({ start }) => {
    const { program, send, answer } = await start();
    await send('&sleep 300');
    await program.waitFor('1 running');
    program.key('tab');
    await program.waitFor('p pause');
    program.type('p');
    await program.waitFor('1 paused');
    await program.waitFor('p resume');
    program.type('p');
    await program.waitFor('1 running');
    program.type('r');
    await program.waitFor('Start it a second time?');
    await answer('y');
    await program.waitFor('2 running');
  });

  test('has more room by + and less by -, at the side and below', async ({ start }) => {
    const { program, send } = await start();
    for (const n of [1, 2, 3, 4, 5]) {
      await send(`&sleep 30${n}`);
      await program.waitFor(`${n} running`);
    }
    program.key('tab');
    await program.waitFor('x stop');
    const side = (screen: string) => screen.split('\n')[0]?.indexOf('│') ?? -1;
    const at = side(program.screen());
    program.type('++');
    await program.waitFor((screen) => side(screen) === at - 4);
    program.type('-');
    await program.waitFor((screen) => side(screen) === at - 2);
    program.type('v');
    await program.waitFor((screen) => /^── TASKS/m.test(screen) && /sleep 305/.test(screen));
    program.type('--');
    await program.waitFor('↓ 3 more');
    program.type('+');
    await program.waitFor('↓ 2 more');
    program.type('v');
    await program.waitFor((screen) => side(screen) === at - 2);
  });
});
