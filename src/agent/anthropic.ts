/**
 * The Messages API through `@anthropic-ai/sdk`, which is loaded at the first call or by `warm`.
 *
 * Retries: what fails before the answer begins is the SDK's (connection, 408, 409, 429, 5xx; with backoff, obeying
 * `retry-after`); `anthropic-retries.ts` makes that visible. An answer that breaks off is the SDK's no longer: it is
 * asked for again here, a few times, while nothing of it was seen. After that the request fails and keeps what was
 * said, because a second answer would contradict the first on the screen.
 *
 * Deliberately not done: `messages.stream()` is not used. It completes tool input that was cut short, so that half a
 * call could be carried out, and `messages.create()` writes warnings about old models to the console, which is our
 * screen. So the request goes through `client.post` and `anthropic-draft.ts` puts the events together.
 */
import type { Anthropic, ClientOptions } from '@anthropic-ai/sdk';
import type { Stream } from '@anthropic-ai/sdk/core/streaming';
import type { Model, RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDraft, type Draft } from './anthropic-draft.ts';
import { BASE_URL, createClient, credentialOf, type ModelAccess } from './anthropic-client.ts';
import { brokenOff, failureOf, isApiError, mayPass } from './anthropic-failure.ts';
import { betasOf, toParams } from './anthropic-params.ts';
import { createRefusals, refusedBy, type Refusals, type Refused } from './anthropic-refusals.ts';
import { announceRetries } from './anthropic-retries.ts';
import type { FailureContext } from './anthropic-words.ts';
import type { ProviderFailure } from './events.ts';
import { innerSignal } from './inner-signal.ts';
import { modelInfo } from './anthropic-models.ts';
import type { Network } from './network/network.ts';
import type { ModelEvent, ModelProvider, ModelRequest } from './provider.ts';

export interface AnthropicOptions extends ModelAccess {
  readonly model: string;
  /** How often the SDK repeats a request that may pass. Default 4. */
  readonly maxRetries?: number;
  /** Default 32,000. */
  readonly maxTokens?: number;
  /** Milliseconds until an answer must have begun. Default: ten minutes, the SDK's. */
  readonly timeout?: number;
  /** In place of the network: the offline model. */
  readonly fetch?: ClientOptions['fetch'];
  /** Secrets of the environment that an answer could repeat. */
  readonly hidden?: readonly string[];
  /** Proxies and certificate authorities. Without it, none. */
  readonly network?: Network;
  /** What the screen calls the provider. Default `anthropic`. */
  readonly name?: string;
}

export interface AnthropicProvider extends ModelProvider {
  /** Loads the SDK ahead of the first call. Never rejects; what is wrong shows at the call. */
  warm(): Promise<void>;
}

type NamedModel<M = Model> = M extends unknown ? (string extends M ? never : M) : never;

/** A general model that the installed SDK names. */
export const DEFAULT_MODEL = 'claude-sonnet-5-5' satisfies NamedModel;

const MAX_RETRIES = 4;
const MAX_TOKENS = 32_000;
const LIST_TIMEOUT = 10_000;

/** How often an answer that broke off before anything was seen is asked for again, after 0.5 s, 1 s, … */
const STREAM_RETRIES = 2;
const STREAM_RETRY_DELAY = 500;

export function createAnthropicProvider(options: AnthropicOptions): AnthropicProvider {
  const { model, maxRetries = MAX_RETRIES, maxTokens = MAX_TOKENS } = options;
  const secrets = knownSecrets(options);
  let client: Promise<Anthropic> | undefined;
  const connect = () =>
    (client ??= createClient({ ...options, access: options, maxRetries, onKey: (key) => secrets.add(key) }));
  const refusalsOf = new Map<string, Refusals>();

  return {
    name: options.name ?? 'anthropic',
    model,
    warm: () =>
      connect().then(
        () => {},
        () => {},
      ),
    async listModels() {
      try {
        const client = await connect();
        const list = await client.models.list({ limit: 100 }, { maxRetries: 1, timeout: LIST_TIMEOUT });
        return list.data.map(modelInfo);
      } catch {
        // A server that speaks the Messages API need not list its models.
        return [];
      }
    },
    async *call(request, signal) {
      const context = failureContext(options, { secrets, reached: await connect().catch(() => undefined) });
      const askedModel = request.model ?? model;
      const refusals = refusalsOf.get(askedModel) ?? createRefusals();
      refusalsOf.set(askedModel, refusals);
      const asked = { model: askedModel, maxTokens, leaves: refusals, request };
      for (let attempt = 0; ; attempt++) {
        const named = { ...context, model: asked.model };
        const last = yield* ask({ connect, context: named, maxRetries, body: asked, signal });
        const sentence = refusals.learn(last.refused, request);
        if (sentence !== undefined) {
          yield { type: 'retrying', sentence };
          continue;
        }
        if (!last.again || attempt >= STREAM_RETRIES || signal.aborted) return yield last.event;
        const count = `${attempt + 1} of ${STREAM_RETRIES}`;
        yield {
          type: 'retrying',
          sentence: `The answer broke off before it began (${last.again}). Asking again (${count}).`,
        };
        await sleep(STREAM_RETRY_DELAY * 2 ** attempt, undefined, { signal }).catch(() => {});
      }
    },
  };
}

