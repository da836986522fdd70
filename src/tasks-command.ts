/** `meanwhile tasks`: background tasks from any terminal, while a program runs in the folder and while none does. */
import { homedir } from 'node:os';
import path from 'node:path';
import { loadConfig, stateFolder, type ConfigSources } from './config.ts';
import { currentFolder } from './config/current-folder.ts';
import { recordedFolder } from './config/gone-folder.ts';
import { tasksHelp, verbHelp } from './tasks-command/help.ts';
import { openProjects } from './tasks-command/open-projects.ts';
import { createPrinter } from './tasks-command/printer.ts';
import { readArguments } from './tasks-command/read-arguments.ts';
import { Refusal } from './tasks-command/verb.ts';

/** `argv` without the program and `tasks`. Answers the exit code. */
export async function runTasksCommand(argv: readonly string[]): Promise<number> {
  const { stdout, stderr, env } = process;
  const print = createPrinter({ stdout, stderr, env });
  try {
    return await run(argv);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    print.note(error.message);
    return 2;
  }

  async function run(words: readonly string[]): Promise<number> {
    const read = readArguments(words);
    if (read.kind === 'help') {
      await print.part(read.verb === undefined ? tasksHelp() : verbHelp(read.verb));
      return 0;
    }
    const { verb, given } = read;
    const here = currentFolder(env);
    const home = homedir();
    const state = stateFolder({ env, homedir: home, cwd: here });
    const project = recordedFolder(path.resolve(here, read.cwd), state);
    if (project.kind === 'error') throw new Refusal(project.sentence);
    const now = Date.now;
    const sources = { argv: ['--cwd', project.folder], env, homedir: home, cwd: here };
    const logBytes = verb.starts === true ? await logBytesOf(sources) : undefined;
    const projects = openProjects({
      stateFolder: state,
      cwd: project.folder,
      all: given.all,
      env,
      now,
      home,
      logBytes,
    });
    try {
      const find = projects.find.bind(projects, given.ids);
      return await verb.run({ given, print, now, home, open: projects.open, find });
    } finally {
      await projects.close();
    }
  }
}

/** As the settings say; throws a `Refusal` when one is wrong. */
async function logBytesOf(sources: ConfigSources): Promise<number | undefined> {
  const loaded = await loadConfig(sources);
  if (loaded.kind === 'error') throw new Refusal(loaded.sentence);
  return loaded.kind === 'ok' ? loaded.config.logBytes : undefined;
}
