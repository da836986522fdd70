// npm run readme: writes what is made from the program: keys, options and settings in docs/, and the JSON Schema.
import './typescript.js';
import { readFile, writeFile } from 'node:fs/promises';
const { DOCUMENTS, withBlock } = await import('./readme/blocks.ts');
const { streamSchemaText } = await import('./readme/stream-schema.ts');
const { manPageText } = await import('./readme/man-page.ts');
const { settingsSchemaText } = await import('../src/config/settings-schema.ts');

for (const [path, name] of Object.entries(DOCUMENTS)) {
  const file = new URL(`../${path}`, import.meta.url);
  await writeFile(file, await withBlock(await readFile(file, 'utf8'), name));
}
await writeFile(new URL('../docs/settings.schema.json', import.meta.url), settingsSchemaText());
await writeFile(new URL('../docs/stream.schema.json', import.meta.url), streamSchemaText());
await writeFile(new URL('../docs/meanwhile.1', import.meta.url), `${manPageText()}\n`);
