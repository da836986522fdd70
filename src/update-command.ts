/** `meanwhile update`: how the program is brought up to date, by the way it was installed. Changes nothing. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { quoted } from './background/start-command.ts';
import { complain, say } from './print.ts';

/** `argv` without the program and `update`. Answers the exit code. */
export function runUpdateCommand(argv: readonly string[], version: string): number {
  if (argv.length > 0) {
    complain('update takes no arguments.');
    return 2;
  }
  say(updateText({ version, folder: path.resolve(fileURLToPath(import.meta.url), '../..'), exists: existsSync }));
  return 0;
}

export interface Installation {
  readonly version: string;
  /** Of the package. */
  readonly folder: string;
  readonly exists: (file: string) => boolean;
}

export function updateText({ version, folder, exists }: Installation): string {
  const how = exists(path.join(folder, '.git')) ? fromClone(folder) : fromPackage(folder);
  return `This is meanwhile ${version}, in ${folder}. To update it:\n${how.map((line) => `  ${line}\n`).join('')}`;
}

function fromClone(folder: string): readonly string[] {
  return [`cd ${quoted(folder)}`, 'git pull', 'npm ci', '# it is built at the next npm start'];
}

function fromPackage(folder: string): readonly string[] {
  // npx keeps what it installs in the folder _npx of npm's cache.
  const isOfNpx = folder.split(path.sep).includes('_npx');
  const isGlobal = folder.includes(`${path.sep}lib${path.sep}node_modules${path.sep}`);
  if (isOfNpx) return ['npx meanwhile@latest', '# npx keeps the version it ran last until you name another'];
  if (isGlobal)
    return ['npm install --global meanwhile-VERSION.tgz', '# the file that npm pack makes from a newer clone'];
  return ['npm install meanwhile-VERSION.tgz', '# in the project that depends on it'];
}
