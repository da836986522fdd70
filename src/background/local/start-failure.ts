/** Why a command could not start, and what to do. */
export function startFailure(error: unknown, folder: string): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `the disk that holds ${folder} is full; free some space and start it again`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
      return `${folder} cannot be written; make it writable or set MEANWHILE_HOME to another folder`;
    case 'EEXIST':
      return `${folder} exists already; start it again`;
    case 'E2BIG':
      return 'the command is too long for this system; write it to a script file and run that';
    case 'EAGAIN':
    case 'ENOMEM':
      return 'the system has no room for another process; end some and start it again';
    case 'EMFILE':
    case 'ENFILE':
      return 'too many files are open; raise the limit (ulimit -n) or end some programs, and start it again';
    case 'ENOENT':
      return 'there is no /bin/sh on this system; install a POSIX shell there';
    case 'ERR_INVALID_ARG_VALUE':
      return 'the command holds a NUL character; remove it';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

export function missingFolder(path: string): string {
  return `the folder ${path} does not exist; create it or name another`;
}

export function missingShell(): string {
  return 'neither bash nor sh is on the PATH; install one or mend the PATH';
}
