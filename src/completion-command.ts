/** `meanwhile completion`: scripts for shells, and the words that those scripts ask for. */
import { homedir } from 'node:os';
import { listSessions } from './app/session-list.ts';
import { readTask, taskFolders } from './background/local/find-tasks.ts';
import { cleanText } from './background/clean-text.ts';
import { commandLine } from './background/start-command.ts';
import { candidates, type KnownNames } from './completion/candidates.ts';
import { completionScript, SHELLS } from './completion/shells.ts';
import { loadConfig, stateFolder } from './config.ts';
import { currentFolder } from './config/current-folder.ts';
import { foldersOf } from './config/folders.ts';
import { complain, say } from './print.ts';

/** `argv` without the program and `completion`. Answers the exit code. */
export async function runCompletionCommand(argv: readonly string[]): Promise<number> {
  const [name, separator, ...words] = argv;
  if (name === 'words' && separator === '--') return printWords(words);
  const shell = SHELLS.find((one) => one === name);
  if (shell === undefined || separator !== undefined) {
    complain(
      `completion takes the name of a shell: ${SHELLS.join(', ')}. For bash: eval "$(${commandLine('completion bash')})"`,
    );
    return 2;
  }
  say(completionScript(shell));
  return 0;
}

/** A line each: the word, a tab, what it is. */
async function printWords(words: readonly string[]): Promise<number> {
  for (const { word, help } of await candidates(words, namesHere())) {
    say(`${word}\t${cleanText(help).replaceAll(/\s+/g, ' ')}\n`);
  }
  return 0;
}

function namesHere(): KnownNames {
  const here = currentFolder(process.env);
  const sources = { env: process.env, homedir: homedir(), cwd: here };
  const folders = foldersOf({ stateFolder: stateFolder(sources), cwd: here });
  return {
    tasks: () =>
      taskFolders(folders.tasks).flatMap((id) => {
        const { command, label } = readTask(folders.tasks, id)?.record.spec ?? {};
        return command === undefined ? [] : [{ word: id, help: label ?? command }];
      }),
    async sessions() {
      const listed = await listSessions({ folder: folders.sessions, current: '', tasks: [], now: Date.now() });
      return listed.map(({ id, title }) => ({ word: id, help: title }));
    },
    async servers() {
      const loaded = await loadConfig({ ...sources, argv: [] });
      const names = loaded.kind === 'ok' ? Object.keys(loaded.config.settings.mcpServers ?? {}) : [];
      return names.map((word) => ({ word, help: '' }));
    },
  };
}
