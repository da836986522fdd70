import { setTimeout as sleep } from 'node:timers/promises';
import { createPlace, openProgram, type Place } from '../../test/fixtures/program.ts';
import { openTerminal } from '../../test/fixtures/terminal.ts';
import { median, type Figure } from './figure.ts';

const RUNS = 11;
/** Before each start, so that none has to share the machine with the end of the one before. */
const PAUSE = 400;
/** Who leaves the screen after that many milliseconds has compiled code kept (`scripts/build/launcher.ts`). */
const UNTIL_CODE_IS_KEPT = 2_500;
const ALTERNATE_SCREEN = '\x1b[?1049h';

/** From the start of the process to the first typed letter on the screen, beside an empty Node in the same terminal. */
export async function measureStart(): Promise<readonly Figure[]> {
  const place = await createPlace();
  const empty: number[] = [];
  const letter: number[] = [];
  const first: number[] = [];
  try {
    // Fills the disk's cache and, when it is left after a while, that of compiled code.
    first.push(await firstLetter(place, UNTIL_CODE_IS_KEPT));
    for (let run = 0; run < RUNS; run++) {
      empty.push(await emptyNode(place));
      letter.push(await firstLetter(place));
    }
  } finally {
    await place.remove();
  }
  const of = `median of ${RUNS}`;
  return [
    { name: 'empty node', value: median(empty), unit: 'ms', target: null, of: `node -e 0, ${of}`, samples: empty },
    { name: 'first letter shown', value: median(letter), unit: 'ms', target: null, of, samples: letter },
    {
      name: 'first letter shown',
      value: median(letter) / median(empty),
      unit: '× empty node',
      target: 3.5,
      of: 'the two above',
      samples: letter.map((time) => time / median(empty)),
    },
    { name: 'in the first start', value: median(first), unit: 'ms', target: null, of: 'once', samples: first },
  ];
}

async function emptyNode({ project: cwd, env }: Place): Promise<number> {
  await sleep(PAUSE);
  const from = performance.now();
  const terminal = openTerminal({ command: process.execPath, args: ['-e', '0'], cwd, env });
  await terminal.exit();
  const time = performance.now() - from;
  await terminal.close();
  return time;
}

async function firstLetter(place: Place, stay = 0): Promise<number> {
  await sleep(PAUSE);
  const from = performance.now();
  const program = openProgram(place);
  program.type('ж');
  // The terminal itself echoes the letter until the program takes it over; the program's is on the other screen.
  const time = await new Promise<number>((resolve) => {
    const unsubscribe = program.onOutput(() => {
      const output = program.output();
      const screen = output.indexOf(ALTERNATE_SCREEN);
      if (screen === -1 || !output.includes('ж', screen)) return;
      unsubscribe();
      resolve(performance.now() - from);
    });
  });
  await sleep(stay);
  program.key('ctrl+u', 'ctrl+d');
  await program.exit();
  await program.close();
  return time;
}
