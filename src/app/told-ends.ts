/** Which ends the recorded sessions of a project have still to tell. */
import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { AgentEvent } from '../agent/events.ts';
import { readRecord } from '../agent/record-line.ts';
import { foldShells } from '../agent/replay-shells.ts';
import type { TaskOnDisk } from '../background/local/find-tasks.ts';
import type { TaskId } from '../background/task.ts';
import { recordFile } from '../config/recorded-sessions.ts';

/**
 * Answers whether the session of a task has told its end, or is not there to do so. Each record is read once, piece by
 * piece: it may be long, and keys do not wait for it.
 */
export function createToldEnds(sessionsFolder: string): (task: TaskOnDisk) => Promise<boolean> {
  const told = new Map<string, Promise<ReadonlySet<TaskId> | undefined>>();
  return async ({ record: { id, spec } }) => {
    const { sessionId } = spec;
    const known = told.get(sessionId) ?? toldIn(recordFile(sessionsFolder, sessionId));
    told.set(sessionId, known);
    return (await known)?.has(id) ?? true;
  };
}

/** Nothing when there is no such record. What cannot be read tells nothing. */
async function toldIn(record: string): Promise<ReadonlySet<TaskId> | undefined> {
  if (!existsSync(record)) return undefined;
  const told = new Set<TaskId>();
  const shells: AgentEvent[] = [];
  try {
    for await (const line of createInterface({ input: createReadStream(record), crlfDelay: Infinity })) {
      if (!TELLS.test(line)) continue;
      for (const event of readRecord(line)) {
        if (event.type === 'user_message') event.told.forEach((id) => told.add(id));
        else shells.push(event);
      }
    }
  } catch {
    // Its disk failed, or it was removed meanwhile: what is not known to be told is kept.
  }
  for (const id of foldShells(shells).reported) told.add(id);
  return told;
}

/** As `recordLine` of the journal begins them. */
const TELLS = /^\{"v":\d+,"type":"(?:user_message|shell_started|shell_done|task_done)"/;
