/**
 * Whether a sandbox was made: without this, what keeps bwrap from making one would pass for the command's own failure.
 *
 * The words of a sandbox expect this descriptor to be open for writing, to a pipe. bwrap reports there the exit code of
 * the command, and only if that began (`--json-status-fd` in bwrap(1)); on macOS, a line is written when it begins.
 * `supervise.sh` looks for the same.
 */
export const STATUS_DESCRIPTOR = 4;

export const BEGAN = 'the command began';

/** `said`: all that came through the pipe; `code`: of the program that makes the sandbox, `null` when a signal ended it. */
export function wasMade(said: string, code: number | null): boolean {
  return code === null || code >= 128 || said.includes('"exit-code"') || said.includes(BEGAN);
}

/** Added to the exit code in a task's folder when no sandbox was made. */
export const NOT_MADE = 1_000;
