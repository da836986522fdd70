/** A log outside of the program: in a file that the user names, in their pager or editor. */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { codeOf, reasonOf } from '../agent/tools/outcome.ts';
import { createTerminalScreens } from '../background/local/terminal-screen.ts';
import { homePath } from '../components/format.ts';
import type { LogPorts, LogProgram } from '../store/log-outside-actions.ts';
import { runOnTerminal } from './run-on-terminal.ts';

export function createLogFiles({
  cwd,
  environment,
}: {
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
}): LogPorts {
  const screens = createTerminalScreens();
  return {
    screen: (logFolder) => screens.read(logFolder),

    async save(name, text) {
      const home = homedir();
      const file = path.resolve(cwd, name.replace(/^~(?=\/)/, home));
      const shown = homePath(file, home);
      try {
        await writeNew(file, text, 0o666);
        return { kind: 'saved', sentence: `Saved to ${shown}` };
      } catch (error) {
        const sentence =
          codeOf(error) === 'EEXIST'
            ? `${shown} is there already: give another name.`
            : `${shown} cannot be written: ${reasonOf(error)}.`;
        return { kind: 'failed', sentence };
      }
    },

    async view(program, text) {
      try {
        const folder = await mkdtemp(path.join(tmpdir(), 'meanwhile-log-'));
        try {
          const file = path.join(folder, 'log.txt');
          await writeNew(file, text, 0o600);
          return await runOnTerminal({ ...programFor(program, environment), file, environment });
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      } catch (error) {
        return `The log could not be opened: ${reasonOf(error)}.`;
      }
    },
  };
}

function programFor(program: LogProgram, environment: NodeJS.ProcessEnv) {
  if (program === 'pager') return { program: environment['PAGER']?.trim() || 'less', variable: 'PAGER' };
  return { program: environment['VISUAL']?.trim() || environment['EDITOR']?.trim() || 'vi', variable: 'EDITOR' };
}

/** Fails when it is there; nothing is left of what could not be written whole. */
async function writeNew(file: string, text: AsyncIterable<string>, mode: number): Promise<void> {
  const handle = await open(file, 'wx', mode);
  try {
    for await (const piece of text) await handle.appendFile(piece);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}
