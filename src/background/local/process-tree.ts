import path from 'node:path';
import type { TaskId } from '../task.ts';
import type { ListProcesses } from './shared-listing.ts';
import { SANDBOX_MARK } from './sandbox/bubblewrap.ts';
import { holdersIn } from './pipe-holders.ts';
import { readState } from './task-folder.ts';
import { argsOf, listProcesses, type MachineProcess } from './processes.ts';
import { whenRoom } from './when-room.ts';

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

/** Processes that were found to belong to a task, by pid, and when they started. */
export type Seen = ReadonlyMap<number, number>;

/**
 * Everything alive that belongs to a task, without its supervisor: what is in its group or session, what carries its
 * mark in the environment, what was `seen` before, and the descendants of all these. When there is none and the output
 * is still open: who holds it. Only a process that left its session and its output, lost its parents and cleaned its
 * environment escapes.
 */
export async function findMembers(
  family: Family,
  list: ListProcesses = listProcesses,
  seen?: Seen,
): Promise<readonly MachineProcess[]> {
  return whenRoom(async () => membersIn(await list(), family, seen));
}

/** The same, of processes that were listed before. */
export function membersIn(
  processes: readonly MachineProcess[],
  given: Family,
  seen: Seen = new Map(),
): readonly MachineProcess[] {
  const family = located(given, processes);
  const supervision = supervisionIn(processes, family);
  const isOurs = belongsTo(family, processes, supervision);
  const isSeen = ({ pid, started }: MachineProcess) => started !== 0 && seen.get(pid) === started;
  const members = new Set(processes.filter((one) => !supervision.has(one) && (isOurs(one) || isSeen(one))));
  addDescendants(members, supervision, processes);
  if (members.size > 0 || readState(family.folder).kind !== 'exit') return [...members];
  return holdersIn(processes, supervision);
}

/** Whether any shell of a task's supervisor is alive. */
export async function isSupervised(family: Family, list: ListProcesses = listProcesses): Promise<boolean> {
  return whenRoom(async () => {
    if (isSupervisor(await argsOf(family.supervisor), family.folder)) return true;
    const processes = await list();
    return shellsIn(processes, located(family, processes)).length > 0;
  });
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

/**
 * The supervisor, its subshells and the small programs with which they write the log and the state. These say so in
 * their environment; those of an earlier version, or where the environment cannot be read, are known by what they do.
 */
function supervisionIn(processes: readonly MachineProcess[], family: Family): Set<MachineProcess> {
  const shells = shellsIn(processes, family);
  const pids = new Set(shells.map(({ pid }) => pid));
  const near = processes.filter((one) =>
    family.supervisor === NO_PROCESS ? carriesMark(one, family) : one.group === family.supervisor,
  );
  const nearPids = new Set(near.map(({ pid }) => pid));
  // Its shell may have been killed.
  const isCalled = ({ parent }: MachineProcess) => pids.has(parent) || !nearPids.has(parent);
  const marked = new Set(near.filter((one) => isCalled(one) && one.isHelper()));
  addChildren(marked, near, (one) => one.isHelper());
  const helpers =
    marked.size > 0 ? marked : near.filter((one) => pids.has(one.parent) && seemsHelper(one.args(), family.folder));
  return new Set([...shells, ...helpers, ...near.filter((one) => isSandbox(one.args(), family))]);
}

function shellsIn(processes: readonly MachineProcess[], { folder, supervisor }: Family): readonly MachineProcess[] {
  return processes.filter((one) => one.group === supervisor && isSupervisor(one.args(), folder));
}

function seemsHelper(args: string, folder: string): boolean {
  const programs = ['mv', 'rm -f', 'touch -c', 'df -Pk', 'cat', 'mkfifo -m 600'];
  if (programs.some((program) => args.startsWith(`${program} ${folder}/`))) return true;
  return /^(?:dd bs=65536 count=\d+|wc -c)(?: |$)/.test(args);
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
  const family = new Set([...members, ...supervision]);
  addChildren(family, processes, () => true);
  for (const one of family) if (!supervision.has(one)) members.add(one);
}

/** Adds those of `processes` that descend from a family, each link of which `belongs`. */
function addChildren(
  family: Set<MachineProcess>,
  processes: readonly MachineProcess[],
  belongs: (one: MachineProcess) => boolean,
): void {
  const pids = new Set([...family].map(({ pid }) => pid));
  let found = true;
  while (found) {
    found = false;
    for (const one of processes) {
      if (pids.has(one.pid) || !pids.has(one.parent) || !belongs(one)) continue;
      pids.add(one.pid);
      family.add(one);
      found = true;
    }
  }
}
