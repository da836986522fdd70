import type { Middleware } from '@anthropic-ai/sdk';
import type { HelperAnswer } from '../background/local/run-key-helper.ts';
import { accessError } from './access-error.ts';

export interface KeyHelper {
  /** Runs the command. Never rejects. */
  run(): Promise<HelperAnswer>;
  /** Milliseconds that a key is used for before the command runs again. */
  readonly lifetime: number;
  /** Milliseconds of any clock that only goes forwards. */
  now(): number;
}

export interface KeyPorts {
  /** The headers that carry the key. */
  headersOf(key: string): Readonly<Record<string, string>>;
  /** Hears of each key before it is used, so that it is never shown. */
  onKey(key: string): void;
}

/**
 * Middleware of the SDK that puts a key of the helper's into each request. A key that is refused (401) is asked for
 * again at once, and the request repeated with the new one, once. The SDK's own `credentials` would do as much, but
 * marks its requests as those of OAuth, which a key is not.
 */
export function helperKeys(helper: KeyHelper, { headersOf, onKey }: KeyPorts): Middleware {
  let kept: { readonly key: Promise<string>; readonly at: number } | undefined;

  return async (request, next) => {
    const used = current();
    const response = await next(withKey(request, await used.key));
    if (response.status !== 401) return response;
    // Another request may have renewed it meanwhile.
    if (kept === used) kept = undefined;
    const renewed = await current().key;
    if (renewed === (await used.key)) return response;
    await response.body?.cancel();
    return next(withKey(request, renewed));
  };

  function current(): { readonly key: Promise<string> } {
    if (kept !== undefined && helper.now() - kept.at < helper.lifetime) return kept;
    const made = { key: ask(), at: helper.now() };
    kept = made;
    // A failure is not kept; who waits for it is told.
    made.key.catch(() => kept === made && (kept = undefined));
    return made;
  }

  async function ask(): Promise<string> {
    const answer = await helper.run();
    if (answer.kind === 'failed') {
      throw accessError(`apiKeyHelper gives no key: ${answer.reason}. Correct that command in your settings.`);
    }
    onKey(answer.key);
    return answer.key;
  }

  function withKey(request: Parameters<Middleware>[0], key: string): Parameters<Middleware>[0] {
    const headers = new Headers(request.headers);
    Object.entries(headersOf(key)).forEach(([name, value]) => headers.set(name, value));
    return { ...request, headers };
  }
}
