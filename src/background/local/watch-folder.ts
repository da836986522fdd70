import fs from 'node:fs';
import { performance } from 'node:perf_hooks';
import { createPoller, type Poller } from './poll-in-turn.ts';

/** Watches the folders of tasks. */
export interface FolderWatcher {
  watch(watched: WatchedFolder): FolderWatch;
}

export interface WatchedFolder {
  readonly folder: string;
  readonly onState: () => void;
  /** Answers whether there was something new. */
  readonly onOutput: () => boolean;
}

export interface FolderWatch {
  close(): void;
}

/**
 * Looks at a task's folder whenever it changes: at once for the state, at most once an `interval` for output; and now
 * and then in any case, every `poll` at most, because watching may be refused or miss something.
 */
export function createFolderWatcher(options: { readonly interval: number; readonly poll: number }): FolderWatcher {
  const { interval, poll } = options;
  const poller = createPoller(poll);
  return { watch: (watched) => watchFolder(watched, { interval, poller }) };
}

/** A flood of output is not listened to, as each of its thousands of writes a second would wake us, and looked at more seldom. */
function watchFolder(
  { folder, onState, onOutput }: WatchedFolder,
  { interval, poller }: { readonly interval: number; readonly poller: Poller },
): FolderWatch {
  let watcher = watch(folder, { onChange, onLost });
  let writes = 0;
  let outputTimer: NodeJS.Timeout | undefined;
  let nextOutput = 0;
  const polled = poller.add(() => {
    const isNew = outputTimer !== undefined || outputNow();
    onState();
    return isNew || watcher === undefined;
  });

  return {
    close() {
      watcher?.close();
      polled.remove();
      clearTimeout(outputTimer);
    },
  };

  function onChange(name: string | null): void {
    polled.wake();
    if (!name?.startsWith('log.')) return onState();
    outputSoon();
    writes++;
    if (writes === FLOOD) watcher?.close();
  }

  /** The folder was removed, or the system has no watches left: the polls go on. */
  function onLost(): void {
    watcher?.close();
    watcher = undefined;
  }

  function outputSoon(): void {
    const wait = Math.max(nextOutput - performance.now(), 0);
    outputTimer ??= setTimeout(outputNow, wait).unref();
  }

  function outputNow(): boolean {
    outputTimer = undefined;
    const wasFlooded = writes >= FLOOD;
    nextOutput = performance.now() + (wasFlooded ? FLOOD_INTERVALS : 1) * interval;
    writes = 0;
    if (wasFlooded) watcher = watch(folder, { onChange, onLost });
    const isNew = onOutput();
    if (wasFlooded) onState();
    return isNew;
  }
}

/** Writes between two looks that count as a flood. */
const FLOOD = 20;
/** So many intervals are between two looks at a flood. */
const FLOOD_INTERVALS = 4;

function watch(
  folder: string,
  { onChange, onLost }: { readonly onChange: (name: string | null) => void; readonly onLost: () => void },
): fs.FSWatcher | undefined {
  try {
    const watcher = fs.watch(folder, { persistent: false }, (_event, name) => onChange(name));
    watcher.on('error', onLost);
    return watcher;
  } catch {
    return undefined;
  }
}
