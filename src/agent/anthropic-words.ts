/** Words that the failures and the waiting for a request share. */

/** What a sentence may need to know of the request. */
export interface FailureContext {
  readonly model: string;
  readonly baseURL: string;
  /** Where the key that was sent comes from; null when none was. */
  readonly credential: 'ANTHROPIC_API_KEY' | 'ANTHROPIC_AUTH_TOKEN' | null;
  /** Never shown. */
  readonly secrets: readonly string[];
}

/** Why there is no connection: `Nothing answers at http://127.0.0.1:9 (connection refused).` */
export function connectionWords(error: unknown, context: FailureContext): string {
  const has = (pattern: RegExp) => causesOf(error).some(({ code = '' }) => pattern.test(code));
  if (has(/^ECONNREFUSED$/)) return `Nothing answers at ${place(context)} (connection refused).`;
  if (has(/^(ENOTFOUND|EAI_AGAIN)$/)) return `The address of ${place(context)} was not found.`;
  if (isCertificateFailure(error)) return `The certificate of ${place(context)} was not accepted.`;
  if (isTimeout(error)) return `${place(context)} did not answer in time.`;
  return `There is no connection to ${place(context)}.`;
}

/** Whether the server is not who it should be: asked again, it would be the same. */
export function isCertificateFailure(error: unknown): boolean {
  // `ERR_TLS_CERT_ALTNAME_INVALID`, and the codes of OpenSSL as Node names them
  // (https://nodejs.org/api/tls.html#x509-certificate-error-codes).
  return causesOf(error).some(({ code = '' }) => /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH/.test(code));
}

/** Whether it failed because something took too long. */
export function isTimeout(error: unknown): boolean {
  return causesOf(error).some(({ name, code = '' }) => /timeout|timedout/i.test(`${name} ${code}`));
}

interface Cause {
  readonly name: string;
  readonly code?: string;
}

/** An error and what caused it, the outermost first. */
export function causesOf(error: unknown): readonly Cause[] {
  const causes: Cause[] = [];
  for (let cause = error; cause instanceof Error && causes.length < 8; cause = cause.cause) causes.push(cause);
  return causes;
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
  return secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .reduce((text, secret) => text.replaceAll(secret, '[key]'), sentence)
    .replace(/\bsk-[\w-]{8,}/g, '[key]')
    .replace(/\/\/[^/\s@]+@/g, '//[key]@');
}
