import { TASK_MARK } from './environment.ts';
import type { MachineProcess } from './processes.ts';

/**
 * Asks `ps`, for systems without `/proc`. `-E` adds the environment to the command; macOS shows that of one's own
 * processes, but not of those that belong to the system: these are found by their group and their parents.
 */
export async function listWithPs(): Promise<readonly MachineProcess[]> {
  const columns = 'pid=,ppid=,pgid=,stat=,rss=,time=,command=';
  const { execa } = await import('execa');
  const { stdout } = await execa('ps', ['-axEww', '-o', columns], { reject: false, stdin: 'ignore' });
  return parseProcesses(stdout ?? '');
}

/** The arguments of one process, joined by spaces; empty when there is none of that number. */
export async function psArgs(pid: number): Promise<string> {
  const { execa } = await import('execa');
  const { stdout } = await execa('ps', ['-ww', '-o', 'command=', '-p', String(pid)], {
    reject: false,
    stdin: 'ignore',
  });
  return stdout ?? '';
}

export function parseProcesses(listing: string): readonly MachineProcess[] {
  return listing.split('\n').flatMap(parseLine);
}

const MARK = new RegExp(` ${TASK_MARK}=(\\S*)`);

function parseLine(line: string): readonly MachineProcess[] {
  const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\d+)\s+([\d:.-]+)\s+(.*)$/.exec(line);
  if (match === null) return [];
  const [, pid, parent, group, state = '', kibibytes, time = '', command = ''] = match;
  if (state.startsWith('Z')) return [];
  return [
    {
      pid: Number(pid),
      parent: Number(parent),
      group: Number(group),
      session: undefined,
      name: command.split(' ', 1)[0]?.split('/').at(-1) ?? '',
      state: state.charAt(0),
      started: 0,
      cpu: milliseconds(time),
      memory: () => 1024 * Number(kibibytes),
      args: () => command,
      isHelper: () => command.includes(' MEANWHILE_HELPER=yes'),
      mark: () => MARK.exec(command)?.[1],
    },
  ];
}

/** Of `[days-][hours:]minutes:seconds[.hundredths]`. */
function milliseconds(time: string): number {
  const [clock = '', days = '0'] = time.split('-').reverse();
  return 1000 * clock.split(':').reduce((sum, part) => 60 * sum + Number(part), 0) + DAY_MS * Number(days);
}

const DAY_MS = 86_400_000;
