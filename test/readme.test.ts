import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { settingsSchemaText } from '../src/config/settings-schema.ts';
import { streamSchemaText } from '../scripts/readme/stream-schema.ts';
import { manPageText } from '../scripts/readme/man-page.ts';
import { DOCUMENTS, withBlock } from '../scripts/readme/blocks.ts';

const file = (path: string) => new URL(`../${path}`, import.meta.url);

test.each(Object.entries(DOCUMENTS))(
  '%s names the %s that there are (npm run readme writes them)',
  async (path, name) => {
    const text = await readFile(file(path), 'utf8');
    expect(await withBlock(text, name)).toBe(text);
  },
);

test('the published JSON Schema is the one that settings are checked by (npm run readme writes it)', async () => {
  expect(await readFile(file('docs/settings.schema.json'), 'utf8')).toBe(settingsSchemaText());
});

test('the published JSON Schema of the stream is of the types that are printed (npm run readme writes it)', async () => {
  expect(await readFile(file('docs/stream.schema.json'), 'utf8')).toBe(streamSchemaText());
});

test('the manual page is made from what there is (npm run readme writes it)', async () => {
  expect(await readFile(file('docs/meanwhile.1'), 'utf8')).toBe(`${manPageText()}\n`);
});

test.each(['README.md', 'ARCHITECTURE.md', 'SECURITY.md', 'docs/guarantees.md'])(
  'every file that %s names is there',
  async (name) => {
    const text = await readFile(file(name), 'utf8');
    const named = [...text.matchAll(/(?:`|\()((?:src|test|docs|scripts|\.ci)\/[\w./-]*)(?:`|\))/g)].map(
      (match) => match[1] ?? '',
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((path) => !existsSync(file(path)))).toEqual([]);
  },
);
