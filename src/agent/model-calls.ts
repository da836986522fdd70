/**
 * Every request of a session: which model is asked, what there is to do before (stop at a limit, make room), and what
 * to do when it fails in a way that may pass or the program can mend (no room, overloaded). The loop sees one reply.
 */
import { callModel, type CalledReply, type UnhappyEnd } from './call-model.ts';
import { compact, type CompactPorts } from './compact.ts';
import { contextFill, type ContextFill } from './context-fill.ts';
import type { AgentEvent, CompactionCause, ProviderFailure, SessionEvent, Spent } from './events.ts';
import type { Reply } from './loop.ts';
import type { AssistantMessage, Message, Usage, UserBlock } from './messages.ts';
import { createModelChoice } from './model-choice.ts';
import { costOf, longCachePays, type Prices } from './model-facts.ts';
import type { Effort, ThinkingMode } from './model-list.ts';
import type { ModelProvider, ToolDefinition } from './provider.ts';
import { createRideOut, type Attempts } from './ride-out.ts';
import { addSpending, overLimit, spendingOf, type SpendingLimits } from './spending.ts';
import { knownSystem, recordedPrefix, type RequestPrefix, withNewTools, withoutThinking } from './request-prefix.ts';
import type { SystemClock } from './system-clock.ts';
import { tokensOf, tokensOfText } from './token-estimate.ts';

/** What the user set; all of it may be left out. */
export interface ModelSettings {
  /** Tokens of the window of a model that is not known, or a smaller bound than its own. */
  readonly contextTokens?: number;
  /** The part of the window, in percent, from which on room is made. */
  readonly compactPercent?: number;
  readonly effort?: Effort;
  readonly thinking?: ThinkingMode;
  /** Asked for a while when the model is overloaded, and once when it declines. */
  readonly fallback?: string;
  /** How long a request that may pass is made again; without it, as long as it takes. Milliseconds. */
  readonly maxWait?: number;
  /** Default: those of the machine. */
  readonly clock?: SystemClock;
  /** The model was named for this run, and not only in settings. */
  readonly isNamed?: boolean;
  readonly limits?: SpendingLimits;
  readonly prices?: Prices;
}

export interface ModelCalls {
  /** Asks the model with the history, after what has to be done before. What it says is not yet in the history. */
  call(signal: AbortSignal): Promise<Reply>;
  /** Makes room at once. False when that failed. */
  compactNow(focus: string, signal: AbortSignal): Promise<boolean>;
  /** Makes room before the next call. */
  compactSoon(focus: string): void;
  /** Tells what the screen shows of the model; once at the start. */
  announce(): void;
  /** Another model from now on. */
  choose(model: string, effort: Effort | null): void;
  /** How it thinks from now on. */
  think(mode: ThinkingMode): void;
  /** What fills the window. */
  fill(): Promise<ContextFill>;
  /** Which one is asked now, and how hard it is to think. */
  current(): { readonly model: string; readonly effort: Effort | null };
  /** Makes the request now that waits to be made again; false when none does. */
  hasten(): boolean;
  /** Why the model may not be asked any more, when a limit of the session is reached. */
  whyNotAsk(): string | undefined;
  /** Takes in what others spent for the session. */
  count(event: Extract<SessionEvent, { type: 'agent_request' }>): void;
  /** Asks which models there are. */
  loadModels(): Promise<void>;
}

export interface ModelCallPorts {
  readonly provider: ModelProvider;
  /** The system prompt as it would be now. */
  system(): string | Promise<string>;
  readonly settings: ModelSettings;
  readonly recorded: readonly AgentEvent[];
  /** How many requests were made before. */
  readonly requests: number;
  readonly history: () => readonly Message[];
  definitions(): Promise<readonly ToolDefinition[]>;
  replaceHistory: CompactPorts['replaceHistory'];
  /** Writes down what requests begin with, and the history is the one without earlier thinking. */
  recordPrefix(event: RequestPrefix, history: readonly Message[]): boolean;
  table(): UserBlock | undefined;
  /** The chance that the next request comes after the cache's five minutes; `undefined` while no task runs. */
  chanceOfLateWake?(): number | undefined;
  emit(event: SessionEvent): void;
  now(): number;
}

const COMPACT_PERCENT = 80;
/** So much of the window the history has to take again before room is made in it once more. */
const FRESH = 0.1;

