import { appendFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { recordLine } from '../../src/agent/record-line.ts';
import { EVENTS_OF_A_TURN, recordedTurn } from '../../test/fixtures/long-record.ts';
import { createPlace, openProgram, type Place } from '../../test/fixtures/program.ts';
import { residentMemory } from './cost.ts';
import { median, type Figure } from './figure.ts';

const RUNS = 5;
const EVENTS = 10_000;

/** From the start of the process to the end of a long conversation on the screen, when a session is taken up again. */
export async function measureLong(): Promise<readonly Figure[]> {
  const place = await createPlace();
  const times: number[] = [];
  const memory: number[] = [];
  try {
    await leaveLongSession(place);
    for (let run = 0; run < RUNS; run++) {
      const from = performance.now();
      const program = openProgram(place, { args: ['--continue'] });
      await program.waitFor('Done.');
      times.push(performance.now() - from);
      memory.push(await residentMemory(program.pid));
      program.key('ctrl+d');
      await program.exit();
      await program.close();
    }
  } finally {
    await place.remove();
  }
  const of = `${EVENTS.toLocaleString('en')} events, median of ${RUNS}`;
  return [
    { name: 'session taken up again', value: median(times), unit: 'ms', target: 1_000, of, samples: times },
    { name: 'memory then', value: median(memory), unit: 'MB', target: null, of, samples: memory },
  ];
}

/** A session of one program, and in its record what many turns would have left there. */
async function leaveLongSession(place: Place): Promise<void> {
  const program = openProgram(place);
  await program.waitFor('meanwhile');
  program.key('ctrl+d');
  await program.exit();
  await program.close();
  const names = await readdir(place.state, { recursive: true });
  const record = names.find((name) => name.endsWith('.jsonl')) ?? '';
  const turns = Array.from({ length: Math.ceil(EVENTS / EVENTS_OF_A_TURN) }, (_, n) => recordedTurn(n + 1));
  await appendFile(join(place.state, record), turns.flat().map(recordLine).join(''));
}
