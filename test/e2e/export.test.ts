import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { say } from '../fixtures/api-replies.ts';
import { test } from './program-test.ts';

test('/export writes the session that is open, named after it or as the user says', async ({ start, startApi }) => {
  const api = await startApi([say('It is **done**.')]);
  const { program, place, send } = await start({ api });
  await send('do it');
  await program.waitFor('It is done.');
  await send('/export talk.md');
  await program.waitFor(/Exported to \S*talk\.md\./);
  expect(await readFile(join(place.project, 'talk.md'), 'utf8')).toMatch(/> do it\n\nIt is \*\*done\*\*\./);
  await send('/export');
  const [, name = ''] =
    /Exported to \S*(meanwhile-[0-9a-f]{8}\.html)/.exec(await program.waitFor(/meanwhile-[0-9a-f]{8}\.html\./)) ?? [];
  expect(await readFile(join(place.project, name), 'utf8')).toContain('<p>It is <strong>done</strong>.</p>');
});
