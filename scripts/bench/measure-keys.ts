import { say } from '../../test/fixtures/api-replies.ts';
import { percentile, type Figure } from './figure.ts';
import { typeLetters } from './keys.ts';
import { withProgram } from './with-program.ts';

const KEYS = { count: 80, pause: 40 };
const TARGET = 10;

/** From a key to the program's answer on the terminal, while nothing else happens. */
export function measureIdleKeys(): Promise<readonly Figure[]> {
  return withProgram({}, async ({ program }) => figures('idle', await typeLetters(program, KEYS)));
}

/** The same while a model streams 100 words a second. */
export function measureStreamKeys(): Promise<readonly Figure[]> {
  const script = [say('some words of the model that go on and on\n\n'.repeat(400))];
  return withProgram({ script, pace: 10 }, async ({ program, send }) => {
    await send('go');
    await program.waitFor('on and on');
    return figures('while 100 tokens/s stream', await typeLetters(program, KEYS));
  });
}

/** The same while a task prints as fast as it can. */
export function measureFloodKeys(): Promise<readonly Figure[]> {
  return withProgram({}, async ({ program, send }) => {
    await send('&yes');
    await program.waitFor('1 running');
    return figures('while a task floods', await typeLetters(program, KEYS));
  });
}

function figures(when: string, samples: readonly number[]): readonly Figure[] {
  const of = `${samples.length} keys`;
  return [
    { name: `key → echo, ${when}`, value: percentile(samples, 50), unit: 'ms', target: TARGET, of, samples },
    { name: `key → echo, ${when}, p95`, value: percentile(samples, 95), unit: 'ms', target: null, of, samples },
  ];
}