interface Ask {
  readonly connect: () => Promise<Anthropic>;
  readonly context: FailureContext;
  readonly maxRetries: number;
  readonly body: Parameters<typeof toParams>[1] & { readonly request: ModelRequest };
  readonly signal: AbortSignal;
}

interface Last {
  readonly event: ModelEvent;
  /** Why the answer broke off, when nothing of it was seen and it may go better next time. */
  readonly again?: ProviderFailure['kind'];
  readonly refused?: Refused;
}

async function* ask({ connect, context, maxRetries, body, signal }: Ask): AsyncGenerator<ModelEvent, Last> {
  const draft = createDraft(body.request.messages);
  const request = innerSignal(signal);
  let opened = false;
  try {
    const retries = new PassThrough({ objectMode: true });
    const opening = post({ connect, body, signal: request.signal, retries, context, maxRetries });
    for await (const sentence of retries) yield { type: 'retrying', sentence: String(sentence) };
    const answer = await opening;
    if ('error' in answer) throw answer.error;
    opened = true;
    for await (const event of untilAborted(answer.stream, signal)) {
      yield* draft.add(event);
      // Whatever the connection does then.
      if (event.type === 'message_stop') break;
    }
    return ended(draft, { context, signal });
  } catch (error) {
    if (draft.isComplete && !signal.aborted) return ended(draft, { context, signal });
    const refused = isApiError(error) ? { refused: refusedBy(error) } : {};
    return { ...failed(draft, { failure: failureOf(error, context, opened), opened, signal }), ...refused };
  } finally {
    request.abort();
    request.release();
  }
}

/** Does not wait for the stream after the abort: a body that is aborted when all of it has come may never settle. */
async function* untilAborted<Event>(stream: AsyncIterable<Event>, signal: AbortSignal): AsyncGenerator<Event> {
  const events = stream[Symbol.asyncIterator]();
  let abort = () => {};
  const aborted = new Promise<undefined>((resolve) => (abort = () => resolve(undefined)));
  signal.addEventListener('abort', abort);
  try {
    while (!signal.aborted) {
      const next = events.next();
      // Nobody may be there any more when it fails.
      next.catch(() => {});
      const result = await Promise.race([next, aborted]);
      if (result === undefined || result.done === true) return;
      yield result.value;
    }
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

type Post = Ask & { readonly retries: PassThrough };

/** Opens the stream; the SDK's retries are written into `retries`, which ends when the answer begins or is given up. */
function post({ connect, body, signal, retries, context, maxRetries }: Post) {
  const announce = (sentence: string) => void retries.write(sentence);
  const open = async () => {
    const client = await connect();
    const middleware = [announceRetries({ announce, signal, context, maxRetries })];
    const params = toParams(body.request, body);
    const betas = betasOf(params).join(',');
    const headers = betas === '' ? {} : { 'anthropic-beta': betas };
    const options = { body: params, stream: true, signal, middleware, headers };
    return { stream: await client.post<Stream<RawMessageStreamEvent>>('/v1/messages', options) };
  };
  return open()
    .catch((error: unknown) => ({ error }))
    .finally(() => retries.end());
}

function ended(draft: Draft, { context, signal }: Pick<Ask, 'context' | 'signal'>): Last {
  if (draft.isComplete) return { event: { type: 'done', ...draft.whole() } };
  return failed(draft, { failure: brokenOff(draft.isEmpty, context), opened: true, signal });
}

interface Failed extends Pick<Ask, 'signal'> {
  readonly failure: ProviderFailure;
  readonly opened: boolean;
}

function failed(draft: Draft, { failure, opened, signal }: Failed): Last {
  const partial = draft.partial();
  if (signal.aborted) return { event: { type: 'aborted', partial } };
  const event: ModelEvent = { type: 'failed', failure, partial };
  return opened && !draft.wasSeen && mayPass(failure) ? { event, again: failure.kind } : { event };
}

interface Reached {
  readonly secrets: ReadonlySet<string>;
  /** Nothing when there is no client. */
  readonly reached: Pick<Anthropic, 'baseURL'> | undefined;
}

function failureContext(options: AnthropicOptions, { secrets, reached }: Reached): FailureContext {
  const { model, network } = options;
  const baseURL = reached?.baseURL ?? options.baseURL ?? BASE_URL;
  const proxy = URL.canParse(baseURL) ? (network?.proxyOf(new URL(baseURL)) ?? null) : null;
  return { model, baseURL, proxy, credential: credentialOf(options), secrets };
}

/** Later also the keys that a helper gives. */
function knownSecrets({ apiKey, authToken, headers = {}, hidden = [] }: AnthropicOptions): Set<string> {
  return new Set([apiKey, authToken, ...Object.values(headers), ...hidden].flatMap((secret) => secret?.trim() || []));
}
