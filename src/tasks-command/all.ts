import { list } from './list.ts';
import { log } from './log.ts';
import { pause } from './pause.ts';
import { prune } from './prune.ts';
import { rerun } from './rerun.ts';
import { resume } from './resume.ts';
import { send } from './send.ts';
import { stop } from './stop.ts';
import type { Verb } from './verb.ts';
import { wait } from './wait.ts';

export const verbs: readonly Verb[] = [list, log, stop, send, pause, resume, rerun, wait, prune];
