import { setTimeout as sleep } from 'node:timers/promises';
import { residentMemory } from './cost.ts';
import type { Figure } from './figure.ts';
import { sizeOnDisk } from './size-on-disk.ts';
import { withProgram } from './with-program.ts';

const BYTES = 3_000_000_000;
const MEBIBYTE = 1024 * 1024;

/** What is left of a task that prints 3 GB, and what it takes of our memory. */
export function measureBig(): Promise<readonly Figure[]> {
  return withProgram({}, async ({ program, place, send }) => {
    await sleep(3_000);
    const before = await residentMemory(program.pid);
    const memory: number[] = [];
    const disk: number[] = [];
    await send(`&yes all work and no play | head -c ${BYTES}`);
    await program.waitFor('1 running');
    while (program.screen().includes('1 running')) {
      memory.push(await residentMemory(program.pid));
      disk.push((await sizeOnDisk(place.state)) / MEBIBYTE);
      await sleep(200);
    }
    await program.waitFor('1 done', { timeout: 60_000 });
    disk.push((await sizeOnDisk(place.state)) / MEBIBYTE);
    const more = Math.max(...memory) - before;
    const of = 'a task that prints 3 GB';
    return [
      { name: 'its log on disk', value: Math.max(...disk), unit: 'MiB', target: 64, of, samples: disk },
      { name: 'our memory, more than before', value: more, unit: 'MB', target: 30, of, samples: memory },
    ];
  });
}
