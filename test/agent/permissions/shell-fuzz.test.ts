/** A shell line that is judged clear is what the shells make of it (`scripts/fuzz/shell-lines.ts`). */
import { expect, test } from 'vitest';
import { fuzzShellLines, installedShells } from '../../../scripts/fuzz/shell-lines.ts';

test('what 5,000 random lines run, read and write is what was said of them', { timeout: 300_000 }, async () => {
  const shells = installedShells();
  expect(shells).not.toEqual([]);
  const { clear, ran, differences } = await fuzzShellLines({ lines: 5_000, seed: 7, shells });
  expect(differences).toEqual([]);
  expect(clear).toBeGreaterThan(1_000);
  expect(ran).toBeGreaterThan(1_000);
});
