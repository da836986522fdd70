/**
 * Requests through a proxy, or with certificate authorities of the user's, by `undici`: the library that Node's own
 * `fetch` is made of, of a version that runs on Node 20.12. Node's `fetch` is not given its dispatchers, because those
 * of another version than its own fail there; so `fetch` is of the package too.
 *
 * `EnvHttpProxyAgent` of the package is not used: it prints a warning, and cannot say which proxy it chose.
 */
import { Agent, fetch, ProxyAgent, request, type Dispatcher } from 'undici';

export interface Way {
  /** With user and password. */
  readonly proxy: URL | undefined;
  /** In PEM; `undefined`: the usual ones. */
  readonly ca: string[] | undefined;
}

export interface Dispatchers {
  fetchBy(way: Way, ...request: Parameters<typeof globalThis.fetch>): Promise<Response>;
  /** One request, whose answer is neither followed elsewhere nor unpacked. */
  requestBy(way: Way, url: URL, options: RequestOptions): Promise<Dispatcher.ResponseData>;
}

interface RequestOptions {
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
}

/** Connections are kept for the next request of the same way. */
export function createDispatchers(): Dispatchers {
  const kept = new Map<string, Dispatcher>();
  return {
    async fetchBy(way, input, init) {
      const dispatcher = dispatcherOf(way);
      // The classes of the package have the same shape as the global ones, and types of their own.
      const [url, given] = [input as never, { ...init, dispatcher } as never];
      return (await fetch(url, given)) as unknown as Response;
    },
    requestBy: (way, url, options) => request(url, { ...options, dispatcher: dispatcherOf(way) }),
  };

  function dispatcherOf({ proxy, ca }: Way): Dispatcher {
    const key = proxy?.href ?? '';
    const dispatcher = kept.get(key) ?? createDispatcher({ proxy, ca });
    kept.set(key, dispatcher);
    return dispatcher;
  }
}

function createDispatcher({ proxy, ca }: Way): Dispatcher {
  const trust = ca === undefined ? {} : { ca };
  if (proxy === undefined) return new Agent({ connect: trust });
  // Many proxies let `CONNECT` lead to port 443 only; http they are asked for themselves.
  return new ProxyAgent({
    uri: proxy.href,
    proxyTunnel: false,
    ...tokenOf(proxy),
    ...(ca !== undefined && { requestTls: trust, proxyTls: trust }),
  });
}

/** The package knows only pairs; a token is often a user without a password. */
function tokenOf({ username, password }: URL): { readonly token?: string } {
  if (username === '' && password === '') return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { token: `Basic ${Buffer.from(pair).toString('base64')}` };
}
