import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { call, say } from '../fixtures/api-replies.ts';
import { test } from './program-test.ts';

const PLAN = [
  '# Move the parser',
  '',
  ...Array.from({ length: 40 }, (_, step) => `${step + 1}. Step **${step + 1}** of the plan`),
].join('\n');

describe.concurrent('plan mode', () => {
  test('a plan is shown as a document, scrolled, changed, agreed to and carried out', async ({ start, startApi }) => {
    const api = await startApi([
      call('propose_plan', { plan: PLAN }),
      call('propose_plan', { plan: '# Shorter\n\nOne step.' }),
      call('write_file', { path: 'done.txt', content: 'done\n' }),
      say('Carried out.'),
    ]);
    const { program, place, send, answer } = await start({ api, args: ['--permissions', 'plan'] });
    await send('plan it');
    const screen = await program.waitFor(
      /Carry out this plan\?[^]*› 1 {2}Do it, and change files without asking[^]*2 {2}Do it, and ask before changes[^]*say what to change/,
    );
    expect(screen).not.toContain('**');
    program.key('end');
    await program.waitFor(/Step 40 of the plan[^]*1 {2}Do it/);
    await answer('n');
    await program.waitFor('what should differ?');
    program.type('make it shorter');
    program.key('enter');
    await program.waitFor('One step.');
    await answer('1');
    await program.waitFor('Carried out.');
    expect(await readFile(path.join(place.project, 'done.txt'), 'utf8')).toBe('done\n');
    expect(await program.waitFor('edits freely')).toContain('One step.');
    expect(JSON.stringify(api.requests[1]?.body.messages)).toContain('wants the plan changed: make it shorter');
  });
});
