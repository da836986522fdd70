// npm start: builds when a source is newer than the bundle, then becomes the program: same process, same terminal.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWhenStale } from './build/build-when-stale.js';
import { withoutNpm } from './without-npm.js';

const PROGRAM = new URL('../dist/cli.js', import.meta.url);
const PACKAGE = new URL('../package.json', import.meta.url);

if (!buildWhenStale()) process.exit(1);

// npm starts scripts in the package's folder; the program belongs in the folder where npm was called. Relative
// arguments such as `--cwd ..` count from there too.
const { INIT_CWD, npm_package_json } = process.env;
if (INIT_CWD !== undefined && npm_package_json === fileURLToPath(PACKAGE)) {
  process.chdir(INIT_CWD);
  // For the commands that the program prints (`src/background/start-command.ts`).
  Reflect.set(globalThis, Symbol.for('meanwhile.startedBy'), npmCommand(INIT_CWD));
  const kept = withoutNpm(process.env);
  for (const name of Object.keys(process.env)) if (!(name in kept)) delete process.env[name];
  process.env.PATH = kept.PATH;
}

process.argv[1] = fileURLToPath(PROGRAM);
await import(PROGRAM.href);

/**
 * @param {string} from The folder where npm was called: npm finds a package in the folders above it, too.
 */
function npmCommand(from) {
  const home = path.dirname(fileURLToPath(PACKAGE));
  const isWithin = from === home || from.startsWith(home + path.sep);
  return isWithin ? 'npm start --' : `npm --prefix ${home.includes(' ') ? JSON.stringify(home) : home} start --`;
}
