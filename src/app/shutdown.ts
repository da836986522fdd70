/** The ways in which the program ends that are not the user's word. */

export interface Ending {
  readonly tasks: 'stop' | 'keep';
  readonly code: number;
  /** What broke, to be printed when the terminal is the shell's again. */
  readonly error?: unknown;
}

/** Exit codes as shells report them: 128 and the signal's number. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Tells of signals and of errors that nobody caught; tasks survive both. Answers how to hear no more of them. */
export function watchForEnd(end: (ending: Ending) => void): () => void {
  const onSignal = (signal: keyof typeof SIGNALS) => end({ tasks: 'keep', code: SIGNALS[signal] });
  const onError = (error: unknown) => end({ tasks: 'keep', code: 1, error });
  const signals = Object.keys(SIGNALS) as (keyof typeof SIGNALS)[];
  for (const signal of signals) process.on(signal, onSignal);
  process.on('uncaughtException', onError);
  process.on('unhandledRejection', onError);
  // A warning printed by Node itself would tear the screen.
  const printers = process.listeners('warning');
  process.removeAllListeners('warning');
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
    process.off('uncaughtException', onError);
    process.off('unhandledRejection', onError);
    for (const printer of printers) process.on('warning', printer);
  };
}
