/** What the gate of a session goes by: the rules that were kept, and where new ones are kept. */
import { homedir } from 'node:os';
import type { GateOptions } from '../agent/permissions.ts';
import { openKeptRules } from '../config/kept-rules.ts';
import type { ProjectFolders } from '../config/folders.ts';

export interface GatePorts extends Pick<GateOptions, 'root' | 'mode' | 'ask'> {
  readonly folders: ProjectFolders;
  /** Tells the user what went wrong. */
  say(sentence: string): void;
}

export function sessionGate({ folders, say, ...ports }: GatePorts): GateOptions {
  const kept = openKeptRules(folders);
  if (kept.problem !== null) say(kept.problem);
  return {
    ...ports,
    rules: { allow: kept.allow, ask: [], deny: [] },
    memory: {
      where: `for this project, in ${kept.file.replace(`${homedir()}/`, '~/')}`,
      add(rules) {
        const problem = kept.add(rules);
        if (problem !== null) say(problem);
      },
    },
  };
}
