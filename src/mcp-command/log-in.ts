/** `meanwhile mcp login` and `logout`. Tokens are never printed. */
import { commandLine } from '../background/start-command.ts';
import { spawn } from 'node:child_process';
import { logIn } from '../agent/mcp/login.ts';
import { createLogins, type Logins } from '../agent/mcp/logins.ts';
import { isProgram, type ServerConfig } from '../agent/mcp/server-config.ts';
import { createNetwork } from '../agent/network/network.ts';
import { withoutSecrets } from '../background/local/environment.ts';
import type { Config } from '../config.ts';
import { mcpLoginsFile } from '../config/folders.ts';
import { makeFolder } from '../config/make-folder.ts';
import { exposureOf } from '../config/private-folder.ts';
import { complain, say } from '../print.ts';

/** Answers the exit code. */
export async function loginCommand(verb: 'login' | 'logout', name: string, config: Config): Promise<number> {
  const server = config.settings.mcpServers?.[name];
  if (server === undefined)
    return refuse(`There is no MCP server ${name} that counts. ${commandLine('mcp list')} shows all.`);
  if (isProgram(server)) return refuse(`${name} is a program; only servers by address have a login.`);
  if (!URL.canParse(server.url)) return refuse(`The address of ${name} cannot be read: write it without variables.`);
  try {
    makeFolder(config.stateFolder);
    const exposure = exposureOf(config.stateFolder);
    if (exposure !== null) return refuse(exposure, 1);
    const logins = createLogins(mcpLoginsFile(config));
    return verb === 'login' ? await login(name, { server, config, logins }) : logout(name, server, logins);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return refuse(`The login cannot be kept in ${config.stateFolder}: ${reason}.`, 1);
  }
}

interface Login {
  readonly server: Extract<ServerConfig, { url: string }>;
  readonly config: Config;
  readonly logins: Logins;
}

async function login(name: string, { server, config, logins }: Login): Promise<number> {
  const { fetch } = createNetwork({ env: process.env, caFile: config.caFile ?? undefined });
  const problem = await logIn(server.url, {
    logins,
    fetch,
    show(url) {
      say(
        `Open this page to log in at ${name} (${url.host}):\n${url.href}\nWaiting for the browser; ctrl+c ends it.\n`,
      );
      openBrowser(url);
    },
  });
  if (problem !== null) return refuse(`There is no login at ${name}: ${problem}.`, 1);
  say(`Logged in at ${name}. It counts in sessions that begin from now on.\n`);
  return 0;
}

function logout(name: string, { url }: Login['server'], logins: Logins): number {
  say(logins.drop(url) ? `Logged out of ${name}.\n` : `There was no login at ${name}.\n`);
  return 0;
}

/** Only the program that the user names. */
function openBrowser({ href }: URL): void {
  const browser = process.env['BROWSER'];
  if (!browser) return;
  const env = withoutSecrets(process.env);
  const child = spawn('/bin/sh', ['-c', `${browser} "$1"`, 'sh', href], { stdio: 'ignore', detached: true, env });
  child.on('error', () => {});
  child.unref();
}

function refuse(sentence: string, code = 2): number {
  complain(sentence);
  return code;
}
