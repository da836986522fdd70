/** What stands in the conversation before anything was said. */
import type { SandboxState } from '../agent/events.ts';
import type { StartOffer } from '../store/start-actions.ts';
import { displayWidth, padEnd, screenLine, truncate, wrap } from './text.ts';
import type { Keymap } from './keymap.ts';
import type { Theme } from './theme.ts';

export interface WelcomeFacts {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly keymap: Pick<Keymap, 'keyOf'>;
  /** The built-in model answers, and must say that it is no more than that. */
  readonly offline: boolean;
  /** Where commands run. */
  readonly sandbox: SandboxState;
  /** The files of instructions that the model is given. */
  readonly read: readonly string[];
  readonly offers: readonly StartOffer[];
  /** Counted through all offers. */
  readonly chosen: number | null;
}

const ABOUT = 'Describe a task. Slow commands run in the background and report back when they finish.';
const OFFLINE =
  'No API key found: running the offline demo model (no AI). These two need no model; for a real one, set ANTHROPIC_API_KEY.';
const SANDBOX = 'Sandbox available: start with --sandbox to limit commands to this folder and hide your keys.';
const TYPED = [
  ['!command', 'run a command, share its output with the model'],
  ['&command', 'run a command in the background'],
] as const;
const WIDEST = 76;
const TYPED_COLUMNS = 12;

/** The parts that fit, the most important first. While one of the offers is chosen, these are. */
export function welcomeLines(facts: WelcomeFacts): readonly string[] {
  const room = Math.min(WIDEST, facts.width - 4);
  const about = introduction(facts, room);
  const offers = offerParts(facts, room);
  const notes = footnotes(facts).map((text) => wrap(text, room).map(facts.theme.dim));
  const all = fitting([about, ...offers, ...notes], Infinity);
  const isTight = all.length > facts.height && facts.chosen !== null;
  const lines = isTight ? fitting(offers, facts.height) : fitting([about, ...offers, ...notes], facts.height);
  return lines.map((line) => (line === '' ? '' : `   ${line}`));
}

/** What is cut by the window is cut by whole parts, but for the first. */
function fitting(parts: readonly (readonly string[])[], height: number): readonly string[] {
  const lines: string[] = [];
  for (const part of parts) {
    if (part.length === 0) continue;
    if (lines.length > 0 && lines.length + 1 + part.length > height) break;
    lines.push('', ...part);
  }
  return lines;
}

function introduction({ theme, keymap, offline }: WelcomeFacts, room: number): readonly string[] {
  const typed = TYPED.map(([key, does]) => keyLine(theme, key, does));
  const more = [
    keyLine(theme, keymap.keyOf('palette'), 'all actions and commands'),
    keyLine(theme, keymap.keyOf('help'), 'keyboard shortcuts'),
  ];
  return offline ? [...wrap(OFFLINE, room), '', ...typed, ...more] : [...wrap(ABOUT, room), '', ...typed, ...more];
}

function keyLine(theme: Theme, key: string, does: string): string {
  return `${theme.bold(padEnd(key, TYPED_COLUMNS))}${theme.dim(does)}`;
}

/** The last sessions and the examples, each under its title. */
function offerParts({ theme, offers, chosen }: WelcomeFacts, room: number): readonly (readonly string[])[] {
  const lines = offers.map((offer, at) => ({
    kind: offer.kind,
    line: offerLine(offer, { theme, room, isChosen: at === chosen }),
  }));
  const part = (kind: StartOffer['kind'], title: string) => {
    const own = lines.filter((line) => line.kind === kind).map(({ line }) => line);
    return own.length === 0 ? [] : [theme.dim(kind === offers[0]?.kind ? `${title} · ↓ Enter` : title), ...own];
  };
  return [part('session', 'Recent sessions'), part('example', 'Try')];
}

function offerLine(
  offer: StartOffer,
  { theme, room, isChosen }: { readonly theme: Theme; readonly room: number; readonly isChosen: boolean },
): string {
  const [text, words] = offer.kind === 'session' ? [offer.session.title, offer.session.words] : [offer.text, ''];
  const left = truncate(text, Math.max(8, room - 2 - displayWidth(words) - 2));
  const line = words === '' ? left : `${padEnd(left, room - 2 - displayWidth(words))}${theme.dim(words)}`;
  return isChosen ? `${theme.accent('›')} ${theme.bold(line)}` : `  ${line}`;
}

function footnotes({ read, sandbox }: WelcomeFacts): readonly string[] {
  return [
    ...(read.length === 0 ? [] : [`Instructions: ${screenLine(read.join(', '))}`]),
    ...(sandbox === 'offered' ? [SANDBOX] : []),
  ];
}
