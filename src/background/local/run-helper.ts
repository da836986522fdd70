/** Runs a short program of ours to its end and answers what it printed. Not for commands of the user or the model. */

export interface Helper {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** Milliseconds after which it is ended. */
  readonly timeout: number;
  /** The most characters that are read; then it is ended. */
  readonly most: number;
}

export interface HelperRun {
  readonly stdout: string;
  readonly stderr: string;
  /** `null` when it was ended, or could not be started. */
  readonly exitCode: number | null;
  /** It printed more than was read, or did not end in time. */
  readonly cut: 'full' | 'slow' | null;
}

/** Never rejects. */
export async function runHelper({ file, args, cwd, signal, timeout, most }: Helper): Promise<HelperRun> {
  const options = { cwd, cancelSignal: signal, timeout, maxBuffer: most, reject: false, stdin: 'ignore' } as const;
  const { execa } = await import('execa');
  const ran = await execa(file, args, { ...options, stripFinalNewline: false });
  return {
    stdout: ran.stdout ?? '',
    stderr: ran.stderr || (ran.exitCode === undefined ? (ran.shortMessage ?? '') : ''),
    exitCode: ran.exitCode ?? null,
    cut: ran.isMaxBuffer ? 'full' : ran.timedOut ? 'slow' : null,
  };
}
