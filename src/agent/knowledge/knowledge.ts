/**
 * What the user and the project have written down for the model: instructions, commands, skills, agents. Read at
 * the start of a session, and the instructions with each prompt, so that a change of them can be told.
 *
 * The project's words are not the user's: they are bounded, and a link in them leads nowhere outside the repository.
 */
import path from 'node:path';
import { readAgents, type WrittenAgent } from './agents.ts';
import { readCommands, type WrittenCommand } from './commands.ts';
import { projectFoldersUp, readInstructions, type Instructions } from './instructions.ts';
import { readSkills, type Skill } from './skills.ts';

export interface Knowledge {
  readonly instructions: readonly Instructions[];
  readonly commands: readonly WrittenCommand[];
  readonly skills: readonly Skill[];
  readonly agents: readonly WrittenAgent[];
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
  const top = folders.at(-1) ?? cwd;
  const [instructions, commands, skills, agents] = await Promise.all([
    readInstructions({ folders, userFolder, home, cwd }),
    readCommands(foldersOf('commands', { cwd, home, userFolder, top })),
    readSkills(foldersOf('skills', { cwd, home, userFolder, top })),
    readAgents(foldersOf('agents', { cwd, home, userFolder, top })),
  ]);
  return {
    instructions: instructions.found,
    commands: commands.found,
    skills: skills.found,
    agents: agents.found,
    problems: [...instructions.problems, ...commands.problems, ...skills.problems, ...agents.problems],
  };
}

/**
 * Where commands, skills or agents may be, from those that count most: of the project before the user's, ours before what was
 * written for other agents (https://code.claude.com/docs/en/slash-commands, https://agents.md).
 */
function foldersOf(
  kind: 'commands' | 'skills' | 'agents',
  { cwd, home, userFolder, top }: KnowledgePlaces & { readonly top: string },
): readonly string[] {
  const others = kind === 'skills' ? ['.agents', '.claude'] : ['.claude'];
  const ofProject = [...new Set([cwd, top])].flatMap((folder) =>
    ['.meanwhile', ...others].map((name) => path.join(folder, name, kind)),
  );
  const ofUser = [path.join(userFolder, kind), ...others.map((name) => path.join(home, name, kind))];
  // A project that is the home folder has the same folders twice.
  return [...new Set([...ofProject, ...ofUser])];
}
