import { useEffect, useMemo, useRef } from 'react';
import { useApp, useStdout } from 'ink';
import { stopJob } from './stop-job.ts';

export interface Terminal {
  /** Draws everything anew. */
  redraw(): void;
  /** Gives the terminal back to the shell until `fg`; without a shell, only draws anew. */
  suspend(): void;
  /** Gives the terminal to another program until that has settled. */
  lend(program: () => Promise<void>): Promise<void>;
}

const CLEAR = '\u001B[H\u001B[J';
/** A window is drawn bigger and smaller in many steps; after the last one this many milliseconds must pass. */
const SETTLED_MS = 100;

/**
 * Redraws and job control, which Ink leaves to the program. In raw mode Ctrl+Z is input, and a stop from outside would
 * leave the terminal raw: both ways give the terminal back first and take it again. Frames that were on their way
 * while the window changed its size may leave the screen other than Ink believes, so it is drawn anew in the end.
 */
export function useTerminal(): Terminal {
  const { suspendTerminal } = useApp();
  const { stdout, write } = useStdout();
  const suspended = useRef(false);

  const terminal = useMemo(() => {
    const release = async (meanwhile: () => Promise<void>) => {
      if (suspended.current) return;
      suspended.current = true;
      await suspendTerminal(meanwhile).finally(() => {
        suspended.current = false;
      });
    };
    return {
      redraw: () => write(CLEAR),
      lend: release,
      takeBack: () => void release(() => Promise.resolve()),
      suspend: () => void release(() => stopJob()),
    };
  }, [suspendTerminal, write]);

  useEffect(() => {
    process.on('SIGTSTP', terminal.suspend);
    process.on('SIGCONT', terminal.takeBack);
    return () => {
      process.off('SIGTSTP', terminal.suspend);
      process.off('SIGCONT', terminal.takeBack);
    };
  }, [terminal]);

  useEffect(() => {
    let timer: NodeJS.Timeout | undefined;
    const onResize = () => {
      clearTimeout(timer);
      timer = setTimeout(terminal.redraw, SETTLED_MS);
    };
    stdout.on('resize', onResize);
    // Node tells of no resize when the window has its old size again by the time it looks.
    process.on('SIGWINCH', onResize);
    return () => {
      clearTimeout(timer);
      stdout.off('resize', onResize);
      process.off('SIGWINCH', onResize);
    };
  }, [stdout, terminal]);

  return terminal;
}
