import type { APIError } from '@anthropic-ai/sdk';
import { cleanText } from '../background/clean-text.ts';
import { accessSentence } from './access-error.ts';
import { PLATFORM_FACTS } from './anthropic-platforms.ts';
import { connectionWords, place, redacted, retryAfter, type FailureContext } from './anthropic-words.ts';
import type { ProviderFailure } from './events.ts';
import { causesOf, isTimeout, networkReason } from './network/network-reason.ts';
import type { Again } from './provider.ts';
import { cut } from '../background/cut.ts';
import { canPass, waitWords } from './request-words.ts';

type Kind = ProviderFailure['kind'];

/**
 * Whatever the SDK threw, as a failure whose sentence says what happened and what to do. `opened`: the answer had begun.
 */
export function failureOf(error: unknown, context: FailureContext, opened: boolean): ProviderFailure {
  const access = accessSentence(error);
  if (access !== undefined) return { kind: 'authentication', sentence: access };
  if (!URL.canParse(context.baseURL)) {
    const sentence = `The base URL “${context.baseURL}” is not an address. Check ANTHROPIC_BASE_URL.`;
    return { kind: 'connection', sentence };
  }
  if (isApiError(error)) return describeAnswer(error, context);
  const causes = causesOf(error);
  if (isTimeout(error)) {
    return { kind: 'timeout', sentence: `${connectionWords(error, context)} Check the connection.` };
  }
  // Credentials are looked for at the request: in files, by programs, from other servers.
  const searched = opened || causes[0]?.message === SDK_CONNECTION ? undefined : SEARCHED[context.credential.kind];
  if (searched !== undefined) {
    const reason = shortened(causes.map(({ message }) => message.replace(/\.$/, '')).join(': '), context);
    return { kind: 'authentication', sentence: `${searched} gave no credentials: ${reason}. ${PROVIDERS}` };
  }
  if (causes[0]?.name === 'APIConnectionError') {
    return { kind: 'connection', sentence: `${connectionWords(error, context)} ${connectionAdvice(error, context)}.` };
  }
  if (causes.some((cause) => 'code' in cause && cause.code === DAMAGED)) {
    const sentence = `What came from ${place(context)} could not be unpacked: it was damaged on the way, perhaps by a proxy.`;
    return { kind: 'connection', sentence };
  }
  if (causes[0]?.message === SDK_NO_BODY) return brokenOff(true, context);
  // Node's fetch calls a body that ends too soon `terminated`, and says why in the cause.
  if (causes.length > 1) return { kind: 'connection', sentence: BROKE_OFF };
  return { kind: 'protocol', sentence: `The answer could not be read: ${shortened(messageOf(error), context)}` };
}

function connectionAdvice(error: unknown, { proxy }: FailureContext): string {
  const reason = networkReason(error);
  if (reason?.kind === 'certificate') return reason.advice;
  return `Check the connection and ${proxy === null ? 'ANTHROPIC_BASE_URL' : 'HTTPS_PROXY, HTTP_PROXY and NO_PROXY'}`;
}

/** The stream ended before the message did; `isEmpty`: it held no message at all. */
export function brokenOff(isEmpty: boolean, context: FailureContext): ProviderFailure {
  if (!isEmpty) return { kind: 'connection', sentence: BROKE_OFF };
  const sentence = `What answers at ${place(context)} does not speak the Messages API. Check ANTHROPIC_BASE_URL.`;
  return { kind: 'protocol', sentence };
}

/** Why a connection was given up on which nothing came any more, or which the machine has slept through. */
export function gaveUp(verdict: 'silent' | 'slept', context: FailureContext): ProviderFailure {
  if (verdict === 'slept') {
    return { kind: 'connection', sentence: 'The machine has slept or its clock was set: the connection was dropped.' };
  }
  return { kind: 'timeout', sentence: `Nothing came from ${place(context)} any more: the connection was dropped.` };
}

/** The message of the SDK's own `APIConnectionError`; packages of platforms throw it with others. */
const SDK_CONNECTION = 'Connection error.';

/** The message of the SDK's error for an answer without a body, such as 204 (core/streaming). */
const SDK_NO_BODY = 'Attempted to iterate over a response with no body';
/** Node's code for data that is not what its Content-Encoding says. */
const DAMAGED = 'Z_DATA_ERROR';

const SEARCHED: { readonly [kind in FailureContext['credential']['kind']]?: string } = {
  profile: 'The profile',
  platform: 'The environment',
};
const PROVIDERS = 'docs/providers.md says what is read.';

/**
 * Whether the same request may well succeed later; `error`: what the SDK threw, if it did. Which answers may be repeated
 * is as in the SDK's README, "Retries", but a limit or an overload with `x-should-retry: false` is waited out too.
 */
export function againOf(failure: ProviderFailure, error: unknown): Again | undefined {
  if (isApiError(error)) {
    const after = error.headers && retryAfter(error.headers);
    const again = after === undefined ? {} : { after };
    const asked = error.headers?.get('x-should-retry');
    if (asked === 'true' || failure.kind === 'overloaded' || failure.kind === 'rate-limit') return again;
    if (asked === 'false') return undefined;
    return error.status === 409 || canPass(failure.kind) ? again : undefined;
  }
  return canPass(failure.kind) && isWorthAsking(error) ? {} : undefined;
}

/** A certificate or credentials that are wrong are the same when asked again. */
function isWorthAsking(error: unknown): boolean {
  return networkReason(error)?.kind !== 'certificate' && accessSentence(error) === undefined;
}

const BROKE_OFF = 'The connection broke off in the middle of the answer.';

