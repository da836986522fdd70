/** Gets one page over http or https: bounded in size and time, never from a local address unless that is allowed. */
import { lookup } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import type { LookupFunction } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createUnzip } from 'node:zlib';
import { innerSignal } from '../inner-signal.ts';
import { codeOf } from './outcome.ts';
import { hostOf, isLocalAddress } from './web-address.ts';

export type Page =
  | { readonly kind: 'page'; readonly url: URL; readonly type: string; readonly bytes: Buffer; readonly cut: boolean }
  /** To another host, which has to be asked about. */
  | { readonly kind: 'elsewhere'; readonly to: string }
  | { readonly kind: 'failed'; readonly reason: string };

export interface PageQuery {
  readonly url: URL;
  readonly local: boolean;
  readonly signal: AbortSignal;
}

const TIMEOUT = 20_000;
const MOST_BYTES = 2 * 1024 * 1024;
const REDIRECTS = 5;

/** Never rejects. */
export async function fetchPage({ url, local, signal }: PageQuery): Promise<Page> {
  const ending = innerSignal(signal, TIMEOUT);
  let at = url;
  try {
    for (let left = REDIRECTS; left >= 0; left -= 1) {
      const response = await get(at, { local, signal: ending.signal });
      const { statusCode = 0, headers } = response;
      const target = statusCode >= 300 && statusCode < 400 ? headers.location : undefined;
      if (target === undefined) return await pageOf(response, at);
      response.destroy();
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
    return failed(error instanceof Error ? error.message : String(error));
  } finally {
    ending.release();
  }
}

/** The same host by https, each at its usual port. */
function isUpgrade(from: URL, to: URL): boolean {
  return from.hostname === to.hostname && to.protocol === 'https:' && from.port === '' && to.port === '';
}

async function get(
  url: URL,
  { local, signal }: { readonly local: boolean; readonly signal: AbortSignal },
): Promise<IncomingMessage> {
  const { request } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const host = hostOf(url);
  if (!local && isLocalAddress(host)) throw new Error(LOCAL);
  return new Promise((resolve, reject) => {
    const headers = {
      accept: 'text/html, text/markdown, text/plain, application/json;q=0.9, */*;q=0.5',
      'accept-encoding': 'identity',
      'user-agent': 'meanwhile',
    };
    const options = { headers, signal, agent: false, ...(local ? {} : { lookup: publicLookup }) };
    request(url, options, resolve).on('error', reject).end();
  });
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

async function pageOf(response: IncomingMessage, url: URL): Promise<Page> {
  const { statusCode = 0, statusMessage = '', headers } = response;
  if (statusCode >= 400) {
    response.destroy();
    return failed(`the server answered ${`${statusCode} ${statusMessage}`.trim()}`);
  }
  const body = decoded(response, headers['content-encoding']);
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
function decoded(response: IncomingMessage, encoding = 'identity'): Readable | undefined {
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

function failed(reason: string): Page {
  return { kind: 'failed', reason };
}
