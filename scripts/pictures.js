// npm run pictures: plays a story in the built program, in a real terminal, and keeps its screens as docs/*.svg.
import './typescript.js';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
const { startApiServer } = await import('../test/fixtures/api-server.ts');
const { createPlace, openProgram } = await import('../test/fixtures/program.ts');
const { screenPicture } = await import('./pictures/svg.ts');
const { ending, files, prompt, replies } = await import('./pictures/story.ts');

const DOCS = fileURLToPath(new URL('../docs', import.meta.url));
const size = { cols: 120, rows: 34 };

const made = await createPlace();
const place = { ...made, project: join(made.env['HOME'] ?? made.project, 'shop') };
await rename(made.project, place.project);
for (const [name, text] of Object.entries(files)) await writeFile(join(place.project, name), text);
const server = await startApiServer(replies, { pace: 15 });
const args = ['--permissions', 'all', '--model', 'claude-sonnet-5-5', prompt];
const program = openProgram(place, { ...size, api: server.url, args });
try {
  await mkdir(DOCS, { recursive: true });
  await program.waitFor(ending);
  await program.waitFor('ready');
  await keep('screen');
  program.key('tab', 'down', 'enter');
  await program.waitFor(/node build.js .*running/);
  await program.waitFor('following ▼');
  await keep('log');
  program.key('escape');
  await program.waitFor('TASKS');
  program.type('t');
  await program.waitFor('one after the other');
  await keep('timeline');
  program.type('d');
  await program.waitFor(/answered in request|in request/);
  await keep('deliveries');
} finally {
  await program.close();
  await server.close();
  await made.remove();
}

/** @param {string} name */
async function keep(name) {
  await writeFile(join(DOCS, `${name}.svg`), await screenPicture(program.output(), size));
}
