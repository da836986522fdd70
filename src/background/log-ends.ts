import type { Run } from './executor.ts';
import type { LogLine } from './task.ts';

/** The first and the last lines of a log, with a gap for what was not read or not kept. */
export async function readEnds(run: Run): Promise<readonly LogLine[]> {
  const tail = await run.readLog({ before: 'end', bytes: DIGEST_BYTES });
  if (tail.atStart) return tail.lines;
  const head = await run.readLog({ after: 0, bytes: Math.min(DIGEST_BYTES, tail.from) });
  const unread = Math.max(tail.from - head.to, 0);
  return [...head.lines, ...(unread > 0 ? [{ kind: 'gap', bytes: unread } as const] : []), ...tail.lines];
}

/** How much of each end of a log a digest is made from. */
const DIGEST_BYTES = 128 * 1024;
