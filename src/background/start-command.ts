/** How this program was started, so that a command it prints works in the shell it was started from. */

/** What `scripts/start.js` leaves in `globalThis` under this symbol: the npm command, with its `--`. */
export const STARTED_BY = Symbol.for('meanwhile.startedBy');

/** A command line that starts this program again with these arguments, as in `npm start -- config trust`. */
export function commandLine(args: string): string {
  return `${startCommand({ script: process.argv[1] ?? '', env: process.env, startedBy: startedBy() })} ${args}`;
}

/**
 * The command alone: `meanwhile` where the shell finds it, else the form that was used. `script` is `process.argv[1]`,
 * which Node makes absolute and leaves a symbolic link; npm names the file of a bin after it.
 */
export function startCommand({ script, env, startedBy }: StartFacts): string {
  if (startedBy !== undefined) return startedBy;
  const at = script.lastIndexOf('/');
  const [folder, name] = [script.slice(0, at), script.slice(at + 1)];
  if (name === 'cli.js') return `node ${quoted(script)}`;
  if (name !== 'meanwhile') return 'meanwhile';
  // npx puts what it runs into the folder `_npx` of npm's cache.
  if (folder.includes('/_npx/')) return 'npx meanwhile';
  return (env['PATH'] ?? '').split(':').includes(folder) ? 'meanwhile' : quoted(script);
}

export interface StartFacts {
  readonly script: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly startedBy: string | undefined;
}

/** A word as a POSIX shell reads it. */
export function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function startedBy(): string | undefined {
  const value: unknown = Reflect.get(globalThis, STARTED_BY);
  return typeof value === 'string' ? value : undefined;
}
