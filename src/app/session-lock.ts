/**
 * One program writes a session: who has it open holds a socket beside its record. It goes with its process, however
 * that ends, so a lock never outlives its holder; a file with a pid would, and pids mean nothing across containers.
 *
 * The socket is a file in the folder of the sessions, which is its user's alone: nobody else can hold a lock, and every
 * spelling of the path and every network namespace leads to the same one. What a killed program leaves is found dead,
 * because nobody answers, and replaced. Where that folder can hold no socket, a private one among the temporary files
 * does.
 */
import { createHash, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { exposureOf } from '../config/private-folder.ts';
import { codeOf } from '../agent/tools/outcome.ts';
import { answersAt, withSocketAddress } from './socket-address.ts';

export interface SessionLock {
  release(): void;
}

/** Locks the session that `file` records; `null` when another program has it open. Rejects where no lock can be made. */
export async function lockSession(file: string): Promise<SessionLock | null> {
  try {
    return await lockAt(besideRecord(file));
  } catch (error) {
    if (!CANNOT_HOLD_SOCKETS.has(String(codeOf(error)))) throw error;
    return lockAt(amongTemporaryFiles(file));
  }
}

/** Whether a program, this one too, has the session open that `file` records. */
export async function isSessionLocked(file: string): Promise<boolean> {
  const found = await Promise.all([besideRecord(file), amongTemporaryFiles(file)].map(answersAt));
  return found.includes(true);
}

/** Of bind(2) and link(2), on file systems that know no sockets or no hard links. */
const CANNOT_HOLD_SOCKETS: ReadonlySet<string> = new Set([
  'EPERM',
  'EOPNOTSUPP',
  'ENOTSUP',
  'ENOSYS',
  'EINVAL',
  'EMLINK',
]);

function besideRecord(file: string): string {
  return path.join(path.dirname(file), `${path.parse(file).name}.lock`);
}

function amongTemporaryFiles(file: string): string {
  const name = createHash('sha256').update(realPath(file)).digest('hex').slice(0, 16);
  return path.join(tmpdir(), `meanwhile-locks-${process.getuid?.() ?? 0}`, name);
}

/** The record need not be there yet, its folder neither. */
function realPath(file: string): string {
  try {
    return path.join(realpathSync(path.dirname(file)), path.basename(file));
  } catch {
    return file;
  }
}

async function lockAt(lock: string): Promise<SessionLock | null> {
  const folder = path.dirname(lock);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const exposure = exposureOf(folder);
  if (exposure !== null) throw new Error(exposure);
  // Bound under another name first: a name that appears is that of a socket somebody listens to.
  const bound = `${lock}.${randomBytes(4).toString('hex')}`;
  const server = await listenAt(bound);
  const isLocked = await takeName(bound, lock).catch((error: unknown) => {
    server.close();
    throw error;
  });
  if (isLocked) return { release: () => release(server, lock) };
  server.close();
  return null;
}

/** Gives the socket the name of the lock, unless a program that lives has one of that name. */
async function takeName(bound: string, lock: string): Promise<boolean> {
  try {
    for (;;) {
      try {
        linkSync(bound, lock);
        return true;
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
      if (await answersAt(lock)) return false;
      await removeDead(lock);
    }
  } finally {
    rmSync(bound, { force: true });
  }
}

/**
 * Only one program at a time looks whether a lock is dead and removes it, or it could remove the one that another has
 * just put in its place.
 */
async function removeDead(lock: string): Promise<void> {
  const turn = await waitForTurn(lock);
  if (!(await answersAt(lock))) rmSync(lock, { force: true });
  turn?.close();
}

/**
 * An abstract socket, which goes with its process as well; Linux alone has these. It is waited for so long only: any
 * user could hold one of that name. Without it the worst is that two programs that find the same dead lock in the same
 * instant both take it.
 */
async function waitForTurn(lock: string): Promise<Server | undefined> {
  if (process.platform !== 'linux') return undefined;
  const { dev, ino } = statSync(path.dirname(lock));
  const name = createHash('sha256')
    .update(`${dev} ${ino} ${path.basename(lock)}`)
    .digest('hex')
    .slice(0, 32);
  for (let waited = 0; waited < LONGEST_WAIT; waited += PAUSE) {
    const server = await listen(`\0meanwhile-${name}`).catch(() => undefined);
    if (server !== undefined) return server;
    await sleep(PAUSE);
  }
  return undefined;
}

/** Milliseconds. */
const LONGEST_WAIT = 3_000;
const PAUSE = 10;

function listenAt(file: string): Promise<Server> {
  return withSocketAddress(file, listen);
}

function listen(address: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.on('error', reject);
    server.listen(address, () => resolve(server.unref()));
  });
}

function release(server: Server, lock: string): void {
  rmSync(lock, { force: true });
  server.close();
}
