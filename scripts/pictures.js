// npm run pictures: plays a story in the built program, in a real terminal, and keeps its screens as docs/*.svg.
import './typescript.js';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
const { startApiServer } = await import('../test/fixtures/api-server.ts');
const { createPlace, openProgram } = await import('../test/fixtures/program.ts');
const { screenPicture } = await import('./pictures/svg.ts');
const { createStory, pace } = await import('./pictures/story.ts');
const { files } = await import('../src/demo/shop.ts');
const { ending, prompt } = await import('../src/demo/story.ts');

const DOCS = fileURLToPath(new URL('../docs', import.meta.url));
const COLS = 120;
/** A story of half a minute, on a machine that may be busy. */
const PATIENCE = { timeout: 90_000 };
/** A frame is whole when for so many milliseconds nothing follows; clocks go on every second. */
const STILL = 150;

const made = await createPlace();
const place = { ...made, project: join(made.env['HOME'] ?? made.project, 'shop') };
await rename(made.project, place.project);
for (const [name, text] of Object.entries(files)) await writeFile(join(place.project, name), text);
const story = createStory();
const server = await startApiServer(story.script, { pace: 15 });
const args = ['--permissions', 'all', '--theme', 'dark', '--model', 'claude-sonnet-5-5', prompt];
const size = { cols: COLS, rows: 42 };
const program = openProgram(place, { ...size, api: server.url, args, env: { COLORTERM: 'truecolor', ...pace } });
/** @type {{ output: string, cols: number, rows: number }[]} */
const recorded = [];
try {
  await mkdir(DOCS, { recursive: true });
  await shows(ending, /▸ background {2}test again/, /ready {2,}/);
  await keep('screen');

  resize(20);
  program.key('ctrl+t');
  await shows('one after the other');
  await keep('timeline');

  resize(34);
  program.type('gj');
  await shows(/› npm test/);
  program.key('enter');
  await shows('lines');
  program.type('E');
  await shows('error 1 of');
  await keep('log');

  resize(26);
  program.type('d');
  await shows(/not answered yet[^]*unread/, 'Sent with the next request', '412 links');
  await keep('deliveries');
} finally {
  story.answerLast();
  await program.close();
  await server.close();
  await made.remove();
}

/** @param {readonly (string | RegExp)[]} expected */
async function shows(...expected) {
  for (const each of expected) await program.waitFor(each, PATIENCE);
}

/** @param {number} rows */
function resize(rows) {
  record();
  size.rows = rows;
  program.resize(COLS, rows);
}

/** What was written to a terminal of another size is drawn in that size first. */
function record() {
  const known = recorded.reduce((length, { output }) => length + output.length, 0);
  recorded.push({ ...size, output: program.output().slice(known) });
}

/** @param {string} name */
async function keep(name) {
  await wholeFrame();
  record();
  await writeFile(join(DOCS, `${name}.svg`), await screenPicture(recorded));
}

/** @returns {Promise<void>} */
function wholeFrame() {
  return new Promise((resolve) => {
    /** @type {NodeJS.Timeout | undefined} */
    let still;
    const wait = () => {
      clearTimeout(still);
      still = setTimeout(() => {
        stop();
        resolve();
      }, STILL);
    };
    const stop = program.onOutput(wait);
    wait();
  });
}
