/** What the gate of a session goes by: the rules of settings, those that were kept, and where new ones are kept. */
import { homedir } from 'node:os';
import type { GateOptions } from '../agent/permissions.ts';
import type { Rules } from '../agent/permissions/rules.ts';
import { openKeptRules } from '../config/kept-rules.ts';
import type { ProjectFolders } from '../config/folders.ts';

export interface GatePorts extends Pick<
  GateOptions,
  'root' | 'mode' | 'ask' | 'onWait' | 'sandbox' | 'whenAsking' | 'guards'
> {
  /** From settings. */
  readonly rules: Rules;
  readonly folders: ProjectFolders;
  /** Tells the user what went wrong. */
  say(sentence: string): void;
}

export function sessionGate({ folders, say, rules, ...ports }: GatePorts): GateOptions {
  const kept = openKeptRules(folders);
  if (kept.problem !== null) say(kept.problem);
  return {
    ...ports,
    rules: { ...rules, allow: [...rules.allow, ...kept.allow] },
    memory: {
      where: `for this project, in ${kept.file.replace(`${homedir()}/`, '~/')}`,
      add(rules) {
        const problem = kept.add(rules);
        if (problem !== null) say(problem);
      },
    },
  };
}

/** The rules of both. */
export function bothRules(one = NONE, other = NONE): Rules {
  return {
    allow: [...one.allow, ...other.allow],
    ask: [...one.ask, ...other.ask],
    deny: [...one.deny, ...other.deny],
  };
}

const NONE: Rules = { allow: [], ask: [], deny: [] };
