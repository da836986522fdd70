// npm run readme: writes into README.md what is made from the program: keys, options, settings.
import './typescript.js';
import { readFile, writeFile } from 'node:fs/promises';
const { withBlocks } = await import('./readme/blocks.ts');

const README = new URL('../README.md', import.meta.url);
await writeFile(README, withBlocks(await readFile(README, 'utf8')));
