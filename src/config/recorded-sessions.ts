/** The files that record sessions. */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

export interface RecordedSession {
  readonly id: string;
  readonly file: string;
  /** When something was recorded last. */
  readonly at: number;
}

const EXTENSION = '.jsonl';

/** Those of one project, newest first; none when there is no such folder. */
export function recordedSessions(folder: string): readonly RecordedSession[] {
  return namesIn(folder)
    .filter((name) => name.endsWith(EXTENSION))
    .flatMap((name) => {
      const file = path.join(folder, name);
      const stats = statSync(file, { throwIfNoEntry: false });
      return stats?.isFile() === true ? [{ id: name.slice(0, -EXTENSION.length), file, at: stats.mtimeMs }] : [];
    })
    .sort((one, other) => other.at - one.at);
}

/** The file that records a session. */
export function recordFile(folder: string, id: string): string {
  return path.join(folder, `${id}${EXTENSION}`);
}

/** Where it keeps what files were before its changes. */
export function imagesFolder(folder: string, id: string): string {
  return path.join(folder, `${id}.files`);
}

/** There is no folder before the first session. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