export function createModelCalls(ports: ModelCallPorts): ModelCalls {
  const { provider, settings, history, emit, now } = ports;
  let { requests } = ports;
  let prefix = recordedPrefix(ports.recorded);
  let told = knownSystem(ports.recorded);
  let spending = spendingOf(ports.recorded);
  /** What the API counted last, and for how many messages that was. */
  let measured = lastMeasured(ports.recorded, history().length);
  let wishedFocus: string | null = null;
  /** What the history took when room was last made because of the limit. */
  let roomAt = 0;
  let saidTooSmall = false;
  let previousAnswer = lastAnswer(ports.recorded);
  const { contextTokens, effort, thinking, fallback, isNamed } = settings;
  const choice = createModelChoice({
    model: provider.model,
    recorded: ports.recorded,
    emit,
    now,
    ...(contextTokens === undefined ? {} : { contextTokens }),
    ...(effort === undefined ? {} : { effort }),
    ...(thinking === undefined ? {} : { thinking }),
    ...(fallback === undefined ? {} : { fallback }),
    ...(isNamed === undefined ? {} : { isNamed }),
  });

  const rideOut = createRideOut({
    emit: tell,
    now,
    ...(settings.maxWait === undefined ? {} : { longest: settings.maxWait }),
    ...(settings.clock === undefined ? {} : { clock: settings.clock }),
  });

  async function call(signal: AbortSignal): Promise<Reply> {
    if (isOverLimit()) return { kind: 'failed' };
    await makeRoom(signal);
    if (signal.aborted) return INTERRUPTED;
    const reply = await askUntilAnswered(signal, history().length > 1);
    if (reply.kind !== 'no-room') return reply;
    if (await run('overflow', '', signal)) {
      const again = await askUntilAnswered(signal, false);
      return again.kind === 'no-room' ? { kind: 'failed' } : again;
    }
    if (signal.aborted) return INTERRUPTED;
    // It was not shown, because room was to be made.
    emit({ type: 'problem', at: now(), sentence: reply.failure.sentence });
    return { kind: 'failed' };
  }

  function isOverLimit(): boolean {
    const sentence = whyNotAsk();
    if (sentence !== undefined) emit({ type: 'problem', at: now(), sentence });
    return sentence !== undefined;
  }

  function whyNotAsk(): string | undefined {
    return overLimit(spending, settings.limits ?? {});
  }

  async function askUntilAnswered(signal: AbortSignal, mayMakeRoom: boolean): Promise<Reply | NoRoom> {
    const attempts = rideOut.begin();
    const planned: { step?: Step } = {};
    let other: string | undefined;
    for (;;) {
      const reply = await ask(signal, other, (end) => {
        const step = stepAfter(end, { attempts, mayMakeRoom, isOther: other !== undefined });
        if ('sentence' in step) return step;
        planned.step = step;
        return 'goes-on';
      });
      const { step } = planned;
      if (reply.kind !== 'dropped' || step === undefined) return reply.kind === 'dropped' ? INTERRUPTED : reply;
      if (step.kind === 'no-room') return step;
      if (step.kind === 'declined') other = askInstead(step.other);
      if (step.kind === 'wait') await attempts.wait(step.ms, step.failure, signal);
      if (signal.aborted) return INTERRUPTED;
      // What broke off was paid too.
      if (isOverLimit()) return { kind: 'failed' };
    }
  }

  /** What the program does about an end by itself; a failure that is told when it can do nothing. */
  function stepAfter(
    end: UnhappyEnd,
    { attempts, mayMakeRoom, isOther }: { attempts: Attempts; mayMakeRoom: boolean; isOther: boolean },
  ): Step | ProviderFailure {
    if (end.type === 'done') {
      const other = isOther ? undefined : choice.other();
      return other === undefined ? DECLINED : { kind: 'declined', other };
    }
    const { failure, again } = end;
    if (failure.kind === 'too-large') return mayMakeRoom ? { kind: 'no-room', failure } : failure;
    if (failure.kind === 'overloaded' && !isOther && choice.fallBack()) return { kind: 'fell-back' };
    const next = attempts.next(failure, again);
    return typeof next === 'number' ? { kind: 'wait', ms: next, failure } : next;
  }

  function askInstead(other: string): string {
    emit({ type: 'model_fell_back', at: now(), from: choice.model, to: other, why: 'declined' });
    return other;
  }

  async function makeRoom(signal: AbortSignal): Promise<void> {
    const focus = wishedFocus;
    wishedFocus = null;
    if (focus !== null) return void (await run('asked', focus, signal));
    const { window = Infinity } = choice;
    const limit = (window * (settings.compactPercent ?? COMPACT_PERCENT)) / 100;
    const total = await size();
    if (total <= limit) return;
    const said = tokensOf(history());
    if (total - said > limit) sayTooSmall(window);
    // Else it would make room before every request, and find none.
    const cannotFit = total > window && total - said <= limit;
    if (said < roomAt + window * FRESH && !cannotFit) return;
    await run('limit', '', signal);
    roomAt = tokensOf(history());
  }

  function sayTooSmall(window: number): void {
    if (saidTooSmall) return;
    saidTooSmall = true;
    const tokens = window.toLocaleString('en');
    const sentence = `A window of ${tokens} tokens is too small: instructions and tools alone take most of it. Choose a model with a larger one, or check contextTokens.`;
    emit({ type: 'problem', at: now(), sentence });
  }

  /** `other`: in place of the chosen model. */
  async function ask(
    signal: AbortSignal,
    other: string | undefined,
    mends: Parameters<typeof callModel>[0]['mends'],
  ): Promise<CalledReply> {
    const { system, tools } = await begin();
    const who = other === undefined ? asked() : { model: other };
    requests += 1;
    return callModel({
      provider,
      request: { system, tools, messages: history(), ...who, ...(await lifeOfCache()), previousAnswer },
      number: requests,
      signal,
      emit: tell,
      mends,
      spent: (usage) => spent(usage, who.model),
      now,
    });
  }

  /** What the request begins with: as it was sent before, unless that cannot be. */
  async function begin(): Promise<Pick<RequestPrefix, 'system' | 'tools'>> {
    const offered = await ports.definitions();
    const current = await ports.system();
    const tools = prefix === undefined ? offered : withNewTools(prefix.tools, offered);
    if (prefix?.tools !== tools) {
      const system = prefix?.system ?? current;
      prefix = { type: 'prefix_recorded', at: now(), system, tools };
      if (history().length > 0) measured = null;
      ports.recordPrefix(prefix, withoutThinking(history()));
      told ??= current;
      // The record says that the model knows what it is sent.
      if (told !== system) emit({ type: 'system_change_told', at: now(), system: told });
    }
    if (told !== current) {
      told = current;
      emit({ type: 'system_change_told', at: now(), system: told });
    }
    return prefix;
  }

  async function run(cause: CompactionCause, focus: string, signal: AbortSignal): Promise<boolean> {
    const before = await size();
    return compact(
      { cause, focus, before, window: choice.window },
      {
        ...ports,
        emit: tell,
        async ask(messages) {
          const { system, tools } = await begin();
          const request = () => provider.call({ system, tools, messages, mayCall: false, ...asked() }, signal);
          return rideOut.begin().repeat(request, signal);
        },
        spent: (usage) => spent(usage),
        replaceHistory(event) {
          if (!ports.replaceHistory(event)) return false;
          prefix = undefined;
          told = undefined;
          measured = null;
          note(event);
          return true;
        },
      },
      signal,
    );
  }

  /**
   * While tasks run, the next request comes when one of them ends, which is often later than the five minutes that the
   * cache keeps what it reads; then all of the history would be written again. An hour for what is new costs less as
   * soon as the history is a few times as long as that. The marks are all of one kind, because those for an hour have to
   * stand before the others (https://platform.claude.com/docs/en/build-with-claude/prompt-caching#1-hour-cache-duration).
   *
   * Deliberately not done: requests with `max_tokens: 0` that keep the cache warm meanwhile (`#pre-warming-the-cache` there).
   * Reports say that the API refuses them with thinking or a stream; without thinking they would not read what requests
   * with it have written.
   */
  async function lifeOfCache(): Promise<{ readonly cachesLong?: true }> {
    const late = ports.chanceOfLateWake?.();
    if (late === undefined) return {};
    const whole = await size();
    const fresh = measured === null ? whole : whole - measured.tokens;
    return longCachePays(choice.model, { whole, fresh, late }, settings.prices) ? { cachesLong: true } : {};
  }

  /** About how many tokens the next request takes. */
  async function size(): Promise<number> {
    if (measured !== null) return measured.tokens + tokensOf(history().slice(measured.messages));
    const { system, tools } = await beginning();
    return tokensOfText(system) + tokensOfText(JSON.stringify(tools)) + tokensOf(history());
  }

  async function beginning(): Promise<Pick<RequestPrefix, 'system' | 'tools'>> {
    return prefix ?? { system: await ports.system(), tools: await ports.definitions() };
  }

  async function fill(): Promise<ContextFill> {
    return contextFill({ ...(await beginning()), history: history(), measured, window: choice.window });
  }

  /** Who is asked, and how. An answer must not want more room than a small window has. */
  function asked() {
    const { model, effort, thinking, window, longestAnswer } = choice;
    return {
      model,
      ...(effort === null ? {} : { effort }),
      ...(thinking === null ? {} : { thinking }),
      ...longestOf(window, longestAnswer),
    };
  }

  function spent(usage: Usage, model = choice.model): Spent {
    const dollars = costOf(model, usage, settings.prices);
    return { usage, model, ...(dollars === undefined ? {} : { dollars }) };
  }

  function tell(event: SessionEvent): void {
    emit(event);
    note(event);
  }

  function note(event: AgentEvent): void {
    spending = addSpending(spending, event);
    // A server that counts nothing says 0.
    if (event.type === 'request_done' && event.stopReason === 'window_full') wishedFocus ??= '';
    if (event.type === 'request_done') previousAnswer = event.answerId ?? previousAnswer;
    if (event.type === 'request_done' && contextOf(event.usage) > 0) {
      // Its answer is the next message.
      measured = { tokens: contextOf(event.usage), messages: history().length + 1 };
    }
  }

  return {
    call,
    compactNow: (focus, signal) => run('asked', focus, signal),
    compactSoon: (focus) => void (wishedFocus = focus),
    announce: choice.announce,
    fill,
    choose: choice.choose,
    think: choice.think,
    current: () => ({ model: choice.model, effort: choice.effort }),
    hasten: rideOut.hasten,
    whyNotAsk,
    count: tell,
    loadModels: async () => choice.know(await provider.listModels()),
  };
}

