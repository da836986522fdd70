// npm run pictures: plays a story in the built program, in a real terminal, and keeps its screen as docs/screen.svg.
import './typescript.js';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
const { startApiServer } = await import('../test/fixtures/api-server.ts');
const { createPlace, openProgram } = await import('../test/fixtures/program.ts');
const { screenPicture } = await import('./pictures/svg.ts');
const { ending, files, prompt, replies } = await import('./pictures/story.ts');

const PICTURE = fileURLToPath(new URL('../docs/screen.svg', import.meta.url));
const size = { cols: 120, rows: 40 };

const made = await createPlace();
const place = { ...made, project: join(made.env['HOME'] ?? made.project, 'shop') };
await rename(made.project, place.project);
for (const [name, text] of Object.entries(files)) await writeFile(join(place.project, name), text);
const server = await startApiServer(replies, { pace: 15 });
const args = ['--permissions', 'all', '--model', 'claude-sonnet-5-5', prompt];
const program = openProgram(place, { ...size, api: server.url, args });
try {
  await program.waitFor(ending);
  await program.waitFor('ready');
  await mkdir(dirname(PICTURE), { recursive: true });
  await writeFile(PICTURE, await screenPicture(program.output(), size));
} finally {
  await program.close();
  await server.close();
  await made.remove();
}
