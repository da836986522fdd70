/** Runs a program of the user's on the terminal, which has to be free for it. */
import { spawn } from 'node:child_process';
import { withoutSecrets } from '../background/local/environment.ts';
import { stopJob } from '../components/stop-job.ts';
import { setBlocking } from './terminal-output.ts';

export interface TerminalProgram {
  /** With its options, as the user's variable has it; a shell reads it. */
  readonly program: string;
  readonly file: string;
  /** What to set when there is no such program: `EDITOR`. */
  readonly variable: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Waits until it has ended. Answers what went wrong, in a sentence. Never rejects. */
export function runOnTerminal({ program, file, variable, environment }: TerminalProgram): Promise<string | null> {
  const giveBack = leaveSignalsToIt();
  setBlocking(true);
  return new Promise<string | null>((resolve) => {
    const child = spawn('/bin/sh', ['-c', `${program} "$1"`, 'sh', file], {
      stdio: 'inherit',
      env: withoutSecrets(environment),
    });
    child.on('error', (error) => resolve(`${program} did not start: ${error.message}.`));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(null);
      else if (code === 127)
        resolve(`There is no ${program}. Set ${variable} to the ${variable.toLowerCase()} you use.`);
      else resolve(`${program} ended with ${code === null ? signal : `exit ${code}`}.`);
    });
  }).finally(() => {
    setBlocking(false);
    giveBack();
  });
}

/** Its keys send signals to us too: an interrupt is its own; when it is stopped, so are we, and the shell goes on. */
function leaveSignalsToIt(): () => void {
  const interrupts = process.listeners('SIGINT');
  const ignore = () => undefined;
  const stop = () => void stopJob({ alone: true });
  process.removeAllListeners('SIGINT');
  process.on('SIGINT', ignore);
  process.on('SIGTSTP', stop);
  return () => {
    process.off('SIGTSTP', stop);
    process.off('SIGINT', ignore);
    for (const listener of interrupts) process.on('SIGINT', listener);
  };
}
