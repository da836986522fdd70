/**
 * Erases secrets from the environment that this process was started with.
 *
 * Linux shows the environment that a process was given in `/proc/PID/environ`, to every process of the same user, as the
 * bytes now at that place in its memory (proc_pid_environ(5)). Variables that are set later lie elsewhere. So each
 * secret is set anew and its first copy is overwritten: `process.env` keeps it, the file does not.
 *
 * What remains: the processes that started this one (the shell, npm) were given the same secrets; a debugger of the
 * same user can read this process's memory where the system allows that; and other systems have no `/proc`.
 */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

/** Where `env_start` of proc_pid_stat(5), field 50, stands behind the name of the program, which may hold blanks. */
const ENV_START = 50 - 3;

/** Whether none of them can be read there any more. Never throws. */
export function eraseFromInitialEnvironment(names: readonly string[]): boolean {
  if (process.platform !== 'linux') return false;
  const given = names.filter((name) => process.env[name] !== undefined);
  if (given.length === 0) return true;
  try {
    for (const name of given) process.env[name] = String(process.env[name]);
    const block = readFileSync('/proc/self/environ');
    const start = startOfBlock();
    const memory = openSync('/proc/self/mem', 'r+');
    try {
      for (const { from, to } of entriesOf(block, given))
        writeSync(memory, Buffer.alloc(to - from), 0, to - from, start + from);
    } finally {
      closeSync(memory);
    }
    return entriesOf(readFileSync('/proc/self/environ'), given).length === 0;
  } catch {
    return false;
  }
}

/** An address in this process's memory; those of user space fit into a number. */
function startOfBlock(): number {
  const stat = readFileSync('/proc/self/stat', 'latin1');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[ENV_START]);
}

interface Entry {
  /** Offsets into the block. */
  readonly from: number;
  readonly to: number;
}

/** Those of the block, `NAME=value` and a zero byte each, that have one of the names. */
function entriesOf(block: Buffer, names: readonly string[]): readonly Entry[] {
  const entries: Entry[] = [];
  for (let from = 0; from < block.length;) {
    const end = block.indexOf(0, from);
    const to = end === -1 ? block.length : end;
    if (names.some((name) => block.subarray(from, to).toString('latin1').startsWith(`${name}=`)))
      entries.push({ from, to });
    from = to + 1;
  }
  return entries;
}