function describeAnswer(error: APIError, context: FailureContext): ProviderFailure {
  const kind = kindOf(error);
  const answer = { kind, error, context };
  return { kind, sentence: [sentenceOf(answer), serverWords(answer)].filter(Boolean).join(' ') };
}

interface Answer {
  readonly kind: Kind;
  readonly error: APIError;
  readonly context: FailureContext;
}

function sentenceOf({ kind, error, context }: Answer): string {
  const status = error.status === undefined ? '' : ` (${error.status})`;
  const wait = error.headers ? retryAfter(error.headers) : undefined;
  switch (kind) {
    case 'authentication':
      return authenticationWords(status, context);
    case 'permission':
      if (context.credential.kind === 'platform') return authenticationWords(status, context);
      return `The key may not do this${status}. Check what it is allowed to do in the Console, or use another.`;
    case 'billing':
      return `The account cannot pay for this request${status}. Check its credit and limits in the Console.`;
    case 'not-found':
      if (error.type === null)
        return `There is no Messages API at ${place(context)}${status}. Check ANTHROPIC_BASE_URL.`;
      return `${place(context)} does not offer the model “${context.model}”${status}. Choose another with --model.`;
    case 'too-large':
      return `The conversation is too long for the model “${context.model}”${status}. Begin a new one with /clear.`;
    case 'rate-limit':
      return `The rate limit is reached${status}.${wished(wait)}`;
    case 'overloaded':
      return `The model is overloaded${status}.${wished(wait)}`;
    case 'timeout':
      return `The server took too long${status}.${wished(wait)}`;
    case 'server':
      return `The server failed${status}.${wished(wait)}`;
    case 'bad-request':
    case 'protocol':
    case 'connection':
      return `The request was refused${status}. Try another prompt, or choose another model with --model.`;
    default:
      return kind satisfies never;
  }
}

function authenticationWords(status: string, { credential }: FailureContext): string {
  switch (credential.kind) {
    case 'none':
      return `The server wants a key${status}. Set ANTHROPIC_API_KEY.`;
    case 'key':
      return `The API key was refused${status}. Check ANTHROPIC_API_KEY, or unset it to use the offline model.`;
    case 'token':
      return `The auth token was refused${status}. Check ANTHROPIC_AUTH_TOKEN, or unset it to use the offline model.`;
    case 'helper':
      return `The key that apiKeyHelper printed was refused${status}. Check that command in your settings.`;
    case 'profile':
      return `The credentials of the profile were refused${status}. Sign in again, or set ANTHROPIC_API_KEY.`;
    case 'platform':
      return `${PLATFORM_FACTS[credential.platform].title} refused the credentials${status}. ${PROVIDERS}`;
    default:
      return credential satisfies never;
  }
}

function wished(wait: number | undefined): string {
  return wait === undefined ? '' : ` The server says to wait ${waitWords(wait)}.`;
}

function serverWords({ kind, error, context }: Answer): string {
  const said = saidBy(error);
  const isPlatform = context.credential.kind === 'platform';
  if (said === '' || (kind === 'authentication' && !isPlatform) || kind === 'overloaded') return '';
  const words = shortened(said, context);
  return `The server says: ${words}${/[.!?…]$/.test(words) ? '' : '.'}`;
}

const BY_TYPE: Readonly<Record<string, Kind>> = {
  authentication_error: 'authentication',
  billing_error: 'billing',
  permission_error: 'permission',
  not_found_error: 'not-found',
  request_too_large: 'too-large',
  rate_limit_error: 'rate-limit',
  timeout_error: 'timeout',
  overloaded_error: 'overloaded',
  api_error: 'server',
  invalid_request_error: 'bad-request',
};

const BY_STATUS: Readonly<Record<number, Kind>> = {
  401: 'authentication',
  402: 'billing',
  403: 'permission',
  404: 'not-found',
  408: 'timeout',
  413: 'too-large',
  429: 'rate-limit',
  504: 'timeout',
  529: 'overloaded',
};

/** The API has no type of its own for a conversation that is too long, nor for an account without credit. */
const TOO_LONG = /prompt is too long|context (window|length|limit|size)|too many (input )?tokens/i;
const NO_CREDIT = /credit balance|spend_limit|billing/i;

function kindOf(error: APIError): Kind {
  const { type, status, errorCode } = error;
  const kind = BY_TYPE[type ?? ''] ?? BY_STATUS[status ?? 0] ?? ((status ?? 500) >= 500 ? 'server' : 'bad-request');
  if (NO_CREDIT.test(errorCode ?? '')) return 'billing';
  const said = saidBy(error);
  if (kind !== 'bad-request' || said === '') return kind;
  if (TOO_LONG.test(said)) return 'too-large';
  return NO_CREDIT.test(said) ? 'billing' : kind;
}

/** The words of the server, wherever it puts them. */
function saidBy({ apiMessage, error }: APIError): string {
  if (apiMessage) return apiMessage;
  const { detail, message = detail } = (error ?? {}) as { readonly detail?: unknown; readonly message?: unknown };
  if (message === undefined) return '';
  return typeof message === 'string' ? message : JSON.stringify(message);
}

export function isApiError(error: unknown): error is APIError {
  if (!(error instanceof Error) || !('apiMessage' in error) || !('status' in error)) return false;
  return error.status !== undefined || ('type' in error && error.type !== null);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const LONGEST = 300;

/** What others wrote, fit for a sentence: without keys, before anything could tear one apart, cleaned, one line. */
function shortened(text: string, context: FailureContext): string {
  const line = cleanText(redacted(text, context)).replace(/\s+/g, ' ').trim();
  return cut(line, LONGEST);
}
