import { setTimeout as sleep } from 'node:timers/promises';
import { processorShare } from './cost.ts';
import { sizeOnDisk } from './size-on-disk.ts';
import { median, type Figure } from './figure.ts';
import { withProgram } from './with-program.ts';

const RUNS = 5;
const DURATION = 3000;
const MEBIBYTE = 1024 * 1024;

/** What a task that prints as fast as it can costs the program, and the disk. */
export function measureFlood(): Promise<readonly Figure[]> {
  return withProgram({}, async ({ program, place, send }) => {
    await send('&yes');
    await program.waitFor('1 running');
    await sleep(DURATION);
    const shares: number[] = [];
    const sizes: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      shares.push(await processorShare(program.pid, DURATION));
      sizes.push((await sizeOnDisk(place.state)) / MEBIBYTE);
    }
    const of = `${RUNS} times ${DURATION / 1000} s of yes`;
    return [
      { name: 'our CPU while a task floods', value: median(shares), unit: '%', target: 5, of, samples: shares },
      {
        name: 'its log on disk',
        value: Math.max(...sizes),
        unit: 'MiB',
        target: 80,
        of: 'largest seen',
        samples: sizes,
      },
    ];
  });
}
