import { execFile } from 'node:child_process';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { call, say, type Reply } from '../../test/fixtures/api-replies.ts';
import { residentMemory } from './cost.ts';
import type { Figure } from './figure.ts';
import { withProgram } from './with-program.ts';

const TASKS = 1_000;
const PATIENCE = { timeout: 180_000 };

/** So many tasks at once, each prints something, waits, prints and ends: what their start takes, and our memory. */
export function measureMany(): Promise<readonly Figure[]> {
  return withProgram({ script: (_, request) => reply(request) }, async ({ program, place, api, send }) => {
    await promisify(execFile)('mkfifo', [join(place.project, 'gate')]);
    const memory: number[] = [];
    let isOver = false;
    const watching = (async () => {
      for (; !isOver; await sleep(200)) memory.push(await residentMemory(program.pid));
    })();
    await send('go');
    const asked = await api.waitForRequest(1);
    const started = await api.waitForRequest(2);
    await program.waitFor(`${TASKS} running`, PATIENCE);
    // Whoever waits at the gate goes on when somebody opens it to write, and reads its end when it is closed.
    await (await open(join(place.project, 'gate'), 'w')).close();
    await program.waitFor((screen) => !screen.includes('running') && screen.includes('told in request'), PATIENCE);
    isOver = true;
    await watching;
    const of = `${TASKS.toLocaleString('en')} tasks at once`;
    const start = (started.at - asked.at) / TASKS;
    return [
      { name: 'start of a task', value: start, unit: 'ms', target: 10, of, samples: [start] },
      { name: 'our memory meanwhile', value: Math.max(...memory), unit: 'MB', target: 200, of, samples: memory },
    ];
  });
}

function reply(request: number): Reply {
  if (request > 1) return say('They run.');
  return Array.from({ length: TASKS }, (_, index) =>
    call('background_run', { command: `echo begin ${index}; cat gate; echo end ${index}`, timeout: 0 }),
  );
}
