/** The delivery ledger as lines: what happened, and what became of telling it. */
import { deliveryState } from '../store/ledger.ts';
import type { LedgerEntry, LedgerState } from '../store/state.ts';
import { count, secondsWords } from './format.ts';
import { moreWords } from './more-words.ts';
import { displayWidth, fitLine, screenLine, screenText, wrap } from './text.ts';
import type { Theme } from './theme.ts';
import { timeOfDay } from './timeline-axis.ts';

export interface LedgerOptions {
  readonly ledger: LedgerState;
  readonly chosen: string | null;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** From this width on the id of each task is shown, and more of what became of telling it. */
const WIDE = 100;

/** One row each, as many as there is room for, the chosen one among them. */
export function ledgerLines(options: LedgerOptions): readonly string[] {
  const { ledger, chosen, width, height, theme } = options;
  const { entries } = ledger;
  if (entries.length === 0) {
    const words = 'No deliveries yet. Each task result is sent to the model once and listed here.';
    return ['', ...wrap(words, width - 6).map((line) => theme.dim(`   ${line}`))];
  }
  const at = entries.findIndex(({ id }) => id === chosen);
  const room = entries.length <= height ? height : Math.max(1, height - 1);
  const to = Math.max(Math.min(room, entries.length), at === -1 ? entries.length : at + 1);
  const first = Math.max(0, to - room);
  const more = moreWords(first, entries.length - to);
  const rows = entries.slice(first, to).map((entry) => row(entry, options));
  return more === '' ? rows : [...rows, theme.dim(`  ${more}`)];
}

function row(entry: LedgerEntry, { ledger, chosen, width, theme }: LedgerOptions): string {
  const isChosen = entry.id === chosen;
  const id = width >= WIDE ? `${entry.taskId}  ` : '';
  const line = screenLine(entry.line);
  const left = `${isChosen ? theme.accent('›') : ' '} ${theme.dim(`${timeOfDay(entry.at)}  ${id}`)}${isChosen ? theme.bold(line) : line}`;
  const room = width - displayWidth(left) - 2;
  const words = deliveryWords(entry, ledger, theme);
  const long = width >= WIDE ? words.find((each) => displayWidth(each) <= room) : undefined;
  return fitLine(left, `${long ?? words.at(-1) ?? ''} `, width);
}

/** What became of telling it, in long and in short: `answered in request 4 after 2.1 s`, `unread`. */
export function deliveryWords(entry: LedgerEntry, ledger: LedgerState, theme: Theme): readonly string[] {
  const { told, answered } = entry;
  switch (deliveryState(entry, ledger)) {
    case 'answered': {
      if (told === null || answered === null) return [];
      const after = theme.dim(` after ${secondsWords(answered.at - told.at)}`);
      const short = `${theme.good('✓')} ${theme.dim(`answered in request ${answered.request}`)}`;
      const repeated = answered.request === told.request ? '' : theme.dim(`, first sent in ${told.request}`);
      return [short + after + repeated, short + after, short];
    }
    case 'told':
      return [
        `${theme.alive('●')} ${theme.alive(`in request ${told?.request ?? ''}`)}${theme.dim(' · not answered yet')}`,
        `${theme.alive('●')} ${theme.alive(`in request ${told?.request ?? ''}`)}`,
      ];
    case 'held':
      return [`${theme.warn('‖ held')}${theme.dim(' · h lets it go')}`, theme.warn('‖ held')];
    case 'muted':
      return [`${theme.warn('‖ muted')}${theme.dim(' · m lets it speak')}`, theme.warn('‖ muted')];
    case 'unread':
      return [`${theme.warn('○ unread')}${theme.dim(' · goes with the next call')}`, theme.warn('○ unread')];
    default:
      return [];
  }
}

/** What became of telling it, among other facts: `told in request 4`. */
export function deliveryFact(entry: LedgerEntry, ledger: LedgerState): string {
  switch (deliveryState(entry, ledger)) {
    case 'answered':
      return `told in request ${entry.told?.request ?? ''}`;
    case 'told':
      return `told in request ${entry.told?.request ?? ''}, not answered yet`;
    case 'held':
      return 'held back';
    case 'muted':
      return 'muted';
    default:
      return 'not told yet';
  }
}

/** `3 delivered · 1 unread · 2 kept back`. */
export function ledgerSummary(ledger: LedgerState, theme: Theme): string {
  const states = ledger.entries.map((entry) => deliveryState(entry, ledger));
  const number = (...wanted: readonly string[]) => states.filter((state) => wanted.includes(state)).length;
  const parts = [
    [number('answered', 'told'), 'delivered', theme.dim],
    [number('unread'), 'unread', theme.warn],
    [number('held', 'muted'), 'kept back', theme.warn],
  ] as const;
  return parts
    .filter(([many]) => many > 0)
    .map(([many, words, style]) => style(`${many} ${words}`))
    .join(theme.dim(' · '));
}

/** What the model would be told now; its beginning, where it is long. */
export function previewLines(
  preview: string,
  { width, height, theme }: Pick<LedgerOptions, 'width' | 'height' | 'theme'>,
): readonly string[] {
  if (height <= 1) return [];
  const title = `  ${theme.dim(preview === '' ? 'Nothing pending.' : 'Sent with the next request:')}`;
  if (preview === '') return [title];
  const lines = wrap(screenText(preview), width - 4).map((line) => `  ${line}`);
  const room = height - 1;
  if (lines.length <= room) return [title, ...lines];
  return [title, ...lines.slice(0, room - 1), theme.dim(`  … ${count(lines.length - room + 1, 'more line')}`)];
}
