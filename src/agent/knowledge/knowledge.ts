/**
 * What the user and the project have written down for the model: instructions, commands, skills. Read once, at the
 * start of a session, because nothing in the system prompt may change later.
 *
 * The project's words are not the user's: they are bounded, and a link in them leads nowhere outside the repository.
 */
import path from 'node:path';
import { readCommands, type WrittenCommand } from './commands.ts';
import { projectFoldersUp, readInstructions, type Instructions } from './instructions.ts';
import { readSkills, type Skill } from './skills.ts';

export interface Knowledge {
  readonly instructions: readonly Instructions[];
  readonly commands: readonly WrittenCommand[];
  readonly skills: readonly Skill[];
  /** What could not be used and why, one sentence each; and what was left out. */
  readonly problems: readonly string[];
}

export interface KnowledgePlaces {
  /** The project: absolute, with links resolved. */
  readonly cwd: string;
  readonly home: string;
  /** Where the user's own settings are. */
  readonly userFolder: string;
}

/** Never rejects. */
export async function readKnowledge({ cwd, home, userFolder }: KnowledgePlaces): Promise<Knowledge> {
  const folders = projectFoldersUp(cwd, home);
  // The project's own go before the user's of the same name.
  const own = [path.join(cwd, '.meanwhile'), userFolder];
  const [instructions, commands, skills] = await Promise.all([
    readInstructions({ folders, userFolder, home, cwd }),
    readCommands(own.map((folder) => path.join(folder, 'commands'))),
    readSkills(own.map((folder) => path.join(folder, 'skills'))),
  ]);
  return {
    instructions: instructions.found,
    commands: commands.found,
    skills: skills.found,
    problems: [...instructions.problems, ...commands.problems, ...skills.problems],
  };
}
