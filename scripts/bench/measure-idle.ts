import { setTimeout as sleep } from 'node:timers/promises';
import { processorShare, residentMemory } from './cost.ts';
import { median, type Figure } from './figure.ts';
import { withProgram } from './with-program.ts';

const RUNS = 3;
const DURATION = 3000;

/** What the program costs while nothing happens. */
export async function measureIdle(): Promise<readonly Figure[]> {
  const memory: number[] = [];
  const shares: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    await withProgram({}, async ({ program }) => {
      await sleep(DURATION);
      shares.push(await processorShare(program.pid, DURATION));
      memory.push(await residentMemory(program.pid));
    });
  }
  const of = `after ${(2 * DURATION) / 1000} s, median of ${RUNS}`;
  return [
    { name: 'memory idle', value: median(memory), unit: 'MB', target: 110, of, samples: memory },
    { name: 'our CPU idle', value: median(shares), unit: '%', target: null, of, samples: shares },
  ];
}
