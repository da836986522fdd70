/** The last lines of the screen: what happens now, who answers, which keys fit the place. */
import type { Activity, RequestWait, SessionState, State } from '../store/state.ts';
import { draftMode } from '../store/draft-mode.ts';
import { dollars, percent, shortNumber } from '../store/spending-words.ts';
import { receivedTokens } from '../store/received.ts';
import { isMoving } from '../store/selectors.ts';
import { confirmingWords } from './confirming-words.ts';
import { count, secondsWords } from './format.ts';
import { modelName } from './header.tsx';
import type { Hint, Keymap } from './keymap.ts';
import { displayWidth, fitLine, truncate, wrap } from './text.ts';
import type { Theme } from './theme.ts';

export interface StatusOptions {
  readonly width: number;
  readonly now: number;
  readonly theme: Theme;
  readonly hints: readonly Hint[];
  readonly keymap: Pick<Keymap, 'keyOf'>;
  /** `now` goes on by whole minutes. */
  readonly calm?: boolean;
}

/** Two lines, or one where there is only room for that. */
export function statusLines(state: State, options: StatusOptions & { readonly height: number }): readonly string[] {
  const { width, height, theme, hints } = options;
  const said = saidWords(state, options);
  const mode = permissionWords(state.session, theme);
  if (said !== null && displayWidth(said) + displayWidth(mode) + 4 > width) {
    return sentenceLines(said, { width, height, theme });
  }
  const now = said === null ? nowWords(state, options) : theme.warn(said);
  if (height > 1) {
    const left = width - displayWidth(now) - displayWidth(mode) - 7;
    const right = sessionWords(state.session).find((words) => displayWidth(words) <= left) ?? '';
    const about = right === '' ? mode : `${theme.dim(`${right} ·`)} ${mode}`;
    return [fitLine(` ${now}`, `${about} `, width), ` ${hintLine(hints, { width: width - 2, theme })}`];
  }
  const start = ` ${now}`;
  const room = width - displayWidth(start) - displayWidth(mode) - 6;
  const line = room > 12 ? `${start} ${theme.dim('·')} ${hintLine(hints, { width: room, theme })}` : start;
  return [fitLine(line, `${mode} `, width)];
}

/** A long sentence takes the place of what stands still, and of the keys. */
function sentenceLines(
  sentence: string,
  { width, height, theme }: Pick<StatusOptions, 'width' | 'theme'> & { readonly height: number },
): readonly string[] {
  if (height === 1) return [fitLine(` ${theme.warn(sentence)}`, '', width)];
  const [first = '', ...rest] = wrap(sentence, width - 2);
  return [first, truncate(rest.join(' '), width - 2)].map((line) => fitLine(` ${theme.warn(line)}`, '', width));
}

/** As many whole hints as fit; the way to all of them is one of those. */
export function hintLine(
  hints: readonly Hint[],
  { width, theme }: { readonly width: number; readonly theme: Theme },
): string {
  const shown = ({ key, words }: Hint) => `${key} ${theme.dim(words)}`;
  const separator = theme.dim(' · ');
  const help = hints.find(({ isHelp }) => isHelp);
  const kept = help === undefined ? '' : `${separator}${shown(help)}`;
  let line = '';
  let room = width - displayWidth(kept);
  for (const hint of hints) {
    if (hint === help) room = width;
    const next = `${line}${line === '' ? '' : separator}${shown(hint)}`;
    if (displayWidth(next) <= room) line = next;
  }
  return line;
}

/** What is done without a question, and where; what differs from the careful beginning catches the eye. */
export function permissionWords(
  { permissions, sandbox }: Pick<SessionState, 'permissions' | 'sandbox'>,
  theme: Theme,
): string {
  const place = sandbox === 'online' || sandbox === 'offline' ? theme.dim(` · ${SANDBOX_WORDS[sandbox]}`) : '';
  return modeWords(permissions, theme) + place;
}

const SANDBOX_WORDS = { online: 'sandbox', offline: 'sandbox, no network' } as const;

function modeWords(mode: SessionState['permissions'], theme: Theme): string {
  switch (mode) {
    case 'ask':
      return theme.dim('asks');
    case 'edits':
      return theme.accent('edits freely');
    case 'plan':
      return theme.alive('plan: reads only');
    case 'all':
      return theme.warn('asks nothing');
    default:
      return mode satisfies never;
  }
}

/** What the program has to say about the last key. */
function saidWords(state: State, { keymap }: Pick<StatusOptions, 'keymap'>): string | null {
  return confirmingWords(state, keymap) ?? state.ui.hint;
}

/** What happens now. */
function nowWords(state: State, { now, theme, keymap, calm = false }: StatusOptions): string {
  const { ui, session } = state;
  const mode = MODE_WORDS[draftMode(ui.editor.text)];
  if (mode !== null && ui.chooser === null && session.question === null) {
    const busy =
      session.activity.kind === 'idle'
        ? ''
        : `${activityWords(session, { now, theme, keymap, calm })}${theme.dim(' · ')}`;
    return `${busy}${mode}`;
  }
  if (session.wait !== null) return waitingWords(state, session.wait, { now, theme, keymap });
  const escapes =
    session.question === null ? `${keymap.keyOf('interrupt')} interrupts` : `${keymap.keyOf('decline')} declines`;
  const interrupts = session.activity.kind === 'idle' ? '' : theme.dim(` · ${escapes}`);
  const received = isMoving(state) && !calm ? theme.dim(receivedWords(session)) : '';
  return activityWords(session, { now, theme, keymap, calm }) + received + interrupts + queuedWords(session, theme);
}

