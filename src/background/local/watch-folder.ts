import fs from 'node:fs';

export interface FolderWatch {
  close(): void;
}

/**
 * Looks at a task's folder whenever it changes: at once for the state, at most once an `interval` for output, and
 * every `poll` in any case, because watching may be refused or miss something.
 */
export function watchFolder(options: {
  readonly folder: string;
  readonly onState: () => void;
  readonly onOutput: () => void;
  readonly interval: number;
  readonly poll: number;
}): FolderWatch {
  const { folder, onState, onOutput, interval, poll } = options;
  let outputTimer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, (name) => {
    if (name?.startsWith('log.')) outputSoon();
    else onState();
  });
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

  function outputSoon(): void {
    outputTimer ??= setTimeout(() => {
      outputTimer = undefined;
      onOutput();
    }, interval).unref();
  }
}

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
