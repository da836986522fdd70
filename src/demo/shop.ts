/** The project of the demo: a small shop with a bug in its cart. */

/** The files of the project: its commands really run. They take their time, in milliseconds a step, from PACE_*. */
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
      await sleep(Number(process.env.PACE_BUILD ?? 190));
    }
    console.log('dist/shop.js  84.2 kB');`,
  'links.js': `
    import { setTimeout as sleep } from 'node:timers/promises';
    for (let page = 1; page <= 60; page++) {
      process.stdout.write('\\rpage ' + page + ' of 60');
      await sleep(Number(process.env.PACE_LINKS ?? 1000));
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
        await sleep(Number(process.env.PACE_TESTS ?? 700));
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
