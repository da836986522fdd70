/** Words that the failures and the waiting for a request share. */
import type { Credential } from './anthropic-client.ts';
import { networkReason, proxyWords } from './network/network-reason.ts';

/** What a sentence may need to know of the request. */
export interface FailureContext {
  readonly model: string;
  readonly baseURL: string;
  /** The proxy on the way there, without user and password. */
  readonly proxy: string | null;
  /** What was sent as credential. */
  readonly credential: Credential;
  /** Never shown. */
  readonly secrets: ReadonlySet<string>;
}

/** Why there is no connection: `Nothing answers at http://127.0.0.1:9 (connection refused).` */
export function connectionWords(error: unknown, context: FailureContext): string {
  const reason = networkReason(error);
  const { proxy } = context;
  const ofProxy = proxy === null ? undefined : proxyWords(reason, proxy, place(context));
  if (ofProxy !== undefined) return `${ofProxy}.`;
  const through = proxy === null ? '' : `, through the proxy ${proxy}`;
  switch (reason?.kind) {
    case 'refused':
      return `Nothing answers at ${place(context)} (connection refused).`;
    case 'no-such-host':
      return `The address of ${place(context)} was not found.`;
    case 'certificate':
      return `The certificate of ${place(context)} was not accepted${through} (${reason.words}).`;
    case 'timeout':
      return `${place(context)} did not answer in time${through}.`;
    case 'proxy-status':
    case undefined:
      return `There is no connection to ${place(context)}${through}.`;
    default:
      return reason satisfies never;
  }
}

/** How long the server asks to wait, in milliseconds. */
export function retryAfter(headers: Headers): number | undefined {
  const milliseconds = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (milliseconds > 0) return milliseconds;
  const value = headers.get('retry-after') ?? '';
  const seconds = Number.parseFloat(value);
  const wait = Number.isNaN(seconds) ? Date.parse(value) - Date.now() : seconds * 1000;
  return wait > 0 ? wait : undefined;
}

/** The base URL, without a password that may stand in it. */
export function place({ baseURL }: FailureContext): string {
  const { origin, pathname } = new URL(baseURL);
  return `${origin}${pathname.replace(/\/$/, '')}`;
}

/** Servers at home take any word for a key, and theirs stands in sentences. */
const SHORTEST_SECRET = 10;

/** Without the key, whatever looks like one, and passwords inside addresses. */
export function redacted(sentence: string, { secrets }: FailureContext): string {
  return [...secrets]
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .reduce((text, secret) => text.replaceAll(secret, '[key]'), sentence)
    .replace(/\bsk-[\w-]{8,}/g, '[key]')
    .replace(/\/\/[^/\s@]+@/g, '//[key]@');
}
