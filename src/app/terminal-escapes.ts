/**
 * What is said to the terminal beside the screen: its title, its progress, a notice. Pure. Texts of others are cleaned
 * here, so that none of them can end a sequence.
 */
import { screenLine } from '../components/text.ts';
import { startOf } from '../background/cut.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export type Progress =
  { readonly kind: 'none' } | { readonly kind: 'busy' } | { readonly kind: 'part'; readonly percent: number };

const LONGEST_TITLE = 80;
const LONGEST_NOTICE = 160;
const ST = '\u001B\\';
const BEL = '\u0007';

/** Keeps the title that there is, on xterm's stack of titles. */
export const KEEP_TITLE = '\u001B[22;2t';
export const RESTORE_TITLE = '\u001B[23;2t';
export const REPORT_FOCUS = '\u001B[?1004h';
export const NO_FOCUS = '\u001B[?1004l';
/** Asks for the flags of kitty's keyboard protocol; only a terminal that knows it answers. */
export const ASK_KEYBOARD = '\u001B[?u';
/** Terminals differ in how wide they draw an emoji: what they find too long is cut, and does not push the screen up. */
export const CUT_LINES = '\u001B[?7l';
export const WRAP_LINES = '\u001B[?7h';

/** The consoles of Linux and dumb terminals would print it. */
export function hasTitle({ TERM: term = '' }: Environment): boolean {
  return !['', 'dumb', 'linux'].includes(term);
}

export function titleSequence(title: string): string {
  return `\u001B]2;${startOf(screenLine(title), LONGEST_TITLE)}${BEL}`;
}

/** OSC 9;4. To others than these, OSC 9 is a notice. */
export function progressSequence(progress: Progress, env: Environment): string {
  const known =
    env['WT_SESSION'] !== undefined ||
    env['ConEmuANSI'] === 'ON' ||
    /^(?:ghostty|WezTerm)$/i.test(env['TERM_PROGRAM'] ?? '') ||
    env['TERM'] === 'xterm-ghostty';
  return known ? passed(`\u001B]9;4;${progressWords(progress)}${ST}`, env) : '';
}

function progressWords(progress: Progress): string {
  switch (progress.kind) {
    case 'none':
      return '0;0';
    case 'busy':
      return '3;0';
    case 'part':
      return `1;${Math.round(progress.percent)}`;
    default:
      return progress satisfies never;
  }
}

/** A notice of the desktop, in the form that the terminal knows; where none is known, the bell. */
export function noticeSequence(text: string, how: 'bell' | 'desktop', env: Environment): string {
  const words = startOf(screenLine(text), LONGEST_NOTICE);
  const desktop = how === 'desktop' ? desktopNotice(words, env) : null;
  return desktop === null ? BEL : passed(desktop, env);
}

function desktopNotice(words: string, env: Environment): string | null {
  const { TERM: term = '', TERM_PROGRAM: program = '' } = env;
  if (env['KITTY_WINDOW_ID'] !== undefined || term === 'xterm-kitty') {
    return `\u001B]99;i=meanwhile:d=0;meanwhile${ST}\u001B]99;i=meanwhile:p=body;${words}${ST}`;
  }
  if (/^(?:rxvt|foot)/.test(term) || env['VTE_VERSION'] !== undefined) {
    return `\u001B]777;notify;meanwhile;${words.replaceAll(';', ',')}${ST}`;
  }
  const knows = /^(?:iTerm\.app|WezTerm|ghostty)$/i.test(program) || term === 'xterm-ghostty' || env['WT_SESSION'];
  return knows ? `\u001B]9;meanwhile: ${words}${ST}` : null;
}

/** Through tmux or screen to the terminal around it. */
function passed(sequence: string, env: Environment): string {
  if (env['TMUX'] !== undefined) return `\u001BPtmux;${sequence.replaceAll('\u001B', '\u001B\u001B')}${ST}`;
  if (env['STY'] !== undefined) {
    // screen ends its own string at the first ESC \, so each piece goes by itself.
    return sequence
      .split(ST)
      .slice(0, -1)
      .map((part) => `\u001BP${part}${BEL}${ST}`)
      .join('');
  }
  return sequence;
}
