/** Why there is no connection, from what `fetch`, `node:https` or undici threw. */
export type NetworkReason =
  | { readonly kind: 'refused' | 'no-such-host' | 'timeout' }
  /** The proxy would not make the connection; with the HTTP status of its answer. */
  | { readonly kind: 'proxy-status'; readonly status: number }
  /** `words`: what is wrong with the certificate, as Node says it: `self-signed certificate`; `advice`: what helps. */
  | { readonly kind: 'certificate'; readonly words: string; readonly advice: string };

/** Nothing when it is none of these. */
export function networkReason(error: unknown): NetworkReason | undefined {
  const causes = causesOf(error);
  const withCode = (pattern: RegExp) => causes.find(({ code }) => pattern.test(String(code ?? '')));
  const status = causes.map(({ message }) => PROXY_STATUS.exec(message)).find((found) => found !== null);
  if (status) return { kind: 'proxy-status', status: Number(status[1] ?? status[2]) };
  if (withCode(/^ECONNREFUSED$/)) return { kind: 'refused' };
  if (withCode(/^(?:ENOTFOUND|EAI_AGAIN)$/)) return { kind: 'no-such-host' };
  const certificate = withCode(/CERT|TLS|SSL|SELF_SIGNED|^UNABLE_TO_/);
  if (certificate !== undefined) {
    const isUnknown = withCode(/SELF_SIGNED|^UNABLE_TO_/) !== undefined;
    const words = certificate.message.split(/[;\n]/)[0] ?? '';
    return { kind: 'certificate', words, advice: isUnknown ? ADD_AUTHORITY : 'Check the address and the server' };
  }
  return isTimeout(error) ? { kind: 'timeout' } : undefined;
}

/** undici has no code for it: `ProxyAgent` of its version 6, for tunnels and for http. */
const PROXY_STATUS = /^Proxy (?:response \((\d+)\)|Authentication Required \((\d+)\))/;

const ADD_AUTHORITY =
  'If its certificate is of your organisation, name the file of that authority in the setting caFile or in NODE_EXTRA_CA_CERTS';

/** `The proxy http://proxy:3128 refused the connection to … (407: it wants a user name and password)`. */
export function proxyWords(reason: NetworkReason | undefined, proxy: string, to: string): string | undefined {
  switch (reason?.kind) {
    case 'refused':
      return `The proxy ${proxy} does not answer (connection refused)`;
    case 'no-such-host':
      return `The address of the proxy ${proxy} was not found`;
    case 'proxy-status': {
      const { status } = reason;
      const why = status === 407 ? '407: it wants a user name and password' : `HTTP ${status}`;
      return `The proxy ${proxy} refused the connection to ${to} (${why})`;
    }
    case 'certificate':
    case 'timeout':
    case undefined:
      return undefined;
    default:
      return reason satisfies never;
  }
}

/** Whether it failed because something took too long. */
export function isTimeout(error: unknown): boolean {
  return causesOf(error).some(({ name, code = '' }) => /timeout|timedout/i.test(`${name} ${code}`));
}

interface Cause {
  readonly name: string;
  readonly message: string;
  readonly code?: unknown;
}

/** An error and what caused it, the outermost first. */
export function causesOf(error: unknown): readonly Cause[] {
  const causes: Cause[] = [];
  for (let cause = error; cause instanceof Error && causes.length < 8; cause = cause.cause) causes.push(cause);
  return causes;
}
