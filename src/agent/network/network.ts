/**
 * How the program reaches the network, for all that does: the Messages API, `web_fetch`, MCP servers by address,
 * `meanwhile doctor --online`. What needs neither a proxy nor certificate authorities of the user's goes the usual way
 * of Node, and loads nothing more.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Dispatchers } from './dispatchers.ts';
import { proxyFor, shownProxy } from './proxy-choice.ts';

export interface Network {
  /** As the global one. */
  readonly fetch: typeof globalThis.fetch;
  /** The proxy on the way to `url`, without user and password: `http://proxy:3128`. `null`: there is none. */
  proxyOf(url: URL): string | null;
  /** Certificate authorities, in PEM, for connections that are made by hand; `undefined`: the usual ones. */
  certificates(): Promise<string[] | undefined>;
  /** One GET through the proxy, neither followed elsewhere nor unpacked. Only where `proxyOf` names one. */
  throughProxy(url: URL, options: GetOptions): Promise<RawAnswer>;
}

export interface GetOptions {
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
}

export interface RawAnswer {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

export interface NetworkOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The setting: a file in PEM, absolute. */
  readonly caFile?: string | undefined;
}

export function createNetwork({ env, caFile }: NetworkOptions): Network {
  let dispatchers: Promise<Dispatchers> | undefined;
  let trusted: Promise<string[]> | undefined;
  const load = () => (dispatchers ??= import('./dispatchers.ts').then((module) => module.createDispatchers()));
  const certificates = async () => (caFile === undefined ? undefined : (trusted ??= readTrusted(caFile)));
  // `node:tls` is not loaded for those who name no file.
  const readTrusted = async (file: string) =>
    (await import('./certificates.ts')).trustedCertificates(file, env['NODE_EXTRA_CA_CERTS']);

  return {
    async fetch(input, init) {
      const proxy = proxyFor(new URL(input instanceof Request ? input.url : input), env);
      if (proxy === undefined && caFile === undefined) return globalThis.fetch(input, init);
      return (await load()).fetchBy({ proxy, ca: await certificates() }, input, init);
    },
    proxyOf(url) {
      const proxy = proxyFor(url, env);
      return proxy === undefined ? null : shownProxy(proxy);
    },
    certificates,
    async throughProxy(url, options) {
      return (await load()).requestBy({ proxy: proxyFor(url, env), ca: await certificates() }, url, options);
    },
  };
}
