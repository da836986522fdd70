/** Lets the user edit a text in the editor they are used to. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { reasonOf } from '../agent/tools/outcome.ts';
import type { EditedText } from '../components/screen-context.tsx';
import { runOnTerminal } from './run-on-terminal.ts';

/**
 * Opens `$VISUAL`, `$EDITOR` or vi with the text, in a file for its user alone that is gone afterwards, and waits until
 * it has ended. The terminal has to be free for it. Never rejects.
 */
export async function editExternally(text: string, environment: NodeJS.ProcessEnv): Promise<EditedText> {
  const editor = environment['VISUAL']?.trim() || environment['EDITOR']?.trim() || 'vi';
  try {
    const folder = await mkdtemp(path.join(tmpdir(), 'meanwhile-draft-'));
    const file = path.join(folder, 'draft.md');
    try {
      await writeFile(file, text, { mode: 0o600 });
      const problem = await runOnTerminal({ program: editor, file, variable: 'EDITOR', environment });
      if (problem !== null) return { kind: 'failed', sentence: `${problem} The draft is as it was.` };
      return { kind: 'edited', text: asTyped(await readFile(file, 'utf8'), text) };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  } catch (error) {
    return { kind: 'failed', sentence: `The editor could not be opened: ${reasonOf(error)}.` };
  }
}

/** Editors end a file with a line break that nobody typed. */
function asTyped(edited: string, before: string): string {
  return before.endsWith('\n') ? edited : edited.replace(/\r?\n$/, '');
}
