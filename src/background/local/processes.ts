import fs from 'node:fs';
import { listWithProc, procArgs } from './processes-proc.ts';
import { listWithPs, psArgs } from './processes-ps.ts';

/** A process of this machine that is not a zombie. */
export interface MachineProcess {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** Not known everywhere. */
  readonly session: number | undefined;
  readonly name: string;
  /** One letter, as `ps` shows it: R runs, S sleeps, T stands still until a SIGCONT, D (macOS: U) cannot be disturbed. */
  readonly state: string;
  /** Processor time in milliseconds that it used, and those of its children that it has waited for. */
  readonly cpu: number;
  /** Bytes of memory it holds now, shared ones too; 0 when that cannot be read. */
  readonly memory: () => number;
  /** When it started, in units that only compare; 0 when not known. */
  readonly started: number;
  /** Its arguments, joined by spaces; empty when they cannot be read. */
  readonly args: () => string;
  /** The id of the task whose mark its environment holds; nothing when it cannot be read. */
  readonly mark: () => string | undefined;
  /** Whether its environment says that a supervisor called it (`supervise.sh`); false when it cannot be read. */
  readonly isHelper: () => boolean;
}

/**
 * Everything that runs on this machine, without zombies and without this program itself. It throws, as do the functions
 * of a process, while too many files are open (`when-room.ts`): nobody may take that for an empty machine.
 */
export async function listProcesses(): Promise<readonly MachineProcess[]> {
  const processes = hasProc() ? await listWithProc() : await listWithPs();
  return processes.filter(({ pid }) => pid !== process.pid);
}

/** The arguments of one process, joined by spaces; empty when there is none of that number. */
export async function argsOf(pid: number): Promise<string> {
  if (pid <= 0) return '';
  return hasProc() ? procArgs(pid) : psArgs(pid);
}

function hasProc(): boolean {
  return fs.existsSync('/proc/self/stat');
}
