/** How one thing in the conversation looks, as lines. */
import type { Item } from '../store/item.ts';
import { GROUPED, type CallGroup, type ShownItem } from './call-groups.ts';
import { count, secondsWords, wholeSeconds } from './format.ts';
import { PROSE_COLUMNS } from './markdown-blocks.ts';
import { opensNext, outputLines, previewLines, thoughtLines, toolLines } from './opened-lines.ts';
import { displayWidth, fitLine, indent, padEnd, screenLine, screenText, truncate, wrap } from './text.ts';
import type { Style, Theme } from './theme.ts';
import { imperative } from './verbs.ts';
import { endOf, startOf } from '../background/cut.ts';
import { turnWords } from './turn-words.ts';

/** Everything stands in from the left by this; a sign has its place in the middle column of it. */
const MARGIN = '   ';
/** As long as the longest verb, `background`. */
const VERB_COLUMNS = 10;
const SHELL_ROWS = 10;
/** A longer prompt is shown by its beginning and its end. */
const PROMPT_CHARACTERS = 8000;

type ItemOf<Kind extends Item['kind']> = Extract<Item, { readonly kind: Kind }>;

export interface ItemPlace {
  /** Columns of the pane, margins included. */
  readonly width: number;
  readonly theme: Theme;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Draws an assistant's text. */
  readonly renderText: (item: ItemOf<'assistant'>, width: number) => readonly string[];
}

/** The lines of an item, none wider than the pane, without the blank lines around it. */
export function renderItem(item: ShownItem, place: ItemPlace): readonly string[] {
  const { theme, now } = place;
  const room = roomFor(place.width);
  const prose = Math.min(room, PROSE_COLUMNS);
  switch (item.kind) {
    case 'prompt':
      return signed(theme.accent('›'), wrap(shortened(screenText(item.text)), prose).map(theme.bold)).map((line) =>
        theme.promptRow(padEnd(line, place.width)),
      );
    case 'assistant':
      return renderAssistant(item, place);
    case 'thinking':
      return renderThinking(item, { theme, width: room });
    case 'tool':
      return indent(renderTool(item, { theme, now, width: room }), MARGIN);
    case 'group':
      return [MARGIN + renderGroup(item, { theme, width: room })];
    case 'shell':
      return renderShell(item, place);
    case 'notice':
      return item.tasks.map((task) => {
        const text = `┄┄ ${task.id} ${screenLine(task.line)}`;
        return MARGIN + theme.dim(ruled(text, `· told in request ${item.request}`, room));
      });
    case 'turn':
      return indent(wrap(`· ${turnWords(item.done)}`, prose).map(theme.dim), MARGIN);
    case 'note':
      return indent(wrap(screenText(item.text), prose).map(theme.dim), MARGIN);
    case 'problem':
      return signed(theme.bad('✗'), wrap(screenText(item.text), prose).map(theme.bad));
    default:
      return item satisfies never;
  }
}

/** A margin of one column stays free at the right. */
function roomFor(width: number): number {
  return Math.max(1, width - MARGIN.length - 1);
}

function signed(sign: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => (index === 0 ? ` ${sign} ${line}` : MARGIN + line));
}

function shortened(text: string): string {
  if (text.length <= PROMPT_CHARACTERS) return text;
  const half = PROMPT_CHARACTERS / 2;
  const hidden = text.length - 2 * half;
  return `${startOf(text, half)}\n… ${count(hidden, 'character')} not shown …\n${endOf(text, half)}`;
}

function renderAssistant(item: ItemOf<'assistant'>, { theme, width, renderText }: ItemPlace): readonly string[] {
  const lines = renderText(item, roomFor(width));
  if (!item.streaming) return indent(lines, MARGIN);
  const caret = theme.alive('▌');
  if (lines.length === 0) return signed(theme.alive('●'), [caret]);
  return signed(
    theme.alive('●'),
    lines.map((line, index) => (index === lines.length - 1 ? line + caret : line)),
  );
}

/** Folded into one line; while it goes on, with what it says now. */
function renderThinking(
  { streaming, text, took, open }: ItemOf<'thinking'>,
  { theme, width }: Pick<ItemPlace, 'theme' | 'width'>,
): readonly string[] {
  if (streaming && open !== true) {
    const now = screenLine(text.trimEnd().split('\n').at(-1) ?? '');
    return [
      `${MARGIN}${theme.alive('●')} ${theme.dim(truncate(now === '' ? 'thinking' : `thinking    ${now}`, Math.max(1, width - 2)))}`,
    ];
  }
  const words = streaming
    ? 'thinking'
    : `thought${took === null ? '' : ` for ${secondsWords(Math.max(1_000, wholeSeconds(took)))}`}`;
  const line = `${streaming ? theme.alive('●') : theme.dim(text.trim() === '' ? '·' : foldSign(open))} ${theme.dim(words)}`;
  return indent([truncate(line, width), ...(open === true ? thoughtLines(text, { width, theme }) : [])], MARGIN);
}

/** Whether what belongs to a line is shown below it. */
function foldSign(open: boolean | undefined): string {
  return open === true ? '▾' : '▸';
}

