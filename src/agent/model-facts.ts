/**
 * What is known of models without asking: the size of their context window, the longest answer and what their tokens cost. The names are
 * beginnings, so that a dated name is known by its family; the longest that fits counts.
 *
 * From https://platform.claude.com/docs/en/about-claude/pricing and /models/overview, as of `PRICES_DATE`.
 */
import type { Usage } from './messages.ts';
import type { ThinkingType } from './model-list.ts';

export const PRICES_DATE = '2026-10-10';

/** Dollars for a million tokens. */
export interface Price {
  /** Sent, and neither read from the cache nor written to it. */
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

/** By the beginning of a model's name. */
export type Prices = Readonly<Record<string, Price>>;

/** A price of which not all is said: what is read from the cache and written to it has its usual part of the rest. */
export function wholePrice({ input, output, cacheRead, cacheWrite }: SaidPrice): Price {
  const usual = price(input, output);
  return { input, output, cacheRead: cacheRead ?? usual.cacheRead, cacheWrite: cacheWrite ?? usual.cacheWrite };
}

export type SaidPrice = Pick<Price, 'input' | 'output'> & {
  readonly cacheRead?: number | undefined;
  readonly cacheWrite?: number | undefined;
};

/** Tokens that a request and its answer may have together; nothing for a model that is not known. */
export function knownWindow(model: string): number | undefined {
  return longestMatch(WINDOWS, model.replace(BEDROCK_PREFIX, ''));
}

/** Until when a model has reliable knowledge: `June 2026`; nothing for one that is not known. */
export function knowledgeCutoff(model: string): string | undefined {
  return longestMatch(CUTOFFS, model);
}

/** Tokens of the longest answer of a model, thinking included; nothing for a model that is not known. */
export function knownLongestAnswer(model: string): number | undefined {
  return longestMatch(LONGEST_ANSWERS, model.replace(BEDROCK_PREFIX, ''));
}

/**
 * The types of thinking that a model accepts, for the first request, which does not wait for the list of models; `null`
 * for a model that is not known. From https://platform.claude.com/docs/en/build-with-claude/adaptive-thinking.
 */
export function knownThinking(model: string): readonly ThinkingType[] | null {
  return ADAPTIVE.some((start) => model.startsWith(start)) ? ['adaptive'] : null;
}

/**
 * The newest model of a family such as `opus`, under the prefix of the model that is asked now; nothing where that is no
 * model of the same makers.
 */
export function newestOf(family: string, current: string): string | undefined {
  const prefix = BEDROCK_PREFIX.exec(current)?.[0] ?? '';
  if (!current.slice(prefix.length).startsWith('claude-')) return undefined;
  return FAMILIES.includes(family) ? `${prefix}claude-${family}-5-5` : undefined;
}

const FAMILIES = ['opus', 'sonnet', 'haiku'];

const ADAPTIVE = [
  'claude-fable-5',
  'claude-mythos-5',
  'claude-opus-5',
  'claude-sonnet-5',
  'claude-haiku-5-5',
  'claude-opus-4-6',
  'claude-opus-4-7',
  'claude-opus-4-8',
];

/**
 * Whether a model takes messages of the role `system` behind those of the user (`SystemMessageParam` of the SDK). From
 * https://platform.claude.com/docs/en/build-with-claude/mid-conversation-system-messages, which names Opus 4.8; that the
 * later ones take them too is guarded by what they refuse. Names of other platforms are none of these.
 */
export function takesSystemMessages(model: string): boolean {
  return SYSTEM_MESSAGES.some((start) => model.startsWith(start));
}

const SYSTEM_MESSAGES = [
  'claude-fable-5',
  'claude-mythos-5',
  'claude-opus-5',
  'claude-sonnet-5',
  'claude-haiku-5-5',
  'claude-opus-4-8',
];

/** What a request cost in dollars; nothing when the price of the model is not known. `own` goes before what is known. */
export function costOf(model: string, usage: Usage, own: Prices = {}): number | undefined {
  const price = longestMatch(own, model) ?? knownPrice(model, usage);
  if (price === undefined) return undefined;
  const { input, output, cacheRead, cacheWrite, cacheWriteLong: long = 0 } = usage;
  const millionths =
    input * price.input +
    output * price.output +
    cacheRead * price.cacheRead +
    (cacheWrite - long) * price.cacheWrite +
    long * price.input * LONG_WRITE;
  return millionths / 1_000_000;
}

/** Amazon Bedrock calls the same models `anthropic.claude-…`, with a region or `global.` before. */
const BEDROCK_PREFIX = /^(?:[a-z-]+\.)?anthropic\./;

/** What is written to the cache for an hour costs so many times what sending it costs. */
const LONG_WRITE = 2;

/**
 * Whether it is cheaper to keep the prefix for an hour than for five minutes, when the next request comes after those
 * with the chance `late`: the new part of the request costs more to write, and the whole is not written again. `whole`
 * and `fresh` are tokens of the request and of what was not in the one before. Where no price is known, the proportions
 * are the usual ones.
 */
export function longCachePays(
  model: string,
  { whole, fresh, late }: { readonly whole: number; readonly fresh: number; readonly late: number },
  own: Prices = {},
): boolean {
  const { input, cacheRead, cacheWrite } = longestMatch(own, model) ?? longestMatch(PRICES, model) ?? price(1, 5);
  return fresh * (input * LONG_WRITE - cacheWrite) < whole * (cacheWrite - cacheRead) * late;
}

const WINDOWS: Readonly<Record<string, number>> = {
  'claude-': 200_000,
  'claude-fable-5': 1_000_000,
  'claude-mythos-5': 1_000_000,
  'claude-opus-5': 1_000_000,
  'claude-sonnet-5': 1_000_000,
  'claude-haiku-5-5': 1_000_000,
};

/** From the pages of the models at https://platform.claude.com/docs/en/models, as of `PRICES_DATE`. */
const CUTOFFS: Readonly<Record<string, string>> = {
  'claude-fable-5-1': 'June 2026',
  'claude-opus-5-5': 'June 2026',
  'claude-sonnet-5-5': 'June 2026',
  'claude-opus-5': 'May 2026',
  'claude-fable-5': 'January 2026',
  'claude-sonnet-5': 'January 2026',
  'claude-haiku-4-5': 'February 2025',
};

/** Tokens, where the list of models does not say. */
const LONGEST_ANSWERS: Readonly<Record<string, number>> = {
  'claude-fable-5': 128_000,
  'claude-mythos-5': 128_000,
  'claude-opus-5': 128_000,
  'claude-sonnet-5': 128_000,
  'claude-opus-4-6': 128_000,
  'claude-opus-4-7': 128_000,
  'claude-opus-4-8': 128_000,
  'claude-sonnet-4': 64_000,
  'claude-haiku-4-5': 64_000,
  'claude-haiku-5-5': 64_000,
};

const PRICES: Prices = {
  'claude-fable-5-1': price(10, 50, 0.025),
  'claude-mythos-5-1': price(10, 50, 0.025),
  'claude-opus-5-5': price(4, 20, 0.05),
  'claude-opus-5': price(5, 25),
  'claude-opus-4-5': price(5, 25),
  'claude-opus-4-6': price(5, 25),
  'claude-opus-4-7': price(5, 25),
  'claude-opus-4-8': price(5, 25),
  'claude-sonnet-5-5': price(2, 10, 0.05),
  'claude-sonnet-5': price(2, 10),
  'claude-sonnet-4': price(3, 15),
  'claude-haiku-5-5': price(0.1, 0.5),
  'claude-haiku-4-5': price(1, 5),
};

/** For requests that send more than so many tokens. */
const LONG_PRICES: Readonly<Record<string, { readonly above: number; readonly price: Price }>> = {
  'claude-haiku-5-5': { above: 100_000, price: price(0.5, 2.5) },
};

/** Writing to the cache for five minutes costs a quarter more, reading from it a part of what sending costs. */
function price(input: number, output: number, read = 0.1): Price {
  return { input, output, cacheRead: input * read, cacheWrite: input * 1.25 };
}

function knownPrice(model: string, { input, cacheRead, cacheWrite }: Usage): Price | undefined {
  const long = longestMatch(LONG_PRICES, model);
  return long !== undefined && input + cacheRead + cacheWrite > long.above ? long.price : longestMatch(PRICES, model);
}

function longestMatch<Value>(table: Readonly<Record<string, Value>>, model: string): Value | undefined {
  const [start] = Object.keys(table)
    .filter((name) => model.startsWith(name))
    .sort((one, other) => other.length - one.length);
  return start === undefined ? undefined : table[start];
}
