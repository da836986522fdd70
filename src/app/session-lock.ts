/**
 * One program writes a session: who has it open holds a socket that nobody else can have. It goes with its process,
 * however that ends, so no stale lock is ever left; a file with a pid would be.
 *
 * On Linux the socket is an abstract one, without a file. Elsewhere it is a file in the system's temporary folder,
 * because the path of a socket may have no more than about 100 bytes; a dead one is found by nobody answering.
 */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';

export interface SessionLock {
  release(): void;
}

/** Locks the session that `file` records; `null` when another program has it open. */
export async function lockSession(file: string): Promise<SessionLock | null> {
  const address = addressOf(file);
  const server = (await listen(address)) ?? (await listenAtDead(address));
  return server === null ? null : { release: () => void server.close() };
}

/** Whether a program, this one too, has the session open that `file` records. */
export function isSessionLocked(file: string): Promise<boolean> {
  return answers(addressOf(file));
}

function addressOf(file: string): string {
  const name = `meanwhile-${userInfo().uid}-${createHash('sha256').update(file).digest('hex').slice(0, 16)}`;
  return process.platform === 'linux' ? `\0${name}` : path.join(tmpdir(), name);
}

async function listenAtDead(address: string): Promise<Server | null> {
  if (address.startsWith('\0') || (await answers(address))) return null;
  rmSync(address, { force: true });
  return listen(address);
}

function listen(address: string): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.on('error', () => resolve(null));
    server.listen(address, () => resolve(server.unref()));
  });
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('connect', () => settle(true));
    socket.on('error', () => settle(false));
  });
}
