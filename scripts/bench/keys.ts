import { setTimeout as sleep } from 'node:timers/promises';
import type { Terminal } from '../../test/fixtures/terminal.ts';

/** Letters that nothing else on the screen holds, so that one in the output is the echo of the key. */
const LETTERS = [...'бгджзйклпфцчшщыэюя'];

/**
 * Types `count` letters, `pause` milliseconds and a little apart, each after the one before was shown. Answers how
 * long each took until the program wrote it to the terminal, in milliseconds.
 */
export async function typeLetters(terminal: Terminal, { count, pause }: { count: number; pause: number }) {
  const delays: number[] = [];
  for (let n = 0; n < count; n++) {
    const letter = LETTERS[n % LETTERS.length] ?? '';
    if (n % LETTERS.length === 0) await clearDraft(terminal);
    delays.push(await typeLetter(terminal, letter));
    // Keys must not march in step with the program's own clock.
    await sleep(pause * (0.75 + 0.5 * Math.random()));
  }
  return delays;
}

async function clearDraft(terminal: Terminal): Promise<void> {
  terminal.key('ctrl+u');
  await terminal.waitFor((screen) => !LETTERS.some((letter) => screen.includes(letter)));
}

function typeLetter(terminal: Terminal, letter: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const from = performance.now();
    const unsubscribe = terminal.onOutput((chunk) => {
      if (!chunk.includes(letter)) return;
      const delay = performance.now() - from;
      clearTimeout(timer);
      unsubscribe();
      resolve(delay);
    });
    const timer = setTimeout(() => {
      unsubscribe();
      reject(new Error(`The key ${letter} was not shown. The screen:\n${terminal.screen()}`));
    }, 10_000);
    terminal.type(letter);
  });
}
