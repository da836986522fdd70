import type { Listeners } from './listeners.ts';

/** Asks `lsof`, for systems without `/proc`. A socket is named by its process and its port. */
export function listenersOfLsof(): Listeners {
  return {
    async sockets() {
      const { execa } = await import('execa');
      const { stdout } = await execa('lsof', ['-nP', '-iTCP', '-sTCP:LISTEN', '-Fpn'], {
        reject: false,
        stdin: 'ignore',
        timeout: PATIENCE,
      });
      return parseListeners(stdout ?? '');
    },
    async holders(sockets) {
      return new Map([...sockets].map((socket) => [socket, [Number(socket.slice(0, socket.indexOf(':')))]]));
    },
  };
}

const PATIENCE = 10_000;

/** Lines are `p4711`, then for each of its sockets `n*:5173` or `n[::1]:5173`, with other fields between. */
export function parseListeners(listing: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  let pid = '';
  for (const line of listing.split('\n')) {
    if (line.startsWith('p')) pid = line.slice(1);
    const port = /^n.*:(\d+)$/.exec(line)?.[1];
    if (port !== undefined) found.set(`${pid}:${port}`, Number(port));
  }
  return found;
}
