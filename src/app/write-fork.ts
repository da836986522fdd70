import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { AgentEvent } from '../agent/events.ts';
import { recordLine } from '../agent/journal.ts';
import { recordFile } from './session-choice.ts';

/** Writes the record that a new session goes on with; answers the session's id. Throws what the file system throws. */
export function writeFork(folder: string, events: readonly AgentEvent[]): string {
  const id = randomBytes(4).toString('hex');
  writeFileSync(recordFile(folder, id), events.map(recordLine).join(''), { mode: 0o600, flag: 'wx' });
  return id;
}
