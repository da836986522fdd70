/**
 * The arguments of bwrap(1) for one command: what it may write is what the view says and temporary files, everything
 * else is read-only.
 *
 * - Without `--cap-drop ALL` a program of root's could mount the root anew and write to the machine; without the
 *   read-only parts of /proc it could change the kernel's settings. Both were tried.
 * - The command has processes and, without network, sockets of its own, so that it neither sees nor reaches others.
 * - No `--die-with-parent`: what the command leaves running goes on, as it does without a sandbox, and is stopped as such.
 * - The marks in front let us tell these processes from those of the command (`process-tree.ts`).
 * - What is written to descriptor 4 says whether the command ever began (`sandbox-status.ts`).
 */
import type { Layer } from './sandbox-view.ts';
import { STATUS_DESCRIPTOR } from './sandbox-status.ts';
import { isWithinAny } from './within.ts';

export interface SandboxFacts {
  readonly taskId: string;
  readonly cwd: string;
  readonly network: boolean;
  /** Later ones go before earlier ones. */
  readonly view: readonly Layer[];
  /** An existing folder that the command sees as /tmp and /var/tmp. */
  readonly temporary: string;
  /** The command's PATH, which is not that of who makes the sandbox. */
  readonly searched: string | undefined;
}

export const SANDBOX_MARK = 'MEANWHILE_SANDBOX';

/** `filter`: a descriptor is open from which a filter of system calls is read. */
export function bubblewrapArguments(facts: SandboxFacts, filter?: number): readonly string[] {
  const { taskId, cwd, network, view, temporary, searched } = facts;
  const given = view.filter(({ kind }) => kind === 'writable').map(({ path }) => path);
  const isGone = (path: string) => isWithinAny(REPLACED, path) && !isWithinAny(given, path);
  const seen = view.filter(({ kind, path }) => !(isHiding(kind) && isGone(path)));
  const emptied = seen.filter(({ kind }) => kind === 'empty').map(({ path }) => path);
  return [
    ...['--setenv', SANDBOX_MARK, taskId, '--json-status-fd', String(STATUS_DESCRIPTOR)],
    ...['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    ...(network ? [] : ['--unshare-net']),
    ...(filter === undefined ? [] : ['--seccomp', String(filter)]),
    ...['--cap-drop', 'ALL', '--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'],
    ...READ_ONLY_PROC.flatMap((part) => ['--ro-bind-try', part, part]),
    ...['--tmpfs', '/run', ...NEEDED_OF_RUN.flatMap((part) => ['--ro-bind-try', part, part])],
    ...['--bind', temporary, '/tmp', '--bind', temporary, '/var/tmp'],
    ...seen.flatMap(mount),
    ...emptied.flatMap((path) => ['--remount-ro', path]),
    ...['--setenv', 'TMPDIR', '/tmp', '--setenv', 'XDG_CACHE_HOME', '/tmp/.cache'],
    ...['--setenv', 'npm_config_cache', '/tmp/.cache/npm'],
    ...(searched === undefined ? [] : ['--setenv', 'PATH', searched]),
    ...['--chdir', cwd, '--'],
  ];
}

const READ_ONLY_PROC = ['/proc/sys', '/proc/sysrq-trigger', '/proc/irq', '/proc/bus', '/proc/fs'];
/** Sockets of the machine are in /run; names of hosts and, on NixOS, all programs are found through it. */
const NEEDED_OF_RUN = [
  '/run/systemd/resolve',
  '/run/resolvconf',
  '/run/NetworkManager/resolv.conf',
  '/run/current-system',
];
/** What is hidden in these is gone with them; a project may lie there all the same. */
const REPLACED = ['/tmp', '/var/tmp', '/run', '/dev', '/proc'];

function isHiding(kind: Layer['kind']): boolean {
  return kind === 'empty' || kind === 'hidden-file';
}

function mount({ kind, path }: Layer): readonly string[] {
  switch (kind) {
    case 'empty':
      return ['--tmpfs', path];
    case 'hidden-file':
      return ['--ro-bind', '/dev/null', path];
    case 'read-only':
      return ['--ro-bind', path, path];
    case 'writable':
    case 'kept':
      return ['--bind', path, path];
    default:
      return kind satisfies never;
  }
}
