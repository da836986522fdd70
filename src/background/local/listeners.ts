import fs from 'node:fs';
import { listenersOfLsof } from './listeners-lsof.ts';
import { listenersOfProc } from './listeners-proc.ts';

/** Which TCP sockets listen on this machine, as far as one may see it. */
export interface Listeners {
  /** Port by socket; the name of a socket is the same at every look. */
  sockets(): Promise<ReadonlyMap<string, number>>;
  /** The processes that hold these sockets. */
  holders(sockets: ReadonlySet<string>): Promise<ReadonlyMap<string, readonly number[]>>;
}

/** From `/proc`, or from `lsof`; without both there is nothing to be seen. */
export function machineListeners(): Listeners {
  return fs.existsSync('/proc/net/tcp') ? listenersOfProc() : listenersOfLsof();
}
