import { useEffect, useMemo, useRef } from 'react';
import { setTimeout as sleep } from 'node:timers/promises';
import { useApp } from 'ink';

export interface Terminal {
  /** Draws everything anew. */
  redraw(): void;
  /** Gives the terminal back to the shell until `fg`. */
  suspend(): void;
}

/**
 * Job control, which Ink leaves to the program: in raw mode Ctrl+Z is input, and a stop from outside would leave the
 * terminal raw. Both ways give the terminal back first and take it again with a full redraw.
 */
export function useTerminal(): Terminal {
  const { suspendTerminal } = useApp();
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
      redraw: () => void release(() => Promise.resolve()),
      suspend: () =>
        void release(async () => {
          process.kill(process.pid, 'SIGSTOP');
          // The signal takes effect a moment later; going on at once would take the terminal back before it.
          await sleep(30);
        }),
    };
  }, [suspendTerminal]);

  useEffect(() => {
    process.on('SIGTSTP', terminal.suspend);
    process.on('SIGCONT', terminal.redraw);
    return () => {
      process.off('SIGTSTP', terminal.suspend);
      process.off('SIGCONT', terminal.redraw);
    };
  }, [terminal]);

  return terminal;
}
