import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createTerminalScreens } from '../../../src/background/local/terminal-screen.ts';

function logOf(text: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'meanwhile-screen-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'log.0');
  writeFileSync(file, text);
  return { folder, file };
}

test('the screen is what the task drew on it, with its colours, and goes on with what it draws next', async () => {
  const { folder, file } = logOf('one\r\ntwo\r\n\x1b[2J\x1b[2;3Hhere \x1b[31mred\x1b[0m\x1b[1;1Hfirst 漢字');
  const screens = createTerminalScreens();
  expect(await screens.read(folder)).toEqual(['first 漢字', '  here \x1b[0;31mred\x1b[0m']);
  appendFileSync(file, '\x1b[1;1H\x1b[KFIRST');
  expect(await screens.read(folder)).toEqual(['FIRST', '  here \x1b[0;31mred\x1b[0m']);
});

test('of a long log the last screen is there, and nothing that could drive a terminal', async () => {
  const { folder } = logOf(`${'a line\r\n'.repeat(100_000)}\x1b]0;title\x07the last\x1b[5n`);
  const rows = await createTerminalScreens().read(folder);
  expect(rows).toHaveLength(40);
  expect(rows.at(-1)).toBe('the last');
  expect(rows[0]).toBe('a line');
});

test('a task that printed nothing has an empty screen', async () => {
  expect(await createTerminalScreens().read('/no/such/folder')).toEqual([]);
});
