/**
 * FIELD is the list of what people suffer from in programs like this one, each row with a letter and a number: D for the
 * delivery of results, P for processes, B for bounds. Each has a test here that shows how it cannot happen, and that
 * names it in its title.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('.', import.meta.url));
const rows = { D: 6, P: 9, B: 3 };
/** What a test or a group of tests is called. */
const TITLE = /(?:\b(?:test|describe)\b[^'"`\n]*|\btitle: |\]\)\(\s*)(['"`])(.*?)\1/gs;

test('every row of FIELD on delivery, processes and bounds is named by a test', () => {
  const named = new Set(titles().flatMap((title) => rowsIn(title)));
  const all = Object.entries(rows).flatMap(([letter, count]) =>
    Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
  );
  expect(all.filter((row) => !named.has(row))).toEqual([]);
});

function titles(): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.test\.tsx?$/.test(name))
    .flatMap((name) => [...readFileSync(path.join(folder, name), 'utf8').matchAll(TITLE)])
    .map((match) => match[2] ?? '');
}

function rowsIn(title: string): readonly string[] {
  return [...title.matchAll(/\(FIELD ((?:[A-Z]\d+(?:, )?)+)\)/g)].flatMap((match) => match[1]?.split(', ') ?? []);
}