function waitingWords(
  { ui, session }: State,
  { reason, until }: RequestWait,
  { now, theme, keymap }: Pick<StatusOptions, 'now' | 'theme' | 'keymap'>,
): string {
  const left = until - now;
  const countdown = left > 0 ? `retrying in ${wholeSecondsWords(left)}` : 'retrying now';
  const hastens = ui.editor.text === '' && left > 0 ? ` · ${keymap.keyOf('send')} retries now` : '';
  const keys = theme.dim(` · ${keymap.keyOf('interrupt')} stops${hastens}`);
  const what = session.compacting ? 'compacting: ' : '';
  return theme.warn(`${what}${reason}, ${countdown}`) + keys + queuedWords(session, theme);
}

function wholeSecondsWords(ms: number, round: (seconds: number) => number = Math.ceil): string {
  return secondsWords(round(Math.max(0, ms) / 1000) * 1000);
}

/** Where time goes on by minutes, `0 s` would stand there for the whole first one. */
function minutesWords(ms: number): string {
  return ms < MINUTE ? '' : ` ${secondsWords(Math.floor(ms / MINUTE) * MINUTE)}`;
}

const MINUTE = 60_000;

function activityWords(
  session: SessionState,
  { now, theme, keymap, calm }: Pick<StatusOptions, 'now' | 'theme' | 'keymap' | 'calm'>,
): string {
  const { activity, unread, retrying, wait, silentSince } = session;
  if (wait !== null) return theme.warn(`waiting for the model: ${wait.reason}`);
  if (retrying !== null) return theme.warn(retrying);
  if (activity.kind !== 'idle') {
    const since = calm ? minutesWords(now - activity.since) : ` ${wholeSecondsWords(now - activity.since, Math.floor)}`;
    const style = activity.kind === 'asking' ? theme.warn : theme.alive;
    const silence =
      silentSince === null
        ? ''
        : theme.warn(` · nothing has come for ${wholeSecondsWords(Math.max(0, now - silentSince))}`);
    return `${style('●')} ${session.compacting ? 'making room in the conversation' : ACTIVITY_WORDS[activity.kind]}${since}${silence}`;
  }
  if (unread.length > 0)
    return theme.warn(
      `${count(unread.length, 'task')} with something not told yet · ${keymap.keyOf('send')} tells the model`,
    );
  return theme.dim('ready');
}

const MODE_WORDS = {
  prompt: null,
  command: null,
  shell: 'a command: runs here, and the model learns what came of it',
  background: 'a command: runs in the background, and its end is told to the model',
} as const;

const ACTIVITY_WORDS: Readonly<Record<Exclude<Activity['kind'], 'idle'>, string>> = {
  waiting: 'waiting for the model',
  thinking: 'thinking',
  writing: 'writing',
  tools: 'working',
  asking: 'waiting for your answer',
};

/** ` · ↓ 240 tokens`; in steps that can be read. */
function receivedWords({ received }: SessionState): string {
  const tokens = receivedTokens(received);
  if (tokens < TOKEN_STEP) return '';
  const shown = tokens < 1_000 ? String(tokens - (tokens % TOKEN_STEP)) : `${(tokens / 1_000).toFixed(1)}k`;
  return ` · ↓ ${shown} tokens`;
}

const TOKEN_STEP = 10;

function queuedWords({ queued }: SessionState, theme: Theme): string {
  return queued.length === 0 ? '' : theme.dim(` · ${queued.length} queued`);
}

/** Who answers, how full its window is and what was paid, in long and in short. */
function sessionWords(session: SessionState): readonly string[] {
  const { context, spending } = session;
  const { tokens, window } = context;
  const model = modelName(session);
  const count = tokens < 1_000 ? '' : `context ${shortNumber(tokens)}`;
  const share = tokens < 1_000 || window === null ? '' : percent(tokens / window);
  const gauge = share === '' || window === null ? '' : `${gaugeOf(tokens / window)} ${share}`;
  const money = spending.dollars === 0 ? '' : dollars(spending.dollars);
  return [
    [model, count, gauge, money],
    [model, gauge || count, money],
    [model, share || count, money],
    [model, share || count],
    [model],
  ].map((words) => words.filter(Boolean).join(' · '));
}

/** `▰▰▱▱▱▱▱▱`: how much of the window is taken. */
function gaugeOf(part: number): string {
  const taken = Math.min(GAUGE_CELLS, Math.max(0, Math.round(part * GAUGE_CELLS)));
  return '▰'.repeat(taken) + '▱'.repeat(GAUGE_CELLS - taken);
}

const GAUGE_CELLS = 8;
