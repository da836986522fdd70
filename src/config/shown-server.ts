/** How MCP servers and addresses are shown: whole, but for the values of what may be secret. */

/** The program with its arguments, or the address; the names of variables and headers. */
export function shownServer(server: unknown): string {
  if (typeof server !== 'object' || server === null) return '(none)';
  const { command, args, cwd, env, sandbox, url, headers } = server as { readonly [key: string]: unknown };
  const words = [command, ...(Array.isArray(args) ? args : [])].filter((word) => typeof word === 'string');
  return [
    typeof url === 'string' ? shownAddress(url) : words.map(quoted).join(' '),
    ...(typeof cwd === 'string' ? [`in ${quoted(cwd)}`] : []),
    ...named('variables', env),
    ...named('headers', headers),
    ...(sandbox === false ? ['outside of the sandbox'] : []),
  ].join(', ');
}

/** Without user, password and the values of its query. */
export function shownAddress(address: string): string {
  if (!URL.canParse(address)) return '(no address)';
  const { protocol, username, password, host, pathname, searchParams } = new URL(address);
  const user = username === '' && password === '' ? '' : `${HIDDEN}@`;
  const query = [...searchParams.keys()].map((name) => `${name}=${HIDDEN}`).join('&');
  const path = pathname.replaceAll('%7B', '{').replaceAll('%7D', '}').replace(/^\/$/, '');
  return `${protocol}//${user}${host}${path}${query === '' ? '' : `?${query}`}`;
}

const HIDDEN = '***';

/** So that it is seen where one argument ends. */
function quoted(word: string): string {
  return /^[\w@%+=:,./~${}^-]+$/.test(word) ? word : JSON.stringify(word);
}

function named(what: string, values: unknown): readonly string[] {
  if (typeof values !== 'object' || values === null) return [];
  const names = Object.keys(values);
  return names.length === 0 ? [] : [`${what} ${names.map(quoted).join(' ')}`];
}
