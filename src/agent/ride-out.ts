/**
 * Requests that fail in a way that may pass are made again: how long to wait, and what is said of it. One for each
 * session or agent; the waiting itself can be hastened from outside.
 */
import type { ProviderFailure, SessionEvent } from './events.ts';
import { createPauses, createWaiting } from './pauses.ts';
import type { Again, ModelEvent } from './provider.ts';
import { waitWords } from './request-words.ts';
import { addUsage } from './spending.ts';
import { systemClock, type SystemClock } from './system-clock.ts';
import type { Usage } from './messages.ts';

export interface RideOut {
  /** For one request and what is made of it again. */
  begin(): Attempts;
  /** Asks now what waits; false when nothing does. */
  hasten(): boolean;
}

export interface Attempts {
  /** How long to wait after such a failure, in milliseconds; or in which words it is told, when that is over. */
  next(failure: ProviderFailure, again: Again | undefined): number | ProviderFailure;
  /** Tells the wait, and settles when it is over or `signal` aborts. */
  wait(ms: number, failure: ProviderFailure, signal: AbortSignal): Promise<void>;
  /** The same call until it is answered; ends with its last end, whose usage is that of all. */
  repeat(call: () => AsyncIterable<ModelEvent>, signal: AbortSignal): AsyncIterable<ModelEvent>;
}

export interface RideOutOptions {
  /** How long all attempts of a request may take; without it, as long as the server says. Milliseconds. */
  readonly longest?: number;
  readonly clock?: SystemClock;
  random?(): number;
  emit(event: SessionEvent): void;
  now(): number;
}

export function createRideOut({
  longest,
  clock = systemClock,
  random = Math.random,
  ...ports
}: RideOutOptions): RideOut {
  const { emit, now } = ports;
  const waiting = createWaiting(clock);

  function begin(): Attempts {
    const pauses = createPauses({ clock, random, ...(longest === undefined ? {} : { longest }) });

    function next(failure: ProviderFailure, again: Again | undefined): number | ProviderFailure {
      if (again === undefined) return failure;
      const spent = pauses.spent();
      const pause = pauses.next(again);
      return pause === 'over' ? { ...failure, sentence: overWords(failure.sentence, spent, longest ?? 0) } : pause;
    }

    async function wait(ms: number, { kind, sentence }: ProviderFailure, signal: AbortSignal): Promise<void> {
      const at = now();
      emit({ type: 'request_waiting', at, until: at + ms, kind, sentence });
      await waiting.wait(ms, signal);
    }

    async function* repeat(call: () => AsyncIterable<ModelEvent>, signal: AbortSignal): AsyncGenerator<ModelEvent> {
      let lost: Usage | undefined;
      for (;;) {
        let broken: { readonly pause: number; readonly failure: ProviderFailure } | undefined;
        for await (const event of call()) {
          const pause = event.type === 'failed' ? next(event.failure, event.again) : undefined;
          if (event.type === 'failed' && typeof pause === 'number') {
            lost = together(lost, event.usage);
            broken = { pause, failure: event.failure };
          } else if (event.type === 'failed' && pause !== undefined) {
            yield withUsage({ ...event, failure: pause as ProviderFailure }, lost);
          } else yield withUsage(event, lost);
        }
        if (broken === undefined) return;
        await wait(broken.pause, broken.failure, signal);
      }
    }

    return { next, wait, repeat };
  }

  return { begin, hasten: waiting.hasten };
}

function overWords(sentence: string, spent: number, longest: number): string {
  if (longest === 0) return sentence;
  const bound = waitWords(longest);
  return spent === 0
    ? `${sentence} That is longer than maxWait allows (${bound}).`
    : `${sentence} It was asked again for ${waitWords(spent)}; maxWait is ${bound}.`;
}

function withUsage(event: ModelEvent, lost: Usage | undefined): ModelEvent {
  if (lost === undefined) return event;
  switch (event.type) {
    case 'done':
      return { ...event, usage: addUsage(event.usage, lost) };
    case 'failed':
    case 'aborted':
      return { ...event, usage: together(lost, event.usage) ?? lost };
    default:
      return event;
  }
}

function together(one: Usage | undefined, other: Usage | undefined): Usage | undefined {
  return one === undefined || other === undefined ? (one ?? other) : addUsage(one, other);
}
