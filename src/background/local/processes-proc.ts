import fs from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { TASK_MARK } from './environment.ts';
import type { MachineProcess } from './processes.ts';
import { isFull } from './when-room.ts';

/** Reads `/proc` (proc_pid_stat(5)). In slices, because thousands of processes take a tenth of a second and more. */
export async function listWithProc(): Promise<readonly MachineProcess[]> {
  const found: MachineProcess[] = [];
  const pids = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  for (const [index, pid] of pids.entries()) {
    if (index % SLICE === SLICE - 1) await setImmediate();
    const entry = readProcess(Number(pid));
    if (entry !== undefined) found.push(entry);
  }
  return found;
}

/** When a process started, in clock ticks since the machine did; 0 when it is not there or cannot be read. */
export function startOf(pid: number): number {
  try {
    return readProcess(pid)?.started ?? 0;
  } catch {
    return 0;
  }
}

/** Empty for a zombie, too. */
export function procArgs(pid: number): string {
  return readProc(pid, 'cmdline').split('\0').join(' ').trimEnd();
}

const SLICE = 100;
/** `USER_HZ` is 100 on every Linux, whatever the kernel itself counts in. */
const TICK_MS = 10;

function readProcess(pid: number): MachineProcess | undefined {
  const stat = readProc(pid, 'stat');
  // The name stands in parentheses and may itself hold spaces and parentheses.
  const nameEnd = stat.lastIndexOf(')');
  const fields = stat.slice(nameEnd + 2).split(' ');
  const [state, parent, group, session] = fields;
  if (nameEnd === -1 || state === 'Z' || state === 'X') return undefined;
  let args: string | undefined;
  let marks: Marks | undefined;
  return {
    pid,
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    name: stat.slice(stat.indexOf('(') + 1, nameEnd),
    state: state ?? '',
    started: Number(fields[19]),
    cpu: fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * TICK_MS,
    memory: () => 1024 * Number(/^VmRSS:\s+(\d+) kB$/m.exec(readProc(pid, 'status'))?.[1] ?? 0),
    args: () => (args ??= procArgs(pid)),
    isHelper: () => (marks ??= marksOf(pid)).isHelper,
    mark: () => (marks ??= marksOf(pid)).mark,
  };
}

interface Marks {
  readonly mark: string | undefined;
  readonly isHelper: boolean;
}

/** What its environment says, which may be long and is not kept. */
function marksOf(pid: number): Marks {
  const environment = readProc(pid, 'environ');
  return { mark: MARK.exec(environment)?.[1], isHelper: HELPER.test(environment) };
}

const MARK = new RegExp(`(?:^|\\0)${TASK_MARK}=([^\\0]*)`);

const HELPER = /(?:^|\0)MEANWHILE_HELPER=yes(?:\0|$)/;

function readProc(pid: number, file: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch (error) {
    // What cannot be read now is not gone.
    if (isFull(error)) throw error;
    return '';
  }
}
