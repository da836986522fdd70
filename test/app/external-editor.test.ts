import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { editExternally } from '../../src/app/external-editor.ts';

/** An editor: a shell script that gets the file as `$1`. */
function editor(script: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'meanwhile-editor-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'editor');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o700);
  return file;
}

const edit = (text: string, EDITOR: string) => editExternally(text, { ...process.env, VISUAL: '', EDITOR });

test('what the editor wrote is the text, without the line break that it added', async () => {
  expect(await edit('one', editor('echo two >> "$1"'))).toEqual({ kind: 'edited', text: 'onetwo' });
});

test('the file is for its user alone, and the editor gets options but no secrets', async () => {
  const script =
    'shift $(($# - 1)); ls -l "$1" | cut -c1-10 > "$1.x"; echo "$ANTHROPIC_API_KEY" >> "$1.x"; cat "$1.x" > "$1"';
  const edited = await editExternally('', {
    ...process.env,
    VISUAL: `${editor(script)} --wait`,
    ANTHROPIC_API_KEY: 'secret',
  });
  expect(edited).toEqual({ kind: 'edited', text: '-rw-------\n' });
});

test.each([
  ['no-such-editor-anywhere', 'There is no no-such-editor-anywhere'],
  ['false', 'false ended with exit 1. The draft is as it was.'],
])('%s leaves the draft as it was and says so', async (name, words) => {
  expect(await edit('one', name)).toMatchObject({ kind: 'failed', sentence: expect.stringContaining(words) });
});
