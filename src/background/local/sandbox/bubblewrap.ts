/**
 * The arguments of bwrap(1) for one command: the project and temporary files may be written, everything else is
 * read-only, what is hidden is empty.
 *
 * - Without `--cap-drop ALL` a program of root's could mount the root anew and write to the machine; without the
 *   read-only parts of /proc it could change the kernel's settings. Both were tried.
 * - The command has processes and, without network, sockets of its own, so that it neither sees nor reaches others.
 * - No `--die-with-parent`: what the command leaves running goes on, as it does without a sandbox, and is stopped as such.
 * - The marks in front let us tell these processes from those of the command (`process-tree.ts`).
 */
import path from 'node:path';
import type { HiddenPath } from './hidden-paths.ts';
import type { GuardedPaths } from './guarded-paths.ts';

export interface BubblewrapOptions {
  readonly taskId: string;
  readonly cwd: string;
  /** May be written; absolute, with links resolved, existing. The first one is the project. */
  readonly writable: readonly string[];
  readonly network: boolean;
  readonly hidden: readonly HiddenPath[];
  readonly guarded: GuardedPaths;
  /** An existing folder that the command sees as /tmp and /var/tmp. */
  readonly temporary: string;
}

export const SANDBOX_MARK = 'MEANWHILE_SANDBOX';

export function bubblewrapArguments(options: BubblewrapOptions): readonly string[] {
  const { taskId, cwd, writable, network, hidden, guarded, temporary } = options;
  const isOpen = (file: string) => writable.some((folder) => isWithin(folder, file));
  const isGone = (file: string) => REPLACED.some((folder) => isWithin(folder, file));
  const outside = hidden.filter(({ path }) => !isOpen(path) && !isGone(path));
  const inside = hidden.filter(({ path }) => isOpen(path) && !writable.includes(path));
  return [
    ...['--setenv', SANDBOX_MARK, taskId],
    ...['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    ...(network ? [] : ['--unshare-net']),
    ...['--cap-drop', 'ALL', '--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'],
    ...READ_ONLY_PROC.flatMap((part) => ['--ro-bind-try', part, part]),
    ...['--tmpfs', '/run', ...NEEDED_OF_RUN.flatMap((part) => ['--ro-bind-try', part, part])],
    ...['--bind', temporary, '/tmp', '--bind', temporary, '/var/tmp'],
    ...outside.flatMap(hide),
    ...writable.flatMap((folder) => ['--bind', folder, folder]),
    ...guarded.kept.flatMap((file) => ['--bind', file, file]),
    ...guarded.readOnly.flatMap((file) => ['--ro-bind', file, file]),
    ...inside.flatMap(hide),
    ...['--setenv', 'TMPDIR', '/tmp', '--setenv', 'XDG_CACHE_HOME', '/tmp/.cache'],
    ...['--setenv', 'npm_config_cache', '/tmp/.cache/npm', '--chdir', cwd, '--'],
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
const REPLACED = ['/tmp', '/var/tmp', '/run', '/dev', '/proc'];

function hide({ path, kind }: HiddenPath): readonly string[] {
  return kind === 'folder' ? ['--tmpfs', path] : ['--ro-bind', '/dev/null', path];
}

function isWithin(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
