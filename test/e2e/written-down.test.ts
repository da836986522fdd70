import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { createPlace } from '../fixtures/program.ts';
import { call, say } from '../fixtures/api-replies.ts';
import { test } from './program-test.ts';

describe.concurrent('what is written down in a project', () => {
  test('reaches the model: kinds of agents at the start, instructions of a folder with its files', async ({
    start,
    startApi,
  }) => {
    const place = await createPlace();
    const files = {
      'AGENTS.md': 'Of the project.',
      'web/AGENTS.md': 'Use tabs.',
      'web/a.txt': 'a\n',
      '.claude/agents/reviewer.md': '---\ndescription: For reviews\n---\nBe strict.',
    };
    for (const [name, text] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(place.project, name)), { recursive: true });
      await writeFile(path.join(place.project, name), text);
    }
    const api = await startApi([call('read_file', { path: 'web/a.txt' }), say('Read it.')]);
    const { program, send } = await start({ api, place });
    await send('read it');
    await program.waitFor('Read it.');
    const [first, second] = api.requests.map(({ body }) => JSON.stringify(body));
    expect(first).toContain('- reviewer: For reviews');
    expect(first).not.toContain('Use tabs.');
    expect(second).toMatch(/web\/AGENTS\.md[^]*Use tabs\./);
    await send('/instructions');
    await program.waitFor('agents: reviewer');
  });
});
