/** Sockets at paths of any length: the address of one has room for about 100 bytes (unix(7)). */
import { closeSync, constants, openSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { codeOf } from '../agent/tools/outcome.ts';

const MOST_BYTES = 100;

/** Calls `use` with an address of the socket `file`; on Linux a long one goes by a descriptor of its folder. */
export async function withSocketAddress<T>(file: string, use: (address: string) => Promise<T>): Promise<T> {
  if (process.platform !== 'linux' || Buffer.byteLength(file) <= MOST_BYTES) return use(file);
  const folder = openSync(path.dirname(file), constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    return await use(`/proc/self/fd/${folder}/${path.basename(file)}`);
  } finally {
    closeSync(folder);
  }
}

/** Whether a process listens to the socket, as far as this one may know. Never rejects. */
export async function answersAt(file: string): Promise<boolean> {
  try {
    return await withSocketAddress(file, answers);
  } catch {
    return false;
  }
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('connect', () => settle(true));
    socket.on('error', (error) => settle(!NOBODY.has(String(codeOf(error)))));
  });
}

/** Of connect(2): nothing is there, nobody listens, it is no socket, or there can be none of that name. */
const NOBODY: ReadonlySet<string> = new Set([
  'EINVAL',
  'ENAMETOOLONG',
  'ENOENT',
  'ECONNREFUSED',
  'ENOTSOCK',
  'ENOTDIR',
]);
