import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const DAY = 24 * 60 * 60 * 1000;

/**
 * Writes the bundle so that neither a running program nor a second build is hurt: each file appears whole, by a
 * rename; `cli.js`, which names the others, comes last; what it no longer names stays for a day, because a running
 * program may still import it. Every file gets the time at which the build began, so that a source which changes
 * during the build counts as newer.
 *
 * @type {import('esbuild').Plugin}
 */
export const writeToDist = {
  name: 'write-to-dist',
  setup(build) {
    let startedAt = new Date();
    build.onStart(() => {
      startedAt = new Date();
    });
    build.onEnd(async ({ errors, outputFiles = [] }) => {
      if (errors.length === 0) await write(outputFiles, startedAt);
    });
  },
};

/**
 * @param {readonly import('esbuild').OutputFile[]} files
 * @param {Date} startedAt
 */
async function write(files, startedAt) {
  const entry = files.find((file) => basename(file.path) === 'cli.js');
  if (entry === undefined) throw new Error('The bundle has no cli.js.');
  const folder = dirname(entry.path);
  await mkdir(folder, { recursive: true });
  const others = files.filter((file) => file !== entry);
  await Promise.all(others.map((file) => replace({ file, mode: 0o644, time: startedAt })));
  await replace({ file: entry, mode: 0o755, time: startedAt });
  await removeOld(folder, startedAt.getTime() - DAY);
}

/** @param {{file: import('esbuild').OutputFile, mode: number, time: Date}} replacement */
async function replace({ file, mode, time }) {
  const temporary = `${file.path}.${randomUUID()}.tmp`;
  await writeFile(temporary, file.contents);
  await chmod(temporary, mode);
  await utimes(temporary, time, time);
  await rename(temporary, file.path);
}

/**
 * @param {string} folder
 * @param {number} before Milliseconds since the epoch.
 */
async function removeOld(folder, before) {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
    if (mtimeMs < before) await rm(path, { recursive: true, force: true });
  }
}
