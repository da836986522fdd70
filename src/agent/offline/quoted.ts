import type { Outcome } from './conversation.ts';
import type { Phrases } from './phrases.ts';

interface Quote {
  /** Undefined when the call was never answered. */
  readonly outcome: Outcome | undefined;
  readonly phrases: Phrases;
  /** Which end of a long text is shown. Default: the start. */
  readonly keep?: 'start' | 'end';
}

const MOST_LINES = 20;

/** A sentence and, under it, what a tool answered, as it is, in a bounded number of lines. */
export function quoted(sentence: string, { outcome, phrases, keep = 'start' }: Quote): string {
  const text = outcome?.text.trimEnd() ?? '';
  if (text === '') return sentence.replace(/ ?:$/, '.');
  const lines = text.split('\n');
  const left = lines.length - MOST_LINES;
  if (left <= 0) return fenced(sentence, lines);
  const [head = '', ...rest] = lines;
  return keep === 'start'
    ? fenced(sentence, [...lines.slice(0, MOST_LINES), phrases.more(left)])
    : fenced(sentence, [head, phrases.more(left), ...rest.slice(1 - MOST_LINES)]);
}

/** A fence longer than any inside, so that nothing quoted ends it. */
function fenced(sentence: string, lines: readonly string[]): string {
  const inside = lines.join('\n').match(/`{3,}/g) ?? [];
  const fence = '`'.repeat(Math.max(3, ...inside.map((ticks) => ticks.length + 1)));
  return `${sentence}\n\n${fence}\n${lines.join('\n')}\n${fence}`;
}
