/** What follows `meanwhile mcp`. Pure. */
import { commandLine } from '../background/start-command.ts';
import { parseArgs } from 'node:util';
import type { ServerConfig } from '../agent/mcp/server-config.ts';

export type McpScope = 'user' | 'project';

export type McpArguments =
  | { readonly verb: 'help' }
  | { readonly verb: 'list'; readonly json: boolean; readonly cwd: string }
  | { readonly verb: 'test'; readonly names: readonly string[]; readonly cwd: string }
  | { readonly verb: 'login' | 'logout'; readonly name: string; readonly cwd: string }
  | { readonly verb: 'remove'; readonly name: string; readonly scope: McpScope | null; readonly cwd: string }
  | {
      readonly verb: 'add';
      readonly name: string;
      readonly server: ServerConfig;
      readonly scope: McpScope;
      readonly cwd: string;
    }
  /** A whole sentence. */
  | { readonly verb: 'wrong'; readonly sentence: string };

const OPTIONS = {
  cwd: { type: 'string' },
  env: { type: 'string', multiple: true, short: 'e' },
  header: { type: 'string', multiple: true, short: 'H' },
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  scope: { type: 'string', short: 's' },
} as const;

export const MCP_VERBS = ['list', 'add', 'remove', 'test', 'login', 'logout'] as const;

export const MCP_HELP = `meanwhile mcp: the MCP servers of your settings and of a project

Usage: meanwhile mcp list [--json]
       meanwhile mcp add NAME [options] COMMAND [ARGUMENT…]
       meanwhile mcp add NAME [options] https://ADDRESS
       meanwhile mcp remove NAME [--scope SCOPE]
       meanwhile mcp test [NAME…]
       meanwhile mcp login NAME
       meanwhile mcp logout NAME

  list     each server, where it is written, and whether it counts
  add      writes one into your settings; options stand before its command
  remove   takes one out of the file that has it
  test     starts it, or asks it, and lists its tools
  login    logs in at a server by address (OAuth): prints the page to open, and opens
           it by $BROWSER where that is set
  logout   forgets the login

  --env, -e NAME=VALUE    a variable of its environment; \${NAME} as a value stands for one of yours
  --header, -H "NAME: VALUE"   with an address: a header of each request
  --scope, -s user|project     your own settings.json (default), or .mcp.json of the project
  --cwd DIR                    the project folder (default: the current folder)
  --json                       list as JSON
  --help, -h                   show this text
`;

export function readMcpArguments(argv: readonly string[]): McpArguments {
  const [verb, ...rest] = argv;
  const ownEnd = verb === 'add' ? endOfOptions(rest) : rest.length;
  let parsed;
  try {
    parsed = parseArgs({ args: rest.slice(0, ownEnd), options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return wrong(error instanceof Error ? error.message.replace(/\.$/, '') : String(error));
  }
  const { values, positionals } = parsed;
  const words = [...positionals, ...rest.slice(ownEnd)];
  const { cwd = '.', json = false, scope } = values;
  if (verb === undefined || verb === '--help' || verb === '-h' || values.help === true) return { verb: 'help' };
  if (scope !== undefined && scope !== 'user' && scope !== 'project') return wrong('--scope is user or project');
  switch (verb) {
    case 'list':
      return words.length > 0 ? wrong('list takes no name') : { verb, json, cwd };
    case 'test':
      return { verb, names: words, cwd };
    case 'login':
    case 'logout': {
      const [name, more] = words;
      if (name === undefined || more !== undefined) return wrong(`${verb} takes the name of one server`);
      return { verb, name, cwd };
    }
    case 'remove': {
      const [name, more] = words;
      if (name === undefined || more !== undefined) return wrong('remove takes the name of one server');
      return { verb, name, scope: scope ?? null, cwd };
    }
    case 'add': {
      const [name, ...command] = words;
      if (name === undefined || command.length === 0) return wrong('add takes a name, then a command or an address');
      const server = serverOf(command, values);
      return server.kind === 'wrong'
        ? wrong(server.reason)
        : { verb, name, server: server.server, scope: scope ?? 'user', cwd };
    }
    default:
      return wrong(`mcp knows ${MCP_VERBS.join(', ')}, not ${verb}`);
  }
}

/** Where the command of the server begins: behind its name, and the options before and after that. */
function endOfOptions(words: readonly string[]): number {
  let names = 0;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--') return names === 0 ? words.length : index + 1;
    if (word.startsWith('-')) {
      const isAlone = word.includes('=') || word === '--json' || word === '--help' || word === '-h';
      if (!isAlone) index += 1;
      continue;
    }
    names += 1;
    if (names === 2) return index;
  }
  return words.length;
}

type ReadServer =
  { readonly kind: 'server'; readonly server: ServerConfig } | { readonly kind: 'wrong'; readonly reason: string };

function serverOf(
  [first = '', ...args]: readonly string[],
  { env = [], header = [] }: { readonly env?: readonly string[]; readonly header?: readonly string[] },
): ReadServer {
  const isAddress = /^https?:\/\//.test(first);
  if (isAddress && args.length > 0) return { kind: 'wrong', reason: 'an address is followed by nothing' };
  if (isAddress && env.length > 0)
    return { kind: 'wrong', reason: '--env goes with a command, --header with an address' };
  if (!isAddress && header.length > 0)
    return { kind: 'wrong', reason: '--header goes with an address, --env with a command' };
  const pairs = [...env.map((one) => split(one, '=')), ...header.map((one) => split(one, ':'))];
  if (pairs.some(([name]) => name === '')) {
    return { kind: 'wrong', reason: isAddress ? '--header is "NAME: VALUE"' : '--env is NAME=VALUE' };
  }
  const named = pairs.length === 0 ? {} : { [isAddress ? 'headers' : 'env']: Object.fromEntries(pairs) };
  if (isAddress) return { kind: 'server', server: { url: first, ...named } };
  return { kind: 'server', server: { command: first, ...(args.length === 0 ? {} : { args }), ...named } };
}

/** An empty name where the sign is missing. */
function split(text: string, sign: string): readonly [name: string, value: string] {
  const at = text.indexOf(sign);
  return at < 1 ? ['', ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

function wrong(reason: string): McpArguments {
  return { verb: 'wrong', sentence: `${reason}. ${commandLine('mcp --help')} says how.` };
}
