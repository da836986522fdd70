// npm run readme: writes what is made from the program: keys, options and settings in README.md, and the JSON Schema.
import './typescript.js';
import { readFile, writeFile } from 'node:fs/promises';
const { withBlocks } = await import('./readme/blocks.ts');
const { settingsSchemaText } = await import('../src/config/settings-schema.ts');

const README = new URL('../README.md', import.meta.url);
await writeFile(README, await withBlocks(await readFile(README, 'utf8')));
await writeFile(new URL('../docs/settings.schema.json', import.meta.url), settingsSchemaText());
