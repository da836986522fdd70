/**
 * Logins at MCP servers by address (OAuth): the one owner of the file that holds their tokens, readable for its user
 * alone. A login is kept by the address of the server, so that none reaches another server that is called the same.
 */
import { readFileSync } from 'node:fs';
import type { OAuthClientInformationMixed, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js';
import { writeWhole } from '../../background/write-whole.ts';

export interface Login {
  /** What the authorization server knows this program as. */
  readonly client: OAuthClientInformationMixed;
  readonly tokens: OAuthTokens;
}

export interface Logins {
  /** Looked up in the file each time: another program may have renewed it. Nothing, also when the file is damaged. */
  find(address: string): Login | undefined;
  /** Throws what the file system throws. */
  keep(address: string, login: Login): void;
  /** False when there was none. Throws what the file system throws. */
  drop(address: string): boolean;
}

/** `file` is in a folder that is there. */
export function createLogins(file: string): Logins {
  return {
    find: (address) => read()[keyOf(address)],
    keep: (address, login) => write({ ...read(), [keyOf(address)]: login }),
    drop(address) {
      const { [keyOf(address)]: gone, ...rest } = read();
      if (gone !== undefined) write(rest);
      return gone !== undefined;
    },
  };

  function read(): Readonly<Record<string, Login>> {
    try {
      const { logins } = JSON.parse(readFileSync(file, 'utf8'));
      return Object.fromEntries(Object.entries(logins).filter(([, login]) => isLogin(login))) as Record<string, Login>;
    } catch {
      return {};
    }
  }

  function write(logins: Readonly<Record<string, Login>>): void {
    writeWhole(file, `${JSON.stringify({ logins })}\n`, 0o600);
  }
}

function keyOf(address: string): string {
  const url = new URL(address);
  url.hash = '';
  return url.href;
}

function isLogin(value: unknown): boolean {
  const { client, tokens } = (value ?? {}) as { client?: { client_id?: unknown }; tokens?: { access_token?: unknown } };
  return typeof client?.client_id === 'string' && typeof tokens?.access_token === 'string';
}
