/**
 * The Messages API through `@anthropic-ai/sdk`, which is loaded at the first call or by `warm`.
 *
 * Each call is one request: the SDK repeats nothing, so that waiting is seen, can be stopped and is counted. What may
 * pass fails with `again`; `model-calls.ts` waits. `stream-watch.ts` ends a connection on which nothing comes.
 *
 * Deliberately not done: `messages.stream()` is not used. It completes tool input that was cut short, so that half a
 * call could be carried out, and `messages.create()` writes warnings about old models to the console, which is our
 * screen. So the request goes through `client.post` and `anthropic-draft.ts` puts the events together.
 */
import type { Anthropic, ClientOptions, Middleware } from '@anthropic-ai/sdk';
import type { Stream } from '@anthropic-ai/sdk/core/streaming';
import type { Model, RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages';
import { PassThrough } from 'node:stream';
import { createConnections, type Connections } from './connections.ts';
import { createDraft, type Draft } from './anthropic-draft.ts';
import { BASE_URL, createClient, credentialOf, type ModelAccess } from './anthropic-client.ts';
import { againOf, brokenOff, failureOf, gaveUp, isApiError } from './anthropic-failure.ts';
import { betasOf, toParams } from './anthropic-params.ts';
import { createRefusals, refusedBy, type Refusals, type Refused } from './anthropic-refusals.ts';
import type { FailureContext } from './anthropic-words.ts';
import type { ProviderFailure } from './events.ts';
import { innerSignal } from './inner-signal.ts';
import { modelInfo } from './anthropic-models.ts';
import type { Network } from './network/network.ts';
import type { Again, ModelEvent, ModelProvider, ModelRequest } from './provider.ts';
import { watchStream, type StreamWatch } from './stream-watch.ts';
import { systemClock, type SystemClock } from './system-clock.ts';

export interface AnthropicOptions extends ModelAccess {
  readonly model: string;
  /** The longest answer of any request. Without it the request says, else 32,000. */
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
  /** Default: those of the machine. */
  readonly clock?: SystemClock;
}

export interface AnthropicProvider extends ModelProvider {
  /** Loads the SDK ahead of the first call. Never rejects; what is wrong shows at the call. */
  warm(): Promise<void>;
}

type NamedModel<M = Model> = M extends unknown ? (string extends M ? never : M) : never;

/** A general model that the installed SDK names. */
export const DEFAULT_MODEL = 'claude-sonnet-5-5' satisfies NamedModel;

const MAX_TOKENS = 32_000;
const LIST_TIMEOUT = 10_000;

export function createAnthropicProvider(options: AnthropicOptions): AnthropicProvider {
  const { model, clock = systemClock } = options;
  const secrets = knownSecrets(options);
  let client: Promise<Anthropic> | undefined;
  const connect = () =>
    (client ??= createClient({ ...options, access: options, maxRetries: 0, onKey: (key) => secrets.add(key) }));
  const refusalsOf = new Map<string, Refusals>();
  const connections = createConnections(clock);

  return {
    name: options.name ?? 'anthropic',
    model,
    warm: () =>
      connect().then(
        () => {},
        () => {},
      ),
    refusedTools: () => [...new Set([...refusalsOf.values()].flatMap(({ tools }) => [...tools]))],
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
      const maxTokens = options.maxTokens ?? request.maxTokens ?? MAX_TOKENS;
      const askedModel = request.model ?? model;
      const refusals = refusalsOf.get(askedModel) ?? createRefusals();
      refusalsOf.set(askedModel, refusals);
      const sent = diagnoses(options, askedModel) ? request : withoutDiagnosis(request);
      const asked = { model: askedModel, maxTokens, leaves: refusals, request: sent };
      for (;;) {
        const named = { ...context, model: asked.model };
        const last = yield* ask({ connect, context: named, body: asked, signal, clock, connections });
        const sentence = refusals.learn(last.refused, request);
        if (sentence === undefined) return yield last.event;
        yield { type: 'retrying', sentence };
      }
    },
  };
}

/** Only the Claude API does (https://platform.claude.com/docs/en/build-with-claude/cache-diagnostics). */
function diagnoses({ platform }: AnthropicOptions, model: string): boolean {
  return platform === undefined && model.startsWith('claude-');
}

function withoutDiagnosis({ previousAnswer: _, ...request }: ModelRequest): ModelRequest {
  return request;
}

