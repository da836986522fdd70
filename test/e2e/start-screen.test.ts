/** The first screen in a folder that has sessions. */
import { describe, expect } from 'vitest';
import { test } from './program-test.ts';

describe.concurrent('the start screen', () => {
  test('offers the last sessions with what still runs, and Enter resumes the chosen one', async ({ start }) => {
    const first = await start();
    await first.send('&sleep 300');
    await first.program.waitFor(/● sleep 300/);
    first.program.key('ctrl+d');
    await first.program.waitFor('1 task is still running.');
    await first.answer('k');
    await first.program.exit();

    const { program } = await start({ place: first.place });
    await program.waitFor(/Recent sessions[^]*&sleep 300 .*1 task running/);
    program.key('down');
    await program.waitFor(/› &sleep 300/);
    program.key('enter');
    await program.waitFor(/& sleep 300/);
    await program.waitFor(
      (screen) => !screen.includes('Recent sessions') && !screen.includes('from an earlier session'),
    );
  });

  test('puts an example into the draft, which can still be changed', async ({ start }) => {
    const { program } = await start();
    await program.waitFor(/Try[^]*Run the tests/);
    program.key('down');
    program.key('enter');
    await program.waitFor(/› Run the tests *\n─+\n/);
    program.type('!');
    await program.waitFor('› Run the tests!');
    expect(program.screen()).toContain('ready');
  });
});
