import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { say } from '../../test/fixtures/api-replies.ts';
import { median, type Figure } from './figure.ts';
import { withProgram } from './with-program.ts';

const RUNS = 9;

/** From the last thing a command does to the model's request that tells its end. */
export function measureNotice(): Promise<readonly Figure[]> {
  return withProgram({ script: (_, n) => say(`seen ${n}`) }, async ({ api, place, program, send }) => {
    const samples: number[] = [];
    for (let run = 1; run <= RUNS; run++) {
      await send(`&sleep 0.3; date +%s%3N > ended-${run}`);
      const { at } = await api.waitForRequest(run);
      samples.push(at - Number(await readFile(join(place.project, `ended-${run}`), 'utf8')));
      await program.waitFor(`seen ${run}`);
    }
    const of = `median of ${RUNS}`;
    return [{ name: 'task end → request', value: median(samples), unit: 'ms', target: 150, of, samples }];
  });
}
