/** What is going on in the picture of the README: a small project, and a model that works on it. */
import { call, say, think, type Reply } from '../../test/fixtures/api-replies.ts';

/** The files of the project: the commands in the picture really run. */
export const files = {
  'package.json': JSON.stringify({ name: 'shop', type: 'module' }),
  'server.js': `
    import { createServer } from 'node:http';
    const server = createServer((request, response) => response.end('shop'));
    server.listen(0, '127.0.0.1', () => console.log('ready on http://localhost:' + server.address().port));
    setInterval(() => console.log('GET /cart 200'), 700);`,
  'build.js': `
    import { setTimeout as sleep } from 'node:timers/promises';
    for (let module = 1; module <= 240; module++) {
      console.log('bundled ' + module + ' of 240 modules');
      await sleep(60);
    }`,
  'cart.test.js': `
    import assert from 'node:assert/strict';
    import { test } from 'node:test';
    import { setTimeout as sleep } from 'node:timers/promises';
    test('adds an item', async () => sleep(900));
    test('rounds the tax once', () => assert.equal(0.1 + 0.2, 0.3));`,
  '.env': 'DATABASE_URL=postgres://localhost/shop\n',
} as const;

export const prompt = 'start the server, run the tests and a build, and write the configuration meanwhile';

const config = '{\n  "port": 8080,\n  "database": "env:DATABASE_URL"\n}\n';

export const replies: readonly Reply[] = [
  [
    think('Three slow commands; none needs another.'),
    say('All three are slow, so I start them in the background and write the configuration meanwhile.'),
    call('background_run', { command: 'node server.js', label: 'dev server', timeout: 0 }),
    call('background_run', { command: 'node --test' }),
    call('background_run', { command: 'node build.js' }),
    call('write_file', { path: 'config/app.json', content: config }),
  ],
  say(
    'They run. The configuration is in `config/app.json`:\n\n',
    '- **port** 8080, as the server expects\n- **database** from `DATABASE_URL` in `.env`\n\n',
    'I go on as soon as something ends.',
  ),
  [say('One test fails. I look at it while the build goes on:'), call('read_file', { path: 'cart.test.js' })],
  say('It compares `0.1 + 0.2` with `0.3` exactly. Prices should be added in cents; shall I change that?'),
];

/** On the screen when the story has come to its end. */
export const ending = 'shall I change that';
