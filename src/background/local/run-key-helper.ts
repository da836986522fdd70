import { execFile } from 'node:child_process';
import { cleanText } from '../clean-text.ts';
import { startOf } from '../cut.ts';
import { withoutSecrets, type Environment } from './environment.ts';

export type HelperAnswer =
  { readonly kind: 'key'; readonly key: string } | { readonly kind: 'failed'; readonly reason: string };

export interface HelperRun {
  /** Where it runs: not in the project, whose files it could take for its own. */
  readonly folder: string;
  readonly environment: Environment;
}

const LIMIT = 30_000;
const MOST_BYTES = 64 * 1024;
const LONGEST_REASON = 200;

/**
 * Runs the command of the setting `apiKeyHelper` in `sh` and answers the key that it prints, or why there is none. What
 * it writes to stdout is never part of a reason. Never rejects.
 */
export function runKeyHelper(command: string, { folder, environment }: HelperRun): Promise<HelperAnswer> {
  const options = { cwd: folder, env: withoutSecrets(environment), timeout: LIMIT, maxBuffer: MOST_BYTES };
  return new Promise((resolve) => {
    const child = execFile('sh', ['-c', command], options, (error, stdout, stderr) => {
      const key = stdout.trim();
      if (error !== null) return resolve({ kind: 'failed', reason: reasonOf(error, stderr) });
      if (key === '') return resolve({ kind: 'failed', reason: 'it printed nothing' });
      if (!/^[\x21-\x7e]+$/.test(key)) return resolve({ kind: 'failed', reason: 'it printed more than a key' });
      resolve({ kind: 'key', key });
    });
    child.stdin?.end();
  });
}

function reasonOf(error: Error & { readonly code?: unknown; readonly killed?: boolean }, stderr: string): string {
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'it printed more than a key';
  if (error.killed === true) return `it took longer than ${LIMIT / 1_000} s`;
  const said = startOf(cleanText(stderr).replace(/\s+/g, ' ').trim(), LONGEST_REASON);
  const end = typeof error.code === 'number' ? `it ended with ${error.code}` : 'it could not be run';
  return said === '' ? end : `${end}: ${said}`;
}
