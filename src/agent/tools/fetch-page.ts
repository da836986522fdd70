/** Gets one page over http or https: bounded in size and time, never from a local address unless that is allowed. */
import { lookup } from 'node:dns';
import { lookup as lookUp } from 'node:dns/promises';
import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { LookupFunction } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createUnzip } from 'node:zlib';
import { innerSignal } from '../inner-signal.ts';
import { networkReason, proxyWords } from '../network/network-reason.ts';
import type { Network, RawAnswer } from '../network/network.ts';
import { codeOf } from './outcome.ts';
import { hostOf, isLocalAddress, isLocalHost } from './web-address.ts';

export type Page =
  | { readonly kind: 'page'; readonly url: URL; readonly type: string; readonly bytes: Buffer; readonly cut: boolean }
  /** To another host, which has to be asked about. */
  | { readonly kind: 'elsewhere'; readonly to: string }
  | { readonly kind: 'failed'; readonly reason: string };

export interface PageQuery {
  readonly url: URL;
  readonly local: boolean;
  readonly signal: AbortSignal;
  readonly network: Network;
}

const TIMEOUT = 20_000;
const MOST_BYTES = 2 * 1024 * 1024;
const REDIRECTS = 5;

/** Never rejects. */
export async function fetchPage({ url, local, signal, network }: PageQuery): Promise<Page> {
  const ending = innerSignal(signal, TIMEOUT);
  let at = url;
  try {
    for (let left = REDIRECTS; left >= 0; left -= 1) {
      const response = await get(at, { local, signal: ending.signal, network });
      const { statusCode, headers } = response;
      const target = statusCode >= 300 && statusCode < 400 ? headers.location : undefined;
      if (target === undefined) return await pageOf(response, at);
      response.body.destroy();
      const next = URL.canParse(target, at) ? new URL(target, at) : undefined;
      if (next === undefined) return failed('it leads to something that is no address');
      if (!/^https?:$/.test(next.protocol)) return failed(`it leads to ${next.protocol}`);
      if (next.host !== at.host && !isUpgrade(at, next)) return { kind: 'elsewhere', to: next.href };
      at = next;
    }
    return failed('it leads from one address to the next too often');
  } catch (error) {
    if (signal.aborted) return failed('it was interrupted');
    if (ending.signal.aborted) return failed(`it took longer than ${TIMEOUT / 1_000} s`);
    if (codeOf(error) === 'ECONNRESET') return failed('the server broke off');
    return failed(reasonOf(error, at, network));
  } finally {
    ending.release();
  }
}

/** The same host by https, each at its usual port. */
function isUpgrade(from: URL, to: URL): boolean {
  return from.hostname === to.hostname && to.protocol === 'https:' && from.port === '' && to.port === '';
}

interface Way extends Pick<PageQuery, 'local' | 'signal' | 'network'> {}

async function get(url: URL, { local, signal, network }: Way): Promise<RawAnswer> {
  const headers = {
    accept: 'text/html, text/markdown, text/plain, application/json;q=0.9, */*;q=0.5',
    'accept-encoding': 'identity',
    'user-agent': 'meanwhile',
  };
  if (!local && isLocalAddress(hostOf(url))) throw new Error(LOCAL);
  if (network.proxyOf(url) !== null) {
    if (!local) await refuseLocal(hostOf(url));
    return network.throughProxy(url, { headers, signal });
  }
  const { request } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const ca = url.protocol === 'https:' ? await network.certificates() : undefined;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = { headers, signal, agent: false, ...(ca && { ca }), ...(local ? {} : { lookup: publicLookup }) };
    request(url, options, resolve).on('error', reject).end();
  });
  return { statusCode: response.statusCode ?? 0, headers: response.headers, body: response };
}

/**
 * The proxy looks the name up, and what it finds is not seen here. A name that is local by itself, or that leads to a
 * private network from this machine, is refused; one that cannot be looked up here is the proxy's to judge.
 */
async function refuseLocal(host: string): Promise<void> {
  const addresses = await lookUp(host, { all: true }).catch(() => []);
  if (isLocalHost(host) || addresses.some(({ address }) => isLocalAddress(address))) throw new Error(LOCAL);
}

/** What is looked at is what is connected to, so a name cannot change between the two. */
const publicLookup: LookupFunction = (host, options, callback) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 4);
    const [first] = addresses;
    if (first === undefined || addresses.some(({ address }) => isLocalAddress(address))) {
      return callback(new Error(LOCAL), '', 4);
    }
    if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

const LOCAL =
  'it is an address of this machine or of a private network, which only a rule can allow that names its host';

async function pageOf(response: RawAnswer, url: URL): Promise<Page> {
  const { statusCode, headers } = response;
  if (statusCode >= 400) {
    response.body.destroy();
    return failed(`the server answered ${`${statusCode} ${STATUS_CODES[statusCode] ?? ''}`.trim()}`);
  }
  const body = decoded(response.body, headers['content-encoding']);
  if (body === undefined)
    return failed(`the server packs it as ${headers['content-encoding']}, which was not asked for`);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MOST_BYTES) break;
  }
  const bytes = Buffer.concat(chunks).subarray(0, MOST_BYTES);
  return { kind: 'page', url, type: headers['content-type'] ?? '', bytes, cut: size > MOST_BYTES };
}

/** Some servers pack what they send although they were asked not to. `undefined`: in a way that is not known. */
function decoded(response: Readable, encoding = 'identity'): Readable | undefined {
  if (encoding === 'identity') return response;
  const unpack = /^(?:x-)?(?:gzip|deflate)$/.test(encoding)
    ? createUnzip()
    : encoding === 'br'
      ? createBrotliDecompress()
      : undefined;
  if (unpack === undefined) return void response.destroy();
  // What goes wrong shows where it is read.
  return pipeline(response, unpack, () => {});
}

/** In the words of Node where there are no better ones. */
function reasonOf(error: unknown, url: URL, network: Network): string {
  const reason = networkReason(error);
  const proxy = network.proxyOf(url);
  const ofProxy = proxy === null ? undefined : proxyWords(reason, proxy, url.host);
  if (ofProxy !== undefined) return ofProxy.replace(/^T/, 't');
  if (reason?.kind === 'certificate') return `its certificate was not accepted (${reason.words}). ${reason.advice}`;
  return error instanceof Error ? error.message : String(error);
}

function failed(reason: string): Page {
  return { kind: 'failed', reason };
}
