/** `meanwhile mcp`: lists, adds, removes and tries the MCP servers of settings, and logs in at them. */
import { commandLine } from './background/start-command.ts';
import { homedir } from 'node:os';
import path from 'node:path';
import { createMcpServers, type ServerStatus } from './agent/mcp/servers.ts';
import { createLogins } from './agent/mcp/logins.ts';
import { createNetwork } from './agent/network/network.ts';
import type { ServerConfig } from './agent/mcp/server-config.ts';
import { counted } from './agent/tools/words.ts';
import { loadConfig, type Command } from './config.ts';
import { checkValue } from './config/check-value.ts';
import { currentFolder } from './config/current-folder.ts';
import { editSettings } from './config/edit-settings.ts';
import { originWords, type Origin } from './config/given.ts';
import { shownServer } from './config/shown-server.ts';
import { mcpLoginsFile } from './config/folders.ts';
import { loginCommand } from './mcp-command/log-in.ts';
import { MCP_HELP, readMcpArguments, type McpScope } from './mcp-command/read-arguments.ts';
import { complain, jsonText, say } from './print.ts';

/** `argv` without the program and `mcp`. Answers the exit code: 1 when a server fails, 2 for a wrong call. */
export async function runMcpCommand(argv: readonly string[]): Promise<number> {
  const given = readMcpArguments(argv);
  if (given.verb === 'help') return answer(MCP_HELP);
  if (given.verb === 'wrong') return refuse(given.sentence);
  const sources = { env: process.env, homedir: homedir(), cwd: currentFolder(process.env) };
  const loaded = await loadConfig({ ...sources, argv: ['config', '--cwd', given.cwd] });
  if (loaded.kind === 'error') return refuse(loaded.sentence);
  if (loaded.kind !== 'command') return refuse('The settings cannot be read.');
  loaded.read.mistakes.forEach(complain);
  const files = {
    user: path.join(loaded.config.userFolder, 'settings.json'),
    project: path.join(loaded.config.cwd, '.mcp.json'),
  };
  switch (given.verb) {
    case 'list':
      return list(knownServers(loaded), given.json);
    case 'test':
      return test(given.names, loaded);
    case 'login':
    case 'logout':
      return loginCommand(given.verb, given.name, loaded.config);
    case 'add':
      return add(given, files);
    case 'remove':
      return remove(given, { files, known: knownServers(loaded) });
    default:
      return given satisfies never;
  }
}

interface KnownServer {
  readonly name: string;
  readonly server: unknown;
  readonly origin: Origin;
  /** A project's, which the user has not trusted. */
  readonly isWaiting: boolean;
}

function knownServers({ read }: Command): readonly KnownServer[] {
  const counted = (read.parts.get('mcpServers') ?? []).map(({ key, value, origin }) => ({
    name: key ?? '',
    server: value,
    origin,
    isWaiting: false,
  }));
  const waiting = read.untrusted
    .filter(({ name }) => name === 'mcpServers')
    .flatMap(({ value, origin }) =>
      Object.entries(value as object).map(([name, server]) => ({ name, server, origin, isWaiting: true })),
    );
  return [...counted, ...waiting];
}

function list(servers: readonly KnownServer[], json: boolean): number {
  if (json) {
    const shown = servers.map(({ name, server, origin, isWaiting }) => ({
      name,
      server: shownServer(server),
      from: originWords(origin),
      counts: !isWaiting,
    }));
    return answer(`${jsonText({ servers: shown }, 2)}\n`);
  }
  if (servers.length === 0)
    return answer(`No MCP server in your settings. Add one: ${commandLine('mcp add NAME COMMAND')}\n`);
  const lines = servers.map(({ name, server, origin, isWaiting }) =>
    [
      `${name}  ${shownServer(server)}`,
      `    ${originWords(origin)}${isWaiting ? `, not trusted: run ${commandLine('config trust')}` : ''}`,
    ].join('\n'),
  );
  return answer(`${lines.join('\n')}\n`);
}

async function test(names: readonly string[], { config }: Command): Promise<number> {
  const servers = config.settings.mcpServers ?? {};
  const unknown = names.find((name) => !Object.hasOwn(servers, name));
  if (unknown !== undefined)
    return refuse(`There is no MCP server ${unknown} that counts. ${commandLine('mcp list')} shows all.`);
  const wanted = names.length === 0 ? servers : Object.fromEntries(names.map((name) => [name, servers[name]!]));
  const network = createNetwork({ env: process.env, caFile: config.caFile ?? undefined });
  const logins = createLogins(mcpLoginsFile(config));
  const mcp = createMcpServers({ servers: wanted, cwd: config.cwd, environment: process.env, network, logins });
  try {
    const status = await mcp.connect();
    say(status.map((one) => `${statusLines(one).join('\n')}\n`).join(''));
    return status.every(({ state }) => state.kind === 'ready') ? 0 : 1;
  } finally {
    await mcp.close();
  }
}

function statusLines({ name, state, offers, prompts }: ServerStatus): readonly string[] {
  if (state.kind === 'failed') return [`✗ ${name}: ${state.sentence}`];
  if (state.kind !== 'ready') return [`✗ ${name}: it did not answer`];
  const parts = [counted(offers.length, 'tool'), ...(prompts.length === 0 ? [] : [counted(prompts.length, 'prompt')])];
  return [
    `✓ ${name}: ${parts.join(', ')}`,
    ...offers.map((tool) => `    ${tool.name}`),
    ...state.leftOut.map((tool) => `    ${tool.name}: left out, ${tool.reason}`),
  ];
}

interface Adding {
  readonly name: string;
  readonly server: ServerConfig;
  readonly scope: McpScope;
}

function add({ name, server, scope }: Adding, files: Readonly<Record<McpScope, string>>): number {
  const checked = checkValue('mcpServers', { [name]: server });
  if (checked.kind === 'wrong') return refuse(`The MCP server ${name} ${checked.problems[0]?.sentence ?? 'is wrong.'}`);
  const file = files[scope];
  const edited = editSettings(file, ['mcpServers', name], server);
  if (edited.kind === 'refused') return refuse(edited.sentence, 1);
  const trust = scope === 'project' ? ` It counts once you run: ${commandLine('config trust')}` : '';
  return answer(`Added ${name} to ${file}.${trust}\n`);
}

interface Removing {
  readonly name: string;
  readonly scope: McpScope | null;
}

interface RemovePlaces {
  readonly files: Readonly<Record<McpScope, string>>;
  readonly known: readonly KnownServer[];
}

function remove({ name, scope }: Removing, { files, known }: RemovePlaces): number {
  const written = known.flatMap((one) => (one.name === name && one.origin.kind === 'file' ? [one.origin.file] : []));
  const wanted = scope === null ? written : written.filter((file) => file === files[scope]);
  const [file, other] = [...new Set(wanted)];
  if (file === undefined)
    return refuse(
      `There is no MCP server ${name}${scope === null ? '' : ` in ${files[scope]}`}. ${commandLine('mcp list')} shows all.`,
    );
  if (other !== undefined)
    return refuse(`${name} is in ${file} and in ${other}. Say which by --scope, or edit the file.`);
  const edited = editSettings(file, ['mcpServers', name], undefined);
  if (edited.kind === 'refused') return refuse(edited.sentence, 1);
  return answer(`Removed ${name} from ${file}.\n`);
}

function answer(text: string): number {
  say(text);
  return 0;
}

function refuse(sentence: string, code = 2): number {
  complain(sentence);
  return code;
}
