import fs from 'node:fs';
import path from 'node:path';
import { createScreenLines } from '../../../src/background/screen-lines.ts';
import type { LogLine } from '../../../src/background/task-log.ts';

/**
 * Logs of real runs: the tools were run on small projects with mistakes in them; home folder, project folder and the
 * address of the package registry are replaced. One is written by hand, after the sources of BuildKit
 * (`util/progress/progressui/printer.go`, `solver/errdefs/source.go`): `docker-build.txt`.
 */
const FOLDER = path.join(import.meta.dirname, 'logs');

export const LOG_NAMES = fs
  .readdirSync(FOLDER)
  .filter((name) => name.endsWith('.txt'))
  .map((name) => path.basename(name, '.txt'));

export function rawLog(name: string): Buffer {
  return fs.readFileSync(path.join(FOLDER, `${name}.txt`));
}

/** Where the digest of a log is written down, as it should be. */
export function digestFile(name: string): string {
  return path.join(FOLDER, `${name}.digest`);
}

/** As the log of a task is read. */
export function asLines(raw: Uint8Array | string): readonly Extract<LogLine, { kind: 'text' }>[] {
  const screen = createScreenLines();
  const lines = [...screen.write(raw)];
  const rest = screen.rest();
  return [...lines, ...(rest === '' ? [] : [rest])].map((text) => ({ kind: 'text', text }));
}
