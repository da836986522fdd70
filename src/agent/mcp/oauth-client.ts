/** This program as an OAuth client of MCP servers, in the form that the SDK asks for: in a session, and for a login. */
import { UnauthorizedError, type OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import type { OAuthClientInformationMixed } from '@modelcontextprotocol/sdk/shared/auth.js';
import type { Logins } from './logins.ts';

/** Sends the tokens of a login and renews them; never begins a login. Nothing when there is none for the address. */
export function sessionClient(logins: Logins | undefined, address: string): OAuthClientProvider | undefined {
  if (logins?.find(address) === undefined) return undefined;
  return {
    redirectUrl: LOOPBACK,
    clientMetadata: clientMetadata(LOOPBACK),
    // Without one, the SDK would register another client.
    clientInformation() {
      const login = logins.find(address);
      if (login === undefined) throw new UnauthorizedError('the login has ended');
      return login.client;
    },
    tokens: () => logins.find(address)?.tokens,
    saveTokens(tokens) {
      const login = logins.find(address);
      if (login !== undefined) logins.keep(address, { ...login, tokens });
    },
    redirectToAuthorization() {
      throw new UnauthorizedError('the login has ended');
    },
    saveCodeVerifier() {},
    codeVerifier: () => '',
    invalidateCredentials(scope) {
      if (scope === 'all' || scope === 'client' || scope === 'tokens') logins.drop(address);
    },
  };
}

export interface LoginClientOptions {
  readonly logins: Logins;
  readonly address: string;
  /** Where the browser is sent with the code. */
  readonly redirectUrl: string;
  /** What it has to bring back, so that nobody else can end the login. */
  readonly state: string;
  /** Shows the user the address to open. */
  show(url: URL): void;
}

/** Registers itself, as the port of each login is another; what it gets is kept at the end. */
export function loginClient({ logins, address, redirectUrl, state, show }: LoginClientOptions): OAuthClientProvider {
  let client: OAuthClientInformationMixed | undefined;
  let verifier = '';
  return {
    redirectUrl,
    clientMetadata: clientMetadata(redirectUrl),
    state: () => state,
    clientInformation: () => client,
    saveClientInformation: (given) => void (client = given),
    tokens: () => undefined,
    saveTokens(tokens) {
      if (client !== undefined) logins.keep(address, { client, tokens });
    },
    redirectToAuthorization: show,
    saveCodeVerifier: (given) => void (verifier = given),
    codeVerifier: () => verifier,
  };
}

/** In a session nobody is sent there. */
const LOOPBACK = 'http://127.0.0.1/callback';

function clientMetadata(redirectUrl: string) {
  return {
    client_name: 'meanwhile',
    redirect_uris: [redirectUrl],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    // A program on the user's machine can keep no secret (RFC 8252); PKCE stands for it.
    token_endpoint_auth_method: 'none',
  };
}
