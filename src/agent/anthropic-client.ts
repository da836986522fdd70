/**
 * Makes the client of the SDK that requests go through, with the one credential that was chosen. What the SDK would
 * find by itself, in the environment and on disk, counts only for `profile`.
 */
import type { Anthropic, ClientOptions, Middleware } from '@anthropic-ai/sdk';
import { helperKeys, type KeyHelper } from './anthropic-key-helper.ts';
import { createPlatformClient, type Platform } from './anthropic-platforms.ts';
import type { Network } from './network/network.ts';

/** Whom requests go to, and with which right. Of several credentials the first counts, in this order. */
export interface ModelAccess {
  /** Another platform than Anthropic's own, with the credentials that its package finds in the environment. */
  readonly platform?: Platform;
  readonly apiKey?: string;
  readonly authToken?: string;
  /** A command that prints keys. */
  readonly helper?: KeyHelper;
  /** The SDK's own chain: the profile that `ANTHROPIC_PROFILE` names, workload identity, the active profile. */
  readonly profile?: boolean;
  /** Default: the API of Anthropic, or what a profile names. Not for platforms. The environment is not asked. */
  readonly baseURL?: string;
  /** Further headers, which win over those of the credential. */
  readonly headers?: Readonly<Record<string, string>>;
}

export type Credential =
  /** No authorization is sent: a server that needs none. */
  | { readonly kind: 'none' | 'profile' }
  | { readonly kind: 'key' | 'token'; readonly secret: string }
  | { readonly kind: 'helper'; readonly helper: KeyHelper }
  | { readonly kind: 'platform'; readonly platform: Platform };

/** The one that counts. */
export function credentialOf({ platform, apiKey, authToken, helper, profile }: ModelAccess): Credential {
  if (platform !== undefined) return { kind: 'platform', platform };
  if (apiKey?.trim()) return { kind: 'key', secret: apiKey.trim() };
  if (authToken?.trim()) return { kind: 'token', secret: authToken.trim() };
  if (helper !== undefined) return { kind: 'helper', helper };
  return { kind: profile === true ? 'profile' : 'none' };
}

export interface ClientSettings {
  readonly access: ModelAccess;
  readonly maxRetries: number;
  readonly timeout?: number | undefined;
  readonly network?: Network | undefined;
  /** In place of the network. */
  readonly fetch?: ClientOptions['fetch'];
  /** Hears of each key that a helper gives. */
  onKey(key: string): void;
}

export const BASE_URL = 'https://api.anthropic.com';

export async function createClient({ access, maxRetries, timeout, network, onKey, ...given }: ClientSettings) {
  const { baseURL } = access;
  const credential = credentialOf(access);
  const fetch = given.fetch ?? network?.fetch;
  const common = {
    maxRetries,
    logLevel: 'off',
    openTelemetry: false,
    ...(fetch && { fetch }),
    ...(timeout && { timeout }),
  } as const;
  const headers = lowerCased(access.headers ?? {});
  if (credential.kind === 'platform') {
    // Only `post` of it is used, and the list of models, which may be missing.
    return (await createPlatformClient(credential.platform, { ...common, defaultHeaders: headers })) as Anthropic;
  }
  const sdk = await import('@anthropic-ai/sdk');
  const headersOf = (key: string) => ({ ...keyHeaders(key, baseURL), ...headers });
  const isProfile = credential.kind === 'profile';
  return new sdk.Anthropic({
    ...common,
    // `null` keeps the variable unread and lets the chain begin. An empty key counts as given and ends it.
    apiKey: isProfile ? null : '',
    authToken: null,
    // With an address given, that of the profile would not count.
    baseURL: baseURL ?? (isProfile ? null : BASE_URL),
    // What was passed, or nothing at all: ANTHROPIC_CUSTOM_HEADERS may add headers, not another key.
    defaultHeaders: { ...authorization(credential, headersOf), ...headers },
    middleware: middlewareOf(credential, { headersOf, onKey }),
  });
}

function middlewareOf(credential: Credential, ports: Parameters<typeof helperKeys>[1]): readonly Middleware[] {
  return credential.kind === 'helper' ? [helperKeys(credential.helper, ports)] : [];
}

function authorization(credential: Credential, headersOf: (key: string) => Readonly<Record<string, string>>) {
  switch (credential.kind) {
    case 'key':
      return headersOf(credential.secret);
    case 'token':
      return { authorization: `Bearer ${credential.secret}` };
    case 'none':
    case 'helper':
      return { authorization: null };
    case 'profile':
    case 'platform':
      return {};
    default:
      return credential satisfies never;
  }
}

/** The SDK sends keys as `Bearer` since its version 1; most gateways know `x-api-key`, the header of before. */
function keyHeaders(key: string, baseURL: string | undefined): Readonly<Record<string, string>> {
  const isOfficial = baseURL === undefined || new URL(baseURL).host === new URL(BASE_URL).host;
  return { authorization: `Bearer ${key}`, ...(isOfficial ? {} : { 'x-api-key': key }) };
}

function lowerCased(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
