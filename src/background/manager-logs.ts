/** What the manager tells of logs: read by pages, searched, and in brief. */
import { ENCODING_NOTE, withEncodingNote } from './encoding-note.ts';
import { digestLog } from './digest.ts';
import { createDigestSource } from './digest-source.ts';
import type { Run } from './executor.ts';
import { createLogSearch } from './log-search.ts';
import type { BackgroundManager } from './manager-contract.ts';
import type { TaskId } from './task.ts';
import type { Digest, LogPage, LogQuery } from './task-log.ts';
import { startOf } from './cut.ts';

export type ManagerLogs = Pick<BackgroundManager, 'readLog' | 'searchLog' | 'findErrors' | 'digest'>;

export interface ManagerLogsOptions {
  /** Nothing for a task that is not there or was never started. */
  readonly runOf: (id: TaskId) => Run | undefined;
  /** How long a digest may be, in characters. */
  readonly digestChars: number;
}

export function createManagerLogs({ runOf, digestChars }: ManagerLogsOptions): ManagerLogs {
  const digestSource = createDigestSource();
  const search = createLogSearch(digestSource);

  return {
    readLog,
    searchLog: (id, query) => search.search((page) => readLog(id, page), query),
    findErrors: (id) => search.errors((page) => readLog(id, page)),
    async digest(id, wanted = digestChars) {
      const run = runOf(id);
      if (run === undefined) return NO_DIGEST;
      const budget = Math.min(wanted, digestChars);
      const answer = run.answer?.();
      // It is no part of the log.
      if (answer !== undefined) return { text: cutAnswer(answer, budget), lines: [] };
      const pieces = await digestSource.read((query) => run.readLog(query));
      const digest = digestLog(pieces, budget);
      if (!digest.text.includes('\ufffd')) return digest;
      const shorter = digestLog(pieces, Math.max(budget - ENCODING_NOTE.length - 1, 0));
      return { ...shorter, text: withEncodingNote(shorter.text) };
    },
  };

  async function readLog(id: TaskId, query: LogQuery): Promise<LogPage> {
    return runOf(id)?.readLog(query) ?? EMPTY_PAGE;
  }
}

const NO_DIGEST: Digest = { text: '', lines: [] };

const EMPTY_PAGE: LogPage = { lines: [], from: 0, to: 0, size: 0, atStart: true, atEnd: true };

/** An answer is read from its beginning; what is left out of it stands in the log. */
function cutAnswer(answer: string, budget: number): string {
  if (answer.length <= budget) return answer;
  const mark = `\n… ${answer.length} characters in all; the log holds the rest …`;
  return `${startOf(answer, budget - mark.length)}${mark}`;
}
