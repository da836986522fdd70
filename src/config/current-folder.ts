/**
 * Where the program was started. Of a folder that was removed since only its name is known, which the shell passes on
 * as PWD; whoever wants to work there is told that it cannot be opened.
 */
export function currentFolder(env: Readonly<Record<string, string | undefined>>): string {
  try {
    return process.cwd();
  } catch {
    // Libraries ask for the current folder too, and none of them expects an error.
    process.chdir('/');
    return env['PWD']?.startsWith('/') === true ? env['PWD'] : '/(removed folder)';
  }
}