interface Ask {
  readonly connect: () => Promise<Anthropic>;
  readonly context: FailureContext;
  readonly body: Parameters<typeof toParams>[1] & { readonly request: ModelRequest };
  readonly signal: AbortSignal;
  readonly clock: SystemClock;
  readonly connections: Connections;
}

interface Last {
  readonly event: ModelEvent;
  readonly refused?: Refused;
}

async function* ask(options: Ask): AsyncGenerator<ModelEvent, Last> {
  const { clock, connections } = options;
  const request = innerSignal(options.signal);
  const told = new PassThrough({ objectMode: true });
  const tell = (event: ModelEvent) => void told.write(event);
  const watch = watchStream({
    clock,
    ...connections.bound(),
    onSilence: (seconds) => tell({ type: 'silent', seconds }),
    giveUp: request.abort,
  });
  const answer = follow({ ...options, request: request.signal, watch, tell }).finally(() => told.end());
  try {
    for await (const event of told) yield event as ModelEvent;
    return await answer;
  } finally {
    watch.stop();
    connections.used(watch.verdict);
    request.abort();
    request.release();
  }
}

interface Follow extends Ask {
  /** Aborts also when the connection is given up. */
  readonly request: AbortSignal;
  readonly watch: StreamWatch;
  tell(event: ModelEvent): void;
}

async function follow(options: Follow): Promise<Last> {
  const { connect, body, request, watch, tell, connections } = options;
  const { messages, previousAnswer } = body.request;
  const draft = createDraft(messages, { compares: typeof previousAnswer === 'string' });
  let opened = false;
  const touch = () => {
    watch.touch();
    connections.answered();
  };
  try {
    const client = await connect();
    const params = toParams(body.request, body);
    const betas = betasOf(params).join(',');
    const headers = betas === '' ? {} : { 'anthropic-beta': betas };
    const posted = { body: params, stream: true, signal: request, middleware: [heard(touch)], headers };
    const stream = await client.post<Stream<RawMessageStreamEvent>>('/v1/messages', posted);
    opened = true;
    for await (const event of untilAborted(stream, request)) {
      for (const delta of draft.add(event)) tell(delta);
      // Whatever the connection does then.
      if (event.type === 'message_stop') break;
    }
    return ended(draft, options);
  } catch (error) {
    const refused = isApiError(error) ? { refused: refusedBy(error) } : {};
    return { ...ended(draft, options, { error, opened }), ...refused };
  }
}

/** Middleware of the SDK: `touch` for the head of an answer and each piece of its body. The SDK itself drops pings. */
function heard(touch: () => void): Middleware {
  return async (request, next) => {
    const response = await next(request);
    touch();
    if (response.body === null) return response;
    const body = response.body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          touch();
          controller.enqueue(chunk);
        },
      }),
    );
    const { status, statusText, headers } = response;
    return new Response(body, { status, statusText, headers });
  };
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

interface Break {
  readonly error: unknown;
  /** The answer had begun. */
  readonly opened: boolean;
}

/** `broken`: what broke the answer off; nothing when its stream ended by itself. */
function ended(draft: Draft, { context, signal, watch }: Follow, broken?: Break): Last {
  if (draft.isComplete) return { event: { type: 'done', ...draft.whole() } };
  const partial = draft.partial();
  const spent = draft.isEmpty ? {} : { usage: draft.usageSoFar() };
  if (signal.aborted) return { event: { type: 'aborted', partial, ...spent } };
  const { failure, again } = brokenBy(broken, { isEmpty: draft.isEmpty, watch, context });
  return { event: { type: 'failed', failure, partial, ...spent, ...(again && { again }) } };
}

interface Broken {
  readonly failure: ProviderFailure;
  readonly again: Again | undefined;
}

function brokenBy(
  broken: Break | undefined,
  {
    isEmpty,
    watch,
    context,
  }: { readonly isEmpty: boolean; readonly watch: StreamWatch; readonly context: FailureContext },
): Broken {
  const { verdict } = watch;
  if (verdict !== undefined) {
    return { failure: gaveUp(verdict, context), again: verdict === 'slept' ? { atOnce: true } : {} };
  }
  const failure = broken === undefined ? brokenOff(isEmpty, context) : failureOf(broken.error, context, broken.opened);
  return { failure, again: URL.canParse(context.baseURL) ? againOf(failure, broken?.error) : undefined };
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
