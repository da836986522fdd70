/** What is going on in the pictures of the README: a small project, and a model that works on it. */
import { call, gate, say, uses, type Gate, type Part, type Reply } from '../../test/fixtures/api-replies.ts';
import type { Script } from '../../test/fixtures/api-server.ts';

const cents = 'prices.reduce((sum, price) => sum + Math.round(price * 100), 0) / 100';

/** The files of the project: the commands in the pictures really run. */
export const files = {
  'package.json': JSON.stringify({
    name: 'shop',
    type: 'module',
    scripts: { dev: 'node dev.js', test: 'node test.js', build: 'node build.js', lint: 'node lint.js' },
  }),
  'cart.js': 'export const total = (prices) =>\n  prices.reduce((sum, price) => sum + price, 0);\n',
  'dev.js': `
    import { createServer } from 'node:http';
    const server = createServer((request, response) => response.end('shop'));
    server.listen(0, '127.0.0.1', () => console.log('ready on http://localhost:' + server.address().port));
    setInterval(() => console.log('GET /cart 200 in 3 ms'), 900);`,
  'build.js': `
    import { setTimeout as sleep } from 'node:timers/promises';
    for (let module = 1; module <= 240; module++) {
      console.log('bundled ' + module + ' of 240 modules');
      await sleep(Number(process.env.PACE ?? 70));
    }
    console.log('dist/shop.js  84.2 kB');`,
  'links.js': `
    import { setTimeout as sleep } from 'node:timers/promises';
    for (let page = 1; page <= 60; page++) {
      process.stdout.write('\\rpage ' + page + ' of 60');
      await sleep(330);
    }
    console.log('\\r412 links on 60 pages, none broken');`,
  'lint.js': "setTimeout(() => console.log('checked 38 files, no problem found'), 700);",
  'test.js': `
    import assert from 'node:assert/strict';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { total } from './cart.js';
    const red = (text) => '\\x1b[31m' + text + '\\x1b[39m';
    const green = (text) => '\\x1b[32m' + text + '\\x1b[39m';
    const tests = {
      'cart.test.js': ['is empty at first', 'adds an item', 'takes one out', 'adds cents exactly', 'keeps its order'],
      'tax.test.js': ['knows each country', 'rounds once, at the end', 'leaves out what is free of tax'],
      'mail.test.js': ['greets by name', 'names the order', 'is sent once', 'is tried again when the server is busy'],
      'address.test.js': ['knows post codes', 'asks for what is missing', 'accepts a name of one letter'],
    };
    const failed = [];
    for (const [file, names] of Object.entries(tests)) {
      console.log(file);
      for (const name of names) {
        await sleep(110);
        try {
          if (name === 'adds cents exactly') assert.equal(total([0.1, 0.2]), 0.3);
          console.log('  ' + green('✓') + ' ' + name);
        } catch (error) {
          failed.push([file, name, error]);
          console.log('  ' + red('✗ ' + name));
        }
      }
      console.log('');
    }
    for (const [file, name, { actual, expected }] of failed) {
      console.log(red('FAIL') + '  ' + file + ' > ' + name);
      console.log('AssertionError: expected ' + actual + ' to be ' + expected);
      console.log('    at total (cart.js:2:10)');
      console.log('    at cart.test.js:14:3');
      console.log('');
    }
    console.log('Tests  ' + (failed.length > 0 ? red(failed.length + ' failed') + ' | ' : '') + green(15 - failed.length + ' passed') + ' (15)');
    process.exitCode = failed.length > 0 ? 1 : 0;`,
  '.npmrc': 'update-notifier=false\n',
  '.env': 'DATABASE_URL=postgres://localhost/shop\n',
} as const;

export const prompt = 'start the shop, run tests, lint and a build, and write the config meanwhile';

const config = '{\n  "port": 8080,\n  "database": "env:DATABASE_URL"\n}\n';

/** On the screen when the model has done what it was asked. */
export const ending = 'All 15 tests pass now';

/** Each answer goes by what the model is told, so that it does not matter which command ends first. */
export function createStory(): { readonly script: Script; readonly answerLast: () => void } {
  const last = gate();
  const script: Script = ({ messages }, n): Reply => {
    const told = JSON.stringify(messages.at(-1)?.content);
    const counted = uses({ input_tokens: 900 * n, output_tokens: 240, cache_read_input_tokens: 9_000 + 1_500 * n });
    return [counted, ...answerTo(told, { n, last })];
  };
  return { script, answerLast: last.release };
}

function answerTo(told: string, { n, last }: { readonly n: number; readonly last: Gate }): readonly Part[] {
  if (n === 1) return start;
  if (n === 2) return [say('They run; the configuration takes the database from `DATABASE_URL`.')];
  if (told.includes('dist/shop.js')) return [say('The build is done. ', last, 'I wait for the links.')];
  if (told.includes('15 passed')) return [say(`**${ending}.** The build and the check of links still run.`)];
  if (told.includes('AssertionError'))
    return [say('One test fails; I look at it while the build goes on.'), call('read_file', { path: 'cart.js' })];
  if (told.includes('export const total')) return repair;
  if (told.includes('checked 38 files')) return [say('Lint finds nothing.')];
  return [say('The tests run again.')];
}

const start: readonly Part[] = [
  say('These are slow, so I start them in the background and write the configuration meanwhile.'),
  call('background_run', { command: 'npm run dev', label: 'dev server', timeout: 0 }),
  call('background_run', { command: 'npm test' }),
  call('background_run', { command: 'npm run lint' }),
  call('background_run', { command: 'npm run build' }),
  call('background_run', { command: 'node links.js', label: 'check links' }),
  call('write_file', { path: 'config/app.json', content: config }),
];

const repair: readonly Part[] = [
  say('Prices are added as fractions. I add cents instead, and test again:'),
  call('edit_file', { path: 'cart.js', old_text: 'prices.reduce((sum, price) => sum + price, 0)', new_text: cents }),
  call('background_run', { command: 'npm test', label: 'test again' }),
];
