/** What a session has used, in lines of text. */
import { PRICES_DATE } from '../agent/model-facts.ts';
import { allTokens, type MissCause, type Spending } from '../agent/spending.ts';
import type { Task } from '../background/task.ts';
import type { State } from './state.ts';

export function spendingWords({ session, tasks }: State): string {
  const { spending, context } = session;
  const { usage, requests } = spending;
  if (requests === 0) return 'No request was answered yet: nothing was used.';
  const sent = usage.input + usage.cacheRead + usage.cacheWrite;
  const rows: readonly (readonly [string, string])[] = [
    ['requests', number(requests)],
    ['tokens', number(allTokens(usage))],
    ['  sent uncached', number(usage.input)],
    ['  written to the cache', number(usage.cacheWrite)],
    ...(usage.cacheWriteLong === undefined
      ? []
      : [['    of these for an hour', number(usage.cacheWriteLong)] as const]),
    [
      '  read from the cache',
      `${number(usage.cacheRead)}${sent > 0 ? `  (${percent(usage.cacheRead / sent)} of what was sent)` : ''}`,
    ],
    ...missRows(spending),
    ['  answered', number(usage.output)],
    ['context now', contextWords(context)],
    ['money', moneyWords(spending)],
    ...agentRows(spending, tasks),
    ...noticeRows(spending, tasks),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

/** Money, as short as it can be said. */
export function dollars(amount: number): string {
  return `$${amount.toFixed(amount < 0.1 && amount > 0 ? 3 : 2)}`;
}

/** `152k`; below a thousand the number itself. */
export function shortNumber(count: number): string {
  if (count < 1_000) return String(count);
  return count < 999_500 ? `${Math.round(count / 1_000)}k` : `${Number((count / 1_000_000).toFixed(1))}M`;
}

export function percent(part: number): string {
  return `${Math.round(part * 100)} %`;
}

function number(count: number): string {
  return count.toLocaleString('en');
}

function contextWords({ tokens, window }: State['session']['context']): string {
  const share =
    window === null ? 'the size of the window is not known' : `${percent(tokens / window)} of ${shortNumber(window)}`;
  return `${number(tokens)}  (${share})`;
}

function moneyWords({ dollars: amount, unpriced }: Spending): string {
  const missing = Object.entries(unpriced).map(([model, count]) => `${count} of ${model}`);
  const known = `${dollars(amount)}  (prices of ${PRICES_DATE}, or yours)`;
  if (missing.length === 0) return known;
  const without = `no price is known for ${missing.join(', ')}; the setting prices adds one`;
  return amount === 0 ? without : `${known}; ${without}`;
}

const MISSES: Readonly<Record<MissCause, string>> = {
  model: 'another model was asked',
  system: 'the system prompt had changed',
  tools: 'there were other tools',
  messages: 'earlier messages had changed',
  expired: 'it was not kept that long',
  unknown: 'the API could not tell why',
};

function missRows({ cacheMisses }: Spending): readonly (readonly [string, string])[] {
  return cacheMisses.map(({ why, requests, tokens: missed }) => {
    const again = missed === 0 ? '' : `, about ${number(missed)} tokens sent again`;
    return ['    missed', `${number(requests)} ${requests === 1 ? 'time' : 'times'}: ${MISSES[why]}${again}`] as const;
  });
}

const MOST_TASKS = 5;
const CHARS_PER_TOKEN = 3.5;

/** Estimated, because the API counts requests and not their parts. The dearest first. */
function noticeRows({ noticed }: Spending, { byId }: State['tasks']): readonly (readonly [string, string])[] {
  const told = Object.entries(noticed).sort(([, one], [, other]) => other - one);
  if (told.length === 0) return [];
  const total = told.reduce((sum, [, chars]) => sum + chars, 0);
  const shown = told.slice(0, MOST_TASKS).map(([id, chars]) => {
    return [`  ${id}`, `${tokens(chars)}  ${titleOf(byId[id])}`] as const;
  });
  return [['notices of tasks', `${tokens(total)}  (estimated by their characters)`], ...shown, ...rest(told)];
}

/** What agents used is in the counts above; the dearest first. */
function agentRows({ agents }: Spending, { byId }: State['tasks']): readonly (readonly [string, string])[] {
  const used = Object.entries(agents).sort(([, one], [, other]) => other.tokens - one.tokens);
  if (used.length === 0) return [];
  const total = used.reduce((sum, [, { tokens }]) => sum + tokens, 0);
  const shown = used.slice(0, MOST_TASKS).map(([id, { tokens, dollars: amount }]) => {
    const money = amount === 0 ? '' : `  ${dollars(amount)}`;
    return [`  ${id}`, `${number(tokens)}${money}  ${titleOf(byId[id])}`] as const;
  });
  return [['of it by agents', `${number(total)} tokens`], ...shown, ...rest(used)];
}

function rest({ length }: readonly unknown[]): readonly (readonly [string, string])[] {
  return length > MOST_TASKS ? [['', `and ${length - MOST_TASKS} more`]] : [];
}

function titleOf(task: Task | undefined): string {
  return (task?.spec.label ?? task?.spec.command ?? '').split('\n')[0] ?? '';
}

function tokens(chars: number): string {
  return `~${number(Math.ceil(chars / CHARS_PER_TOKEN))}`;
}
