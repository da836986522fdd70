import fs from 'node:fs';
import { performance } from 'node:perf_hooks';

export interface FolderWatch {
  close(): void;
}

/**
 * Looks at a task's folder whenever it changes: at once for the state, at most once an `interval` for output, and
 * every `poll` in any case, because watching may be refused or miss something. A flood of output is not listened to,
 * as each of its thousands of writes a second would wake us, and looked at more seldom.
 */
export function watchFolder(options: {
  readonly folder: string;
  readonly onState: () => void;
  readonly onOutput: () => void;
  readonly interval: number;
  readonly poll: number;
}): FolderWatch {
  const { folder, onState, onOutput, interval, poll } = options;
  let watcher = watch(folder, onChange);
  let writes = 0;
  let outputTimer: NodeJS.Timeout | undefined;
  let nextOutput = 0;
  const poller = setInterval(() => {
    outputSoon();
    onState();
  }, poll);

  return {
    close() {
      watcher?.close();
      clearInterval(poller);
      clearTimeout(outputTimer);
    },
  };

  function onChange(name: string | null): void {
    if (!name?.startsWith('log.')) return onState();
    outputSoon();
    writes++;
    if (writes === FLOOD) watcher?.close();
  }

  function outputSoon(): void {
    const wait = Math.max(nextOutput - performance.now(), 0);
    outputTimer ??= setTimeout(outputNow, wait).unref();
  }

  function outputNow(): void {
    outputTimer = undefined;
    const wasFlooded = writes >= FLOOD;
    nextOutput = performance.now() + (wasFlooded ? FLOOD_INTERVALS : 1) * interval;
    writes = 0;
    if (wasFlooded) watcher = watch(folder, onChange);
    onOutput();
    if (wasFlooded) onState();
  }
}

/** Writes between two looks that count as a flood. */
const FLOOD = 20;
/** So many intervals are between two looks at a flood. */
const FLOOD_INTERVALS = 4;

function watch(folder: string, onChange: (name: string | null) => void): fs.FSWatcher | undefined {
  try {
    const watcher = fs.watch(folder, { persistent: false }, (_event, name) => onChange(name));
    // The folder was removed, or the system has no watches left: the poll goes on.
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