interface NoRoom {
  readonly kind: 'no-room';
  readonly failure: ProviderFailure;
}

type Step =
  | NoRoom
  /** Another model is asked for a while, or once. */
  | { readonly kind: 'fell-back' }
  | { readonly kind: 'declined'; readonly other: string }
  | { readonly kind: 'wait'; readonly ms: number; readonly failure: ProviderFailure };

const NOTHING: AssistantMessage = { role: 'assistant', blocks: [] };
const INTERRUPTED: Reply = { kind: 'interrupted', message: NOTHING };
/** Told by the answer itself. */
const DECLINED: ProviderFailure = { kind: 'protocol', sentence: 'The model declined to answer.' };

/**
 * Tokens of the longest answer that is asked for. It shares the window with the request, in which room is made when four
 * fifths of it are full; with a small window or a model that is not known it is shorter than the model could.
 */
function longestOf(window: number | undefined, longest = USUAL_ANSWER): { readonly maxTokens?: number } {
  if (window === undefined) return longest === USUAL_ANSWER ? {} : { maxTokens: longest };
  const most = Math.min(Math.max(USUAL_ANSWER, window * ANSWER_OF_WINDOW), window / 4);
  return { maxTokens: Math.max(1_024, Math.floor(Math.min(longest, most))) };
}

const USUAL_ANSWER = 32_000;
const ANSWER_OF_WINDOW = 0.16;

/** What the next request will send again. */
function contextOf({ input, output, cacheRead, cacheWrite }: Usage): number {
  return input + output + cacheRead + cacheWrite;
}

/** The API's id of it; `null` when there is none. */
function lastAnswer(events: readonly AgentEvent[]): string | null {
  const last = events.findLast((event) => event.type === 'request_done' && event.answerId !== undefined);
  return last?.type === 'request_done' ? (last.answerId ?? null) : null;
}

/** Of a session that is taken up again: counted when its last request was answered, if nothing was cut since. */
function lastMeasured(events: readonly AgentEvent[], messages: number) {
  const last = events.findLast(({ type }) => type === 'request_done' || type === 'compacted');
  if (last?.type !== 'request_done' || contextOf(last.usage) === 0) return null;
  const since = events.slice(events.indexOf(last) + 1).filter(({ type }) => type === 'user_message').length;
  return { tokens: contextOf(last.usage), messages: Math.max(0, messages - since) };
}
