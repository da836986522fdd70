import path from 'node:path';

/**
 * The environment of who called `npm start`: without what npm adds for the scripts of a package (npm-run-script(1)). The
 * commands of the program are no such scripts: they would find the tools of this checkout before the user's own.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function withoutNpm(env) {
  const own = Object.entries(env).filter(([name, value]) => !isOfNpm(name, value, env));
  return Object.fromEntries(own.map(([name, value]) => [name, name === 'PATH' ? withoutBins(value) : value]));
}

/**
 * @param {string} name
 * @param {string | undefined} value
 * @param {NodeJS.ProcessEnv} env
 */
function isOfNpm(name, value, env) {
  if (name.startsWith('npm_') || name === 'INIT_CWD' || name === 'COLOR') return true;
  if (name === 'NODE') return value === env.npm_node_execpath;
  // What npm takes when the user has set neither EDITOR nor VISUAL.
  return name === 'EDITOR' && value === 'vi';
}

/** npm puts them first. */
function withoutBins(value = '') {
  const folders = value.split(path.delimiter);
  const first = folders.findIndex((folder) => !/(?:[\\/]node_modules[\\/]\.bin|[\\/]node-gyp-bin)$/.test(folder));
  return folders.slice(Math.max(first, 0)).join(path.delimiter);
}
