import fs from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { Listeners } from './listeners.ts';

/** Reads `/proc/net/tcp` (proc_pid_net(5)): sockets of this network namespace, by inode. */
export function listenersOfProc(): Listeners {
  return {
    async sockets() {
      const tables = await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map(readTable));
      return new Map(tables.flatMap(listeningIn));
    },
    holders: holdersOf,
  };
}

async function readTable(file: string): Promise<string> {
  return readFile(file, 'latin1').catch(() => '');
}

/** Lines are `0: 0100007F:1435 00000000:0000 0A …`; the tenth field is the inode, and state 0A is listening. */
export function listeningIn(table: string): readonly (readonly [string, number])[] {
  return table.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const [, local = '', , state] = fields;
    const inode = fields[9];
    if (state !== '0A' || inode === undefined) return [];
    const port = Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16);
    return [[`${inode}:${port}`, port] as const];
  });
}

/** In slices: somebody's browser holds thousands of descriptors. */
async function holdersOf(sockets: ReadonlySet<string>): Promise<ReadonlyMap<string, readonly number[]>> {
  const byLink = new Map([...sockets].map((socket) => [`socket:[${socket.slice(0, socket.indexOf(':'))}]`, socket]));
  const holders = new Map<string, number[]>();
  let looked = 0;
  for (const pid of namesIn('/proc').filter((name) => /^\d+$/.test(name))) {
    for (const descriptor of namesIn(`/proc/${pid}/fd`)) {
      looked += 1;
      if (looked % SLICE === 0) await setImmediate();
      const socket = byLink.get(linkOf(`/proc/${pid}/fd/${descriptor}`));
      if (socket !== undefined) holders.set(socket, [...(holders.get(socket) ?? []), Number(pid)]);
    }
  }
  return holders;
}

const SLICE = 500;

/** Nothing when it ended meanwhile, or when it belongs to another user. */
function namesIn(folder: string): readonly string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}

function linkOf(file: string): string {
  try {
    return fs.readlinkSync(file);
  } catch {
    return '';
  }
}
