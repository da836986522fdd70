/** What a session has used so far, folded from its events: requests, tokens by kind, money, and what notices took. */
import type { TaskId } from '../background/task.ts';
import type { AgentEvent } from './events.ts';
import type { CacheMiss, Usage, UserBlock } from './messages.ts';

export interface Spending {
  /** Requests that were answered, or broke off when they were: those for a summary too. */
  readonly requests: number;
  readonly usage: Usage;
  /** Of the requests whose price is known. */
  readonly dollars: number;
  /** Models whose price is not known, and how many of their requests were answered. */
  readonly unpriced: Readonly<Record<string, number>>;
  /** Requests for which the prompt cache held less than it could, by why; `tokens` where the API says how many. */
  readonly cacheMisses: readonly MissedCache[];
  /** Characters that the model was told of each task by notices. */
  readonly noticed: { readonly [id: TaskId]: number };
  /** What of all this agents in the background used: tokens of all kinds, and money where the price is known. */
  readonly agents: { readonly [id: TaskId]: { readonly tokens: number; readonly dollars: number } };
}

export interface MissedCache {
  readonly why: MissCause;
  readonly requests: number;
  readonly tokens: number;
}

/** The part of the request that had changed, or why else. */
export type MissCause = Extract<CacheMiss, { kind: 'changed' }>['part'] | 'expired' | 'unknown';

/** Where a session stops before its next request. */
export interface SpendingLimits {
  readonly tokens?: number;
  readonly dollars?: number;
}

export const noSpending: Spending = {
  requests: 0,
  usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
  dollars: 0,
  unpriced: {},
  cacheMisses: [],
  noticed: {},
  agents: {},
};

/** The same object when the event spends nothing. */
export function addSpending(spending: Spending, event: AgentEvent): Spending {
  switch (event.type) {
    case 'request_done':
      return spend(withMiss(spending, event.cacheMiss), event);
    case 'request_failed':
    case 'request_aborted':
      return event.usage === undefined ? spending : spend(spending, { ...event, usage: event.usage });
    case 'agent_request':
      return spendByAgent(spend(spending, event), event);
    case 'compacted':
    case 'compaction_failed':
      return event.spent === undefined ? spending : spend(spending, event.spent);
    case 'user_message':
      return event.message.blocks.reduce(notice, spending);
    default:
      return spending;
  }
}

export function spendingOf(events: readonly AgentEvent[]): Spending {
  return events.reduce(addSpending, noSpending);
}

export function allTokens({ input, output, cacheRead, cacheWrite }: Usage): number {
  return input + output + cacheRead + cacheWrite;
}

/** Why there must be no further request, and what to do; nothing while there may be one. */
export function overLimit({ usage, dollars }: Spending, limits: SpendingLimits): string | undefined {
  const tokens = allTokens(usage);
  if (limits.tokens !== undefined && tokens >= limits.tokens) {
    return `${stopped} ${tokens.toLocaleString('en')} tokens, and maxSessionTokens is ${limits.tokens.toLocaleString('en')}. ${advice}`;
  }
  if (limits.dollars !== undefined && dollars >= limits.dollars) {
    return `${stopped} $${dollars.toFixed(2)}, and maxSessionDollars is $${limits.dollars.toFixed(2)}. ${advice}`;
  }
  return undefined;
}

const stopped = 'The model is not asked any more: this session has used';
const advice = 'Raise the limit in the settings and take the session up again, or begin a new one.';

interface Spent {
  readonly usage: Usage;
  readonly model?: string;
  readonly dollars?: number;
}

function spend(spending: Spending, { usage, model, dollars }: Spent): Spending {
  const { unpriced } = spending;
  return {
    ...spending,
    requests: spending.requests + 1,
    usage: addUsage(spending.usage, usage),
    dollars: spending.dollars + (dollars ?? 0),
    unpriced:
      dollars !== undefined || model === undefined ? unpriced : { ...unpriced, [model]: (unpriced[model] ?? 0) + 1 },
  };
}

function withMiss(spending: Spending, miss: CacheMiss | undefined): Spending {
  if (miss === undefined) return spending;
  const why = miss.kind === 'changed' ? miss.part : miss.kind;
  const { requests, tokens } = spending.cacheMisses.find((known) => known.why === why) ?? { requests: 0, tokens: 0 };
  const now = { why, requests: requests + 1, tokens: tokens + (('tokens' in miss && miss.tokens) || 0) };
  return { ...spending, cacheMisses: [...spending.cacheMisses.filter((known) => known.why !== why), now] };
}

function spendByAgent(spending: Spending, { taskId, usage, dollars = 0 }: Spent & { taskId: TaskId }): Spending {
  const before = spending.agents[taskId] ?? { tokens: 0, dollars: 0 };
  const used = { tokens: before.tokens + allTokens(usage), dollars: before.dollars + dollars };
  return { ...spending, agents: { ...spending.agents, [taskId]: used } };
}

export function addUsage(one: Usage, other: Usage): Usage {
  const long = (one.cacheWriteLong ?? 0) + (other.cacheWriteLong ?? 0);
  return {
    input: one.input + other.input,
    output: one.output + other.output,
    cacheRead: one.cacheRead + other.cacheRead,
    cacheWrite: one.cacheWrite + other.cacheWrite,
    ...(long === 0 ? {} : { cacheWriteLong: long }),
  };
}

/** A notice tells of one task or of several; each part begins with the id of its task. */
function notice(spending: Spending, block: UserBlock): Spending {
  if (block.kind !== 'notice' || block.tasks.length === 0) return spending;
  const noticed = { ...spending.noticed };
  for (const part of block.text.split(/^(?=\[bg:)/m)) {
    const [, id] = /^\[bg:([^\]\s]+)\]/.exec(part) ?? [];
    if (id !== undefined) noticed[id] = (noticed[id] ?? 0) + part.length;
  }
  return { ...spending, noticed };
}
