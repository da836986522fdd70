import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, vi } from 'vitest';
import { createPlace } from '../fixtures/program.ts';
import { PATIENCE, test } from './program-test.ts';

describe.concurrent('the log of a task', () => {
  test('is searched, filtered, saved, and read in the user’s pager, after which the screen is back', async ({
    start,
  }) => {
    const place = await createPlace();
    const pager = path.join(place.project, 'pager');
    writeFileSync(pager, '#!/bin/sh\necho "PAGED $(grep -c . "$1") LINES"; read answer; exit 0\n');
    chmodSync(pager, 0o700);
    const { program, send } = await start({ place, env: { PAGER: pager } });
    await send('&for n in $(seq 1 200); do echo "line $n of the log"; done');
    await program.waitFor(/TASKS +.*1 done/);
    program.key('tab');
    await program.waitFor('enter log');
    program.type('l');
    await program.waitFor(/200[┃ ] line 200 of the log/);

    program.type('&line 17\r');
    await program.waitFor(/match 1 of 11/);
    await program.waitFor(/^› +17[┃ ] line 17 of the log\s*$/m);
    program.type('\x1b');
    await program.waitFor(/lines \d+–\d+ of 200/);
    program.type('G');
    await program.waitFor(/200[┃ ] line 200 of the log/);

    program.type('o');
    await program.waitFor('PAGED 200 LINES');
    program.type('\x03');
    program.type('\r');
    await program.waitFor(/200[┃ ] line 200 of the log/);

    program.type('S');
    await program.waitFor('save as');
    program.type('\x15kept.log\r');
    await program.waitFor(/Saved to .*kept\.log/);
    await vi.waitFor(
      () => expect(readFileSync(path.join(place.project, 'kept.log'), 'utf8')).toMatch(/^line 1 of the log\n/),
      PATIENCE,
    );
    program.type('S');
    await program.waitFor('save as');
    program.type('\x15kept.log\r');
    await program.waitFor('is there already');
  });
});
