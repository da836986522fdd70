/** `--demo`: the tour in a real terminal, with its real commands going faster. */
import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect } from 'vitest';
import { createPlace, type Place } from '../fixtures/program.ts';
import { test } from './program-test.ts';

const FAST = { PACE_TESTS: '60', PACE_BUILD: '40', PACE_LINKS: '200' };

async function demoPlace(): Promise<{ place: Place; env: Record<string, string>; folders: () => Promise<string[]> }> {
  const place = await createPlace();
  const TMPDIR = join(dirname(place.project), 'tmp');
  await mkdir(TMPDIR);
  return { place, env: { ...FAST, TMPDIR }, folders: () => readdir(TMPDIR) };
}

describe.concurrent('the demo', () => {
  test('shows tasks, a failure that is repaired, the log and the timeline, and finds its tasks again', async ({
    start,
  }) => {
    const { place, env, folders } = await demoPlace();
    const { program, send, answer } = await start({ place, env, args: ['--demo'] });
    await program.waitFor('Five commands run');
    await program.waitFor('Type a message');
    await send('looks good');
    await program.waitFor('I am a script');
    await program.waitFor('All 15 tests pass now');
    await program.waitFor('the log of the tests that failed', { timeout: 30_000 });
    program.key('tab');
    program.key('enter');
    await program.waitFor(/AssertionError[^]*q goes back/);
    program.type('q');
    program.key('ctrl+t');
    await program.waitFor('Each bar is a task');
    program.key('escape');
    await program.waitFor('the program ends and the tasks go on');
    program.key('ctrl+d');
    await program.waitFor('still running');
    await answer('k');
    expect((await program.exit()).code).toBe(0);
    expect(program.screen()).toContain('Return to them with:');
    expect(await folders()).toHaveLength(1);

    const again = await start({ place, env, args: ['--demo'] });
    await again.program.waitFor(/dev server[^]*The tasks went on while the program was closed/);
    again.program.key('escape');
    await again.program.waitFor((screen) => !screen.includes('skips the tour'));
    again.program.key('ctrl+d');
    await again.program.waitFor('still running');
    await again.answer('s');
    expect((await again.program.exit()).code).toBe(0);
    expect(again.program.screen()).toContain('set ANTHROPIC_API_KEY');
    expect(await folders()).toEqual([]);
  });
});
