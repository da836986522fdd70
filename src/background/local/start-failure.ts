/** Why the folder of a task could not be made, and what to do. */
export function folderFailure(error: unknown, folder: string): string {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `the disk that holds ${folder} is full; free some space and start it again`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'ENOENT':
      return `${folder} cannot be written; make it writable or set MEANWHILE_HOME to another folder`;
    case 'EEXIST':
      return `${folder} exists already; start it again`;
    default:
      return messageOf(error);
  }
}

/** Why the system did not start the supervisor, and what to do. */
export function spawnFailure(error: unknown, cwd: string): string {
  switch (codeOf(error)) {
    case 'E2BIG':
      return 'the command or its env is too long for this system; write it to a script file and run that';
    case 'EACCES':
      return `the folder ${cwd} may not be entered; change its permissions or name another`;
    case 'EAGAIN':
    case 'ENOMEM':
      return 'the system has no room for another process; end some and start it again';
    case 'EMFILE':
    case 'ENFILE':
      return 'too many files are open; raise the limit (ulimit -n) or end some programs, and start it again';
    case 'ENOENT':
      return `either ${cwd} was removed just now, or there is no /bin/sh on this system; mend that and start it again`;
    case 'ERR_INVALID_ARG_VALUE':
      return 'the command or its env holds a NUL character; remove it';
    default:
      return messageOf(error);
  }
}

export function missingFolder(path: string): string {
  return `the folder ${path} does not exist; create it or name another`;
}

export function missingScript(): string {
  return 'a terminal is made by script(1), which is not on the PATH; install it (Linux: bsdutils or util-linux), or start it without pty';
}

export function missingShell(): string {
  return 'neither bash nor sh is on the PATH; install one or mend the PATH';
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
