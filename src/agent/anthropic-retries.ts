import type { Middleware } from '@anthropic-ai/sdk';
import { connectionWords, retryAfter, statusWords, waitWords, type FailureContext } from './anthropic-words.ts';

/** Longer waits are not begun: the request fails and says how long it would have been. Milliseconds. */
const LONGEST_WAIT = 60_000;

export interface RetryPorts {
  announce(sentence: string): void;
  readonly signal: AbortSignal;
  readonly context: FailureContext;
  readonly maxRetries: number;
}

/**
 * Middleware of the SDK, run around each attempt of a request: announces each retry before its wait begins, and
 * forbids those for which the server wants a long one. Which answers are repeated is the SDK's rule (its README,
 * "Retries"): connection errors, 408, 409, 429, 5xx, and what `x-should-retry` says.
 */
export function announceRetries({ announce, signal, context, maxRetries }: RetryPorts): Middleware {
  return async (request, next) => {
    const retry = Number(request.headers.get('x-stainless-retry-count') ?? 0) + 1;
    const isLast = retry > maxRetries;
    const say = (what: string, wait = 'in a moment') =>
      announce(`${what} Trying again ${wait} (${retry} of ${maxRetries}).`);
    try {
      const response = await next(request);
      if (isLast || !isRepeated(response)) return response;
      const wait = retryAfter(response.headers);
      if (wait !== undefined && wait > LONGEST_WAIT) return unrepeated(response);
      say(statusWords(response.status), wait === undefined ? undefined : `in ${waitWords(wait)}`);
      return response;
    } catch (error) {
      if (!isLast && !signal.aborted) say(connectionWords(error, context));
      throw error;
    }
  };
}

function isRepeated({ status, headers }: Response): boolean {
  const asked = headers.get('x-should-retry');
  if (asked === 'true' || asked === 'false') return asked === 'true';
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

function unrepeated(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set('x-should-retry', 'false');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
