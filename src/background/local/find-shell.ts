import fs from 'node:fs';
import path from 'node:path';
import type { Environment } from './environment.ts';

/** The shell that runs commands: bash when it is on the PATH, else sh. */
export function findShell(environment: Environment): string | undefined {
  return findProgram('bash', environment) ?? findProgram('sh', environment);
}

/** The file of a program on the PATH. */
export function findProgram(name: string, environment: Environment): string | undefined {
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  return folders.map((folder) => path.join(folder, name)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
