import fs from 'node:fs';
import path from 'node:path';
import type { Environment } from './environment.ts';
import { isWithinAny } from './sandbox/within.ts';

/**
 * The environment of what this program runs by itself. Its PATH leads into none of the folders, where a command in the
 * sandbox could have put a program of that name: npm scripts have `node_modules/.bin` of the project on theirs.
 */
export function outsideEnvironment<Given extends Environment>(environment: Given, folders: readonly string[]): Given {
  const open = folders.flatMap(resolved);
  const searched = (environment['PATH'] ?? '').split(path.delimiter);
  const outside = searched.filter((folder) => !resolved(folder).some((real) => isWithinAny(open, real)));
  return { ...environment, PATH: outside.join(path.delimiter) };
}

/** With links resolved; nothing of what is not there. */
function resolved(file: string): readonly string[] {
  try {
    return [fs.realpathSync(file)];
  } catch {
    return [];
  }
}
