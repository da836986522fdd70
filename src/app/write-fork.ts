import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { AgentEvent } from '../agent/events.ts';
import { recordLine } from '../agent/record-line.ts';
import { writeWhole } from '../background/write-whole.ts';
import { imagesFolder, recordFile } from '../config/recorded-sessions.ts';
import { titleOf } from './session-list.ts';

/** What a fork is made of. */
export interface ForkSource {
  /** The session that is forked. */
  readonly session: { readonly id: string };
  readonly sessionsFolder: string;
}

/**
 * Writes the record that a new session goes on with, and beside it what files were, so that changes of them can be taken
 * back there too; answers the session's id. Throws what the file system throws.
 */
export function writeFork({ session, sessionsFolder }: ForkSource, events: readonly AgentEvent[]): string {
  const id = randomBytes(4).toString('hex');
  shareImages(events, { from: imagesFolder(sessionsFolder, session.id), to: imagesFolder(sessionsFolder, id) });
  const record = [...events, ...titleFor(events)].map(recordLine).join('');
  writeWhole(recordFile(sessionsFolder, id), record);
  return id;
}

/** A title that tells the two apart in a list. */
function titleFor(events: readonly AgentEvent[]): readonly AgentEvent[] {
  const title = titleOf(events);
  if (title === undefined) return [];
  const [, plain = title, mark, count = '1'] = /^(.*?)( \(fork(?: (\d+))?\))?$/s.exec(title) ?? [];
  const next = mark === undefined ? 'fork' : `fork ${Number(count) + 1}`;
  return [{ type: 'session_titled', at: Date.now(), title: `${plain} (${next})` }];
}

/** By links: they are never written again, and each session removes only its own names. */
function shareImages(
  events: readonly AgentEvent[],
  { from, to }: { readonly from: string; readonly to: string },
): void {
  const changes = events.flatMap((event) => (event.type === 'file_changing' ? [event.change] : []));
  const kept = new Set(changes.flatMap(({ before, after }) => [before, after]));
  const there = [...kept].filter((hash) => hash !== null && existsSync(path.join(from, hash)));
  if (there.length > 0) mkdirSync(to, { mode: 0o700 });
  for (const hash of there) if (hash !== null) linkSync(path.join(from, hash), path.join(to, hash));
}
