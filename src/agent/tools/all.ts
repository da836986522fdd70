import type { WrittenAgent } from '../knowledge/agents.ts';
import { backgroundAgent } from './background-agent.ts';
import { askUser } from './ask-user.ts';
import { backgroundRun } from './background-run.ts';
import { bash } from './bash.ts';
import { checkBackground } from './check-background.ts';
import { editFile } from './edit-file.ts';
import { findFiles } from './find-files.ts';
import { listDirectory } from './list-directory.ts';
import { pauseBackground } from './pause-background.ts';
import { proposePlan } from './propose-plan.ts';
import { readFile } from './read-file.ts';
import { resumeBackground } from './resume-background.ts';
import { searchFiles } from './search-files.ts';
import { sendBackground } from './send-background.ts';
import { stopBackground } from './stop-background.ts';
import { todoWrite } from './todo-write.ts';
import type { AnyTool } from './tool.ts';
import { webFetch } from './web-fetch.ts';
import { writeFile } from './write-file.ts';

const plainTools: readonly AnyTool[] = [
  bash,
  backgroundRun,
  checkBackground,
  sendBackground,
  stopBackground,
  pauseBackground,
  resumeBackground,
  readFile,
  writeFile,
  editFile,
  searchFiles,
  findFiles,
  listDirectory,
  webFetch,
  todoWrite,
  askUser,
  proposePlan,
];

/** `kinds`: of background agents. In the order in which they are offered; a stable order keeps the model's prompt cache. */
export function toolsWith(kinds: readonly WrittenAgent[]): readonly AnyTool[] {
  return [...plainTools, backgroundAgent(plainTools, kinds)];
}

export const allTools: readonly AnyTool[] = toolsWith([]);
