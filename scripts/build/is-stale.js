import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SOURCES = ['src', 'scripts/build', 'scripts/build.js', 'package.json', 'package-lock.json'];

/** Whether `dist/cli.js` is missing, or older than something it is made of. */
export function isStale() {
  const built = statSync(join(ROOT, 'dist/cli.js'), { throwIfNoEntry: false });
  return built === undefined || SOURCES.some((source) => isNewer(join(ROOT, source), built.mtimeMs));
}

// A folder's own time says that a file in it was added, renamed or removed.
function isNewer(path, time) {
  const stat = statSync(path);
  if (stat.mtimeMs > time) return true;
  return stat.isDirectory() && readdirSync(path).some((name) => isNewer(join(path, name), time));
}
