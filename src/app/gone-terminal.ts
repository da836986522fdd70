/**
 * Closes standard streams whose terminal is gone. Node 20 sets the modes of each back when it exits, takes the EIO of a
 * terminal that was closed for a fault of its own and aborts (`ResetStdio` in src/node.cc); streams that are closed it
 * leaves alone.
 */
import { closeSync } from 'node:fs';
import { isatty } from 'node:tty';

export function closeGoneTerminalOnExit(): void {
  const terminals = [0, 1, 2].filter((fd) => isatty(fd));
  process.on('exit', () => {
    for (const fd of terminals.filter((one) => !isatty(one))) {
      try {
        closeSync(fd);
      } catch {
        // It is closed already.
      }
    }
  });
}
