/**
 * One login at an MCP server by address: the user opens a page of its authorization server, which sends the browser back
 * to a port of this machine (RFC 8252, https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization).
 */
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { auth, extractWWWAuthenticateParams } from '@modelcontextprotocol/sdk/client/auth.js';
import { cleanText } from '../../background/clean-text.ts';
import { cut } from '../../background/cut.ts';
import type { Logins } from './logins.ts';
import { loginClient } from './oauth-client.ts';

export interface LoginPorts {
  readonly logins: Logins;
  readonly fetch: typeof globalThis.fetch;
  /** Shows the user the page to open; http or https. */
  show(url: URL): void;
  /** Default: five minutes. */
  readonly within?: number;
}

/** Answers why there is no login, as a sentence; `null` when there is one. Never rejects. */
export async function logIn(address: string, ports: LoginPorts): Promise<string | null> {
  const state = randomBytes(32).toString('base64url');
  const { server, port } = await listen();
  const back = codeFrom(server, state);
  // Whatever comes of it is looked at only once a page was shown.
  back.catch(() => {});
  try {
    const redirectUrl = `http://127.0.0.1:${port}${PATH}`;
    let isWrongPage = false;
    const show = (url: URL) => {
      if (/^https?:$/.test(url.protocol)) ports.show(url);
      else isWrongPage = true;
    };
    const client = loginClient({ logins: ports.logins, address, redirectUrl, state, show });
    const { fetch: fetchFn } = ports;
    const options = { serverUrl: address, fetchFn, ...(await askedFor(address, fetchFn)) };
    if ((await auth(client, options)) === 'AUTHORIZED') return null;
    if (isWrongPage) return 'its authorization server names a page that is no web page';
    const authorizationCode = await within(back, ports.within ?? LOGIN_WITHIN);
    await auth(client, { ...options, authorizationCode });
    return null;
  } catch (error) {
    return wordsOf(error);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

const PATH = '/callback';
/** Milliseconds. */
const LOGIN_WITHIN = 300_000;
const ASKED_WITHIN = 20_000;

function listen(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => resolve({ server, port: (server.address() as AddressInfo).port }));
  });
}

/** What comes without the state of this login is answered and changes nothing. */
function codeFrom(server: Server, state: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.on('request', ({ url = '' }, response) => {
      const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
      const isOurs = pathname === PATH && searchParams.get('state') === state;
      const code = searchParams.get('code');
      const text = !isOurs ? 'This is no answer to a login.' : code ? 'You are logged in.' : 'The login was refused.';
      response.writeHead(isOurs ? 200 : 404, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(`${text} Close this page and return to your terminal.\n`, () => {
        if (!isOurs) return;
        if (code) resolve(code);
        else reject(new Error(searchParams.get('error_description') ?? searchParams.get('error') ?? 'it was refused'));
      });
    });
  });
}

/** The server says in its refusal where its authorization server is described, and what to ask for. */
async function askedFor(address: string, fetch: typeof globalThis.fetch) {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(ASKED_WITHIN) });
    await response.body?.cancel();
    const { resourceMetadataUrl, scope } = extractWWWAuthenticateParams(response);
    return { ...(resourceMetadataUrl && { resourceMetadataUrl }), ...(scope && { scope }) };
  } catch {
    // What is wrong with the network shows in the next request too, with a reason.
    return {};
  }
}

async function within<Result>(work: Promise<Result>, milliseconds: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('nobody logged in within the time for it')), milliseconds);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function wordsOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const message = cause instanceof Error ? cause.message : String(cause);
  return cut(cleanText(message).replace(/\s+/g, ' ').trim(), 300) || 'the authorization server refused it';
}
