import { setTimeout as sleep } from 'node:timers/promises';
import { createPlace, openProgram, type Place } from '../../test/fixtures/program.ts';
import { openTerminal } from '../../test/fixtures/terminal.ts';
import { median, type Figure } from './figure.ts';

const RUNS = 11;
/** Before each start, so that none has to share the machine with the end of the one before. */
const PAUSE = 400;
const ALTERNATE_SCREEN = '\x1b[?1049h';

/** From the start of the process to the first typed letter on the screen, beside an empty Node in the same terminal. */
export async function measureStart(): Promise<readonly Figure[]> {
  const place = await createPlace();
  const empty: number[] = [];
  const letter: number[] = [];
  try {
    // Fills the caches of the disk and, where Node has one, of compiled code.
    await firstLetter(place);
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

async function firstLetter(place: Place): Promise<number> {
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
  program.key('ctrl+u', 'ctrl+d');
  await program.exit();
  await program.close();
  return time;
}
