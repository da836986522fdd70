import path from 'node:path';
import type { TaskId } from '../task.ts';
import type { ListProcesses } from './shared-listing.ts';
import { SANDBOX_MARK } from './sandbox/bubblewrap.ts';
import { argsOf, listProcesses, type MachineProcess } from './processes.ts';

/** By what the processes of a task are known. */
export interface Family {
  readonly id: TaskId;
  /** The task's folder: its supervisor is known by the name of it, whatever became of a pid. */
  readonly folder: string;
  /**
   * The supervisor's pid: it leads the session and the group in which the command begins. `NO_PROCESS` when that is
   * not known; then it is looked for.
   */
  readonly supervisor: number;
  /** When the supervisor started: what is older does not belong to the task. 0 when not known. */
  readonly since: number;
}

/** No process ever has this number. */
export const NO_PROCESS = -1;

/**
 * Everything alive that belongs to a task, without its supervisor: what is in its group or session, what carries its
 * mark in the environment, and the descendants of all these. Only a process that left its session, lost its parents
 * and cleaned its environment escapes.
 */
export async function findMembers(
  family: Family,
  list: ListProcesses = listProcesses,
): Promise<readonly MachineProcess[]> {
  return membersIn(await list(), family);
}

/** The same, of processes that were listed before. */
export function membersIn(processes: readonly MachineProcess[], given: Family): readonly MachineProcess[] {
  const family = located(given, processes);
  const supervision = supervisionIn(processes, family);
  const isOurs = belongsTo(family, processes, supervision);
  const members = new Set(processes.filter((one) => !supervision.has(one) && isOurs(one)));
  addDescendants(members, supervision, processes);
  return [...members];
}

/** Whether any shell of a task's supervisor is alive. */
export async function isSupervised(family: Family): Promise<boolean> {
  if (isSupervisor(await argsOf(family.supervisor), family.folder)) return true;
  const processes = await listProcesses();
  return shellsIn(processes, located(family, processes)).length > 0;
}

/**
 * Whether these are the arguments of a task's supervisor. The script's name may hold a version, and who started it may
 * have reached the folder by another path: by a link, or where a container has it.
 */
export function isSupervisor(args: string, folder: string): boolean {
  const name = path.basename(folder);
  return args.includes(name) && new RegExp(`\\.sh (?:.*/)?${name} \\d`, 's').test(args);
}

/** What is left of a supervisor has its arguments and is in its group. */
function located(family: Family, processes: readonly MachineProcess[]): Family {
  if (family.supervisor !== NO_PROCESS) return family;
  const shell = processes.find((one) => isSupervisor(one.args(), family.folder));
  return shell === undefined ? family : { ...family, supervisor: shell.group };
}

/** The supervisor, its subshells and the small programs with which they write the log and the state. */
function supervisionIn(processes: readonly MachineProcess[], family: Family): Set<MachineProcess> {
  const shells = shellsIn(processes, family);
  const pids = new Set(shells.map(({ pid }) => pid));
  const helpers = processes.filter((one) => {
    const isNear = family.supervisor === NO_PROCESS ? carriesMark(one, family) : one.group === family.supervisor;
    return isNear && (isHelper(one.args(), family.folder, pids.has(one.parent)) || isSandbox(one.args(), family));
  });
  return new Set([...shells, ...helpers]);
}

function shellsIn(processes: readonly MachineProcess[], { folder, supervisor }: Family): readonly MachineProcess[] {
  return processes.filter((one) => one.group === supervisor && isSupervisor(one.args(), folder));
}

function isHelper(args: string, folder: string, isChildOfShell: boolean): boolean {
  const programs = ['mv', 'rm -f', 'touch -c', 'df -Pk', 'cat', 'mkfifo -m 600'];
  if (programs.some((program) => args.startsWith(`${program} ${folder}/`))) return true;
  return /^dd bs=65536 count=\d+(?: |$)/.test(args) || (isChildOfShell && /^wc -c(?: |$)/.test(args));
}

/** What keeps the walls of a sandbox: it ends by itself when what is within has ended, and passes on how. */
function isSandbox(args: string, { id }: Family): boolean {
  return new RegExp(`^\\S*bwrap --setenv ${SANDBOX_MARK} ${id} `).test(args);
}

function carriesMark(one: MachineProcess, { id, since }: Family): boolean {
  return one.started >= since && one.mark() === id;
}

function belongsTo(
  family: Family,
  processes: readonly MachineProcess[],
  supervision: ReadonlySet<MachineProcess>,
): (one: MachineProcess) => boolean {
  const { supervisor } = family;
  const leader = processes.find(({ pid }) => pid === supervisor);
  // Once the pid has been given to another program, a group or session of that number is not ours.
  const numberIsOurs = leader === undefined || supervision.has(leader);
  return (one) =>
    (numberIsOurs && (one.group === supervisor || one.session === supervisor)) || carriesMark(one, family);
}

function addDescendants(
  members: Set<MachineProcess>,
  supervision: ReadonlySet<MachineProcess>,
  processes: readonly MachineProcess[],
): void {
  const parents = new Set([...members, ...supervision].map(({ pid }) => pid));
  let found = true;
  while (found) {
    found = false;
    for (const one of processes) {
      if (parents.has(one.pid) || !parents.has(one.parent)) continue;
      parents.add(one.pid);
      members.add(one);
      found = true;
    }
  }
}
