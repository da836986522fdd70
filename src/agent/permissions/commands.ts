/** Names of commands that a rule for something else must not let through. */

/** They change what later words of a line mean, or run what cannot be seen in it: nothing after them can be judged. */
const CHANGERS: ReadonlySet<string> = new Set(
  'eval . source exec command builtin trap set shopt enable hash alias unalias export declare typeset local readonly unset read mapfile readarray let getopts coproc fc bind complete compgen jobs pushd popd'.split(
    ' ',
  ),
);

/** They run the command that their words name, or one that is handed to them. */
const RUNNERS: ReadonlySet<string> = new Set(
  'sudo doas su run0 pkexec runuser setpriv chroot unshare nsenter bwrap env xargs parallel sh bash dash zsh ksh mksh fish csh tcsh busybox nohup nice ionice chrt taskset setsid stdbuf script timeout time prlimit choom watch strace ltrace gdb perf ssh rsh flock find fd awk gawk mawk sed perl python python3 node deno bun ruby php lua tclsh expect vi vim nvim emacs ed ex less more man tar zip make rsync systemd-run at batch crontab git-shell dbus-run-session faketime proxychains torsocks start-stop-daemon npx pnpx bunx uvx pipx tsx ts-node tmux screen socat nc ncat netcat scp sftp sshpass chronic unbuffer capsh setarch linux32 linux64 runcon sg newgrp firejail toybox watchexec entr nodemon direnv m4 dc Rscript osascript wish systemctl launchctl'.split(
    ' ',
  ),
);

export function isChanger(name: string, args: readonly string[] = []): boolean {
  if (CHANGERS.has(name)) return true;
  if (name === 'printf') return args.some((arg) => arg.startsWith('-v') || arg.includes('%n'));
  return INDEXERS.has(name) && args.some((arg) => /[$`]/.test(arg));
}

/** Builtins of bash that run what stands in the index of a name: `test -v 'a[$(id)]'`. */
const INDEXERS: ReadonlySet<string> = new Set(['test', '[', 'wait']);

/** They run the text that they are handed. */
const SHELLS: ReadonlySet<string> = new Set('sh bash dash zsh ksh mksh fish csh tcsh ash rbash'.split(' '));

/** By its name alone, without a path. */
export function isShell(name: string): boolean {
  return SHELLS.has(name);
}

/** Also under a path. Such a command is allowed only by a rule that names it. */
export function isRunner(name: string): boolean {
  return RUNNERS.has(baseName(name)) || /^ld(?:-linux[\w-]*)?\.so/.test(baseName(name));
}

export function baseName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
