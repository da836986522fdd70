import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { asciiText } from '../../src/components/ascii.ts';
import { displayWidth } from '../../src/components/text.ts';

test.each([
  ['─────┬────', '-----+----'],
  ['│ ● installs… │', '| * installs~ |'],
  ['\x1b[32m✓\x1b[39m done · 2 ✗', '\x1b[32m+\x1b[39m done - 2 x'],
  ['━━━╸┄┄┄ 40 %', '====--- 40 %'],
  ['“né à Liège” – cœur', '"ne a Liege" - cour'],
  ['日本 👩‍👩‍👧', '???? ??'],
  ['e\u0301', 'e'],
])('%j is %j', (text, ascii) => expect(asciiText(text)).toBe(ascii));

test('whatever is drawn stays as wide as it was and becomes ASCII', () => {
  const line = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !/\p{Cc}|\p{Cf}/u.test(text));
  fc.assert(
    fc.property(line, (text) => {
      const ascii = asciiText(text);
      expect(ascii).toMatch(/^[\u0000-\u007F]*$/);
      expect(displayWidth(ascii)).toBe(displayWidth(text));
    }),
  );
});

test('every sign that the screen has is known', () => {
  const source = ['src/components', 'src/store'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => readFileSync(join(folder, file), 'utf8')),
  );
  const signs = new Set(source.join('').match(/[\u2010-\u2BFF]/g));
  expect([...signs].filter((sign) => asciiText(sign) === '?')).toEqual([]);
});