function renderTool(
  item: ItemOf<'tool'>,
  { theme, now, width }: Pick<ItemPlace, 'theme' | 'now' | 'width'>,
): readonly string[] {
  const { sign, style } = {
    writing: { sign: theme.alive('●'), style: theme.alive },
    asking: { sign: theme.warn('?'), style: theme.warn },
    waiting: { sign: theme.warn('?'), style: theme.warn },
    running: { sign: theme.alive('●'), style: theme.alive },
    done: { sign: theme.dim(foldSign(item.open ?? item.change !== undefined)), style: theme.dim },
    failed: isDeclined(item) ? { sign: theme.dim('✗'), style: theme.dim } : { sign: theme.bad('✗'), style: theme.bad },
  }[item.endedBadly === true ? 'failed' : item.state];
  const { verb: past } = item.tool;
  const verb = padEnd(screenLine(item.state === 'done' ? past : imperative(past)), VERB_COLUMNS);
  const subject = screenLine(item.tool.subject);
  const first = headline({
    left: `${verb}  ${subject}`,
    right: [outcome(item), runningWords(item, now)].filter(Boolean).join(' '),
    style,
    width: width - 2,
  });
  return [`${sign} ${first}`, ...belowTool(item, { width, theme })];
}

function belowTool(item: ItemOf<'tool'>, place: Pick<ItemPlace, 'theme' | 'width'>): readonly string[] {
  if (item.open === true) return toolLines(item, place);
  return item.open === false ? [] : previewLines(item, place);
}

/** `read        24 files  price.ts, cart.ts, …` */
function renderGroup({ calls, open }: CallGroup, { theme, width }: Pick<ItemPlace, 'theme' | 'width'>): string {
  const { name = '', verb = '' } = calls[0]?.tool ?? {};
  const subjects = [...new Set(calls.map(({ tool }) => screenLine(tool.subject)))];
  const [only = ''] = subjects;
  const what = subjects.length === 1 ? `${only} × ${calls.length}` : count(subjects.length, GROUPED[name] ?? 'call');
  const names = subjects.length === 1 ? '' : `  ${theme.dim(subjects.slice(0, NAMED).join(', '))}`;
  const line = `${theme.dim(foldSign(open))} ${padEnd(screenLine(verb), VERB_COLUMNS)}  ${what}${names}`;
  return truncate(line, width);
}

/** More than fit into a line. */
const NAMED = 30;

/** Whether opening or closing an item in a pane of that width shows all of it next. */
export function opensItem(item: ShownItem, width: number): boolean {
  return opensNext(item, roomFor(width));
}

function renderShell(item: ItemOf<'shell'>, { theme, width }: ItemPlace): readonly string[] {
  const room = roomFor(width);
  const style = { running: theme.alive, done: theme.dim, failed: theme.bad }[item.state];
  const sign = theme.accent(item.background ? '&' : '!');
  const command = screenLine(item.command);
  const first = headline({ left: command, leftStyle: theme.bold, right: outcome(item), style, width: room });
  if (item.open === true)
    return [` ${sign} ${first}`, ...indent(outputLines(item.output, { width: room, theme }), MARGIN)];
  const printed = screenText(item.output).trimEnd();
  const rows = printed === '' ? [] : wrap(printed, room);
  const hidden = rows.length - SHELL_ROWS;
  const shown = hidden > 1 ? [`… ${count(hidden, 'line')} above`, ...rows.slice(-SHELL_ROWS)] : rows;
  return signed(sign, [first, ...shown.map((row) => theme.dim(truncate(row, room)))]);
}

/** For how many whole seconds a call runs; from the first one on, so that what is quick says nothing. */
export function runningSeconds(item: ShownItem, now: number): number {
  if (item.kind !== 'tool' || item.state !== 'running' || item.runsSince === undefined) return 0;
  return Math.max(0, Math.floor((now - item.runsSince) / 1_000));
}

function runningWords(item: ItemOf<'tool'>, now: number): string {
  const seconds = runningSeconds(item, now);
  return seconds === 0 ? '' : secondsWords(seconds * 1_000);
}

/** A state in words, so that no sign and no colour stands alone. Of a call that is being written the verb says it. */
function outcome(item: ItemOf<'tool'> | ItemOf<'shell'>): string {
  const summary = screenLine(item.summary);
  if (item.state === 'done' || item.state === 'writing') return summary;
  if (item.state === 'asking') return 'needs approval';
  if (item.state === 'waiting') return 'needs approval next';
  if (isDeclined(item)) return 'declined';
  if (item.state === 'failed' && summary !== '') return summary;
  return summary === '' || summary === item.state ? item.state : `${item.state} · ${summary}`;
}

/** The user said no: nothing has failed. Older records have the second word. */
function isDeclined({ state, summary }: Pick<ItemOf<'tool'> | ItemOf<'shell'>, 'state' | 'summary'>): boolean {
  return state === 'failed' && (summary === 'declined' || summary === 'refused');
}

interface Headline {
  readonly left: string;
  readonly leftStyle?: Style;
  readonly right: string;
  readonly style: Style;
  readonly width: number;
}

function headline({ left, leftStyle = (text) => text, right, style, width }: Headline): string {
  const end = truncate(right, Math.floor(width / 2));
  const line = fitLine(left, end, width);
  return leftStyle(line.slice(0, line.length - end.length)) + style(end);
}

/** A line that goes on as a dotted rule; the second part is kept. */
function ruled(text: string, kept: string, width: number): string {
  const end = truncate(kept, width);
  const start = truncate(text, width - displayWidth(end) - 1);
  const line = start === '' ? end : `${start} ${end}`;
  const free = width - displayWidth(line) - 1;
  return free > 0 ? `${line} ${'┄'.repeat(free)}` : line;
}
