// npm start: builds when a source is newer than the bundle, then becomes the program: same process, same terminal.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isStale } from './build/is-stale.js';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

if (isStale()) {
  const { status } = spawnSync(process.execPath, [path('build.js')], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

// npm starts scripts in the package's folder; the program belongs in the folder where npm was called. Relative
// arguments such as `--cwd ..` count from there too.
const { INIT_CWD, npm_package_json } = process.env;
if (INIT_CWD !== undefined && npm_package_json === path('../package.json')) process.chdir(INIT_CWD);

process.argv[1] = path('../dist/cli.js');
await import('../dist/cli.js');
