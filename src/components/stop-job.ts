/** Job control: what the terminal itself does at ctrl+z where it is not raw. */
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';

/**
 * Stops the whole job: also npm, npx or a script above, without which the shell would not have its prompt. Settles when
 * the shell continues it; at once where no shell could (the kernel ignores SIGTSTP in an orphaned process group), or
 * where it is ignored.
 *
 * `alone`: the terminal has signalled the others already.
 */
export async function stopJob({ alone = false }: { readonly alone?: boolean } = {}): Promise<void> {
  const listeners = process.listeners('SIGTSTP');
  // Without a listener the signal stops the process.
  process.removeAllListeners('SIGTSTP');
  process.kill(alone ? process.pid : 0, 'SIGTSTP');
  // The signal takes effect a moment later.
  await sleep(TAKES_EFFECT_MS);
  // The SIGCONT that ended this is heard before it settles.
  await setImmediate();
  for (const listener of listeners) process.on('SIGTSTP', listener);
}

const TAKES_EFFECT_MS = 30;
