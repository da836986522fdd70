import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SOURCES = ['src', 'scripts/build', 'scripts/build.js', 'package.json', 'package-lock.json'];

/**
 * Builds `dist/` when it is missing or older than something it is made of; silent unless the build fails. In a process
 * of its own, so that the bundler takes no memory from a program that goes on in this one.
 *
 * @returns {boolean} Whether `dist/` is there and new.
 */
export function buildWhenStale() {
  if (!isStale()) return true;
  const { status } = spawnSync(process.execPath, [join(ROOT, 'scripts/build.js')], { stdio: 'inherit' });
  return status === 0;
}

function isStale() {
  const built = statSync(join(ROOT, 'dist/cli.js'), { throwIfNoEntry: false });
  return built === undefined || SOURCES.some((source) => isNewer(join(ROOT, source), built.mtimeMs));
}

/**
 * A folder's own time says that a file in it was added, renamed or removed.
 *
 * @param {string} path
 * @param {number} time Milliseconds since the epoch.
 * @returns {boolean}
 */
function isNewer(path, time) {
  const stat = statSync(path);
  if (stat.mtimeMs > time) return true;
  return stat.isDirectory() && readdirSync(path).some((name) => isNewer(join(path, name), time));
}
