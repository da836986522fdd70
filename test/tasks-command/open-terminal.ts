/** Another terminal: `meanwhile tasks …` as a process of its own, and the tasks of a project that a program runs. */
import { mkdir } from 'node:fs/promises';
import { execa } from 'execa';
import { onTestFinished } from 'vitest';
import { foldersOf } from '../../src/config/folders.ts';
import { createPlace, PROGRAM, type Place } from '../fixtures/program.ts';
import { openBackground, type Background } from '../background/open-background.ts';

export interface OtherTerminal {
  readonly place: Place;
  /** A program's tasks in the project. */
  readonly background: Background;
  /** Runs the built program in the project, to its end. */
  tasks(...args: readonly string[]): Promise<Ran>;
  /** The same, while it goes on. */
  start(...args: readonly string[]): ReturnType<typeof startProgram>;
}

export interface Ran {
  readonly code: number | undefined;
  readonly out: string;
  readonly err: string;
}

export async function openTerminal(): Promise<OtherTerminal> {
  const place = await createPlace();
  onTestFinished(() => place.remove());
  const { tasks: tasksFolder } = foldersOf({ stateFolder: place.state, cwd: place.project });
  await mkdir(tasksFolder, { recursive: true });
  const background = await openBackground({ tasksFolder, pollInterval: 100 });
  return {
    place,
    background,
    async tasks(...args) {
      const { exitCode, stdout, stderr } = await startProgram(place, args);
      return { code: exitCode, out: stdout, err: stderr };
    },
    start: (...args) => startProgram(place, args),
  };
}

function startProgram(place: Place, args: readonly string[]) {
  return execa(process.execPath, [PROGRAM, 'tasks', ...args], {
    cwd: place.project,
    env: place.env,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  });
}
