/** What stands in the conversation before anything was said. */
import type { SandboxState } from '../agent/events.ts';
import { padEnd, screenLine, wrap } from './text.ts';
import type { Keymap } from './keymap.ts';
import type { Theme } from './theme.ts';

const TYPED = [
  ['!command', 'runs a command here'],
  ['&command', 'runs it in the background'],
] as const;

const SANDBOX =
  'This machine has a sandbox: with --sandbox commands can change only the project, and do not see your keys.';

export function welcomeLines({
  width,
  theme,
  keymap,
  offline,
  sandbox,
  read,
}: {
  readonly width: number;
  readonly theme: Theme;
  readonly keymap: Pick<Keymap, 'keyOf'>;
  /** The built-in model answers, and must say that it is no more than that. */
  readonly offline: boolean;
  /** Where commands run. */
  readonly sandbox: SandboxState;
  /** The files of instructions that the model is given. */
  readonly read: readonly string[];
}): readonly string[] {
  const room = Math.min(76, width - 4);
  const keys = [
    ...TYPED,
    [keymap.keyOf('palette'), 'lists all actions and commands'],
    [keymap.keyOf('help'), 'shows all keys'],
  ] as const;
  const words =
    'Say what is to be done. Slow commands run in the background, and their results come back by themselves.';
  const about =
    'No key is set, so the built-in offline model answers. It carries out plain requests, such as: run "sleep 5 && echo done" in the background. With ANTHROPIC_API_KEY set, a real model works here.';
  return [
    '',
    ...wrap(words, room),
    '',
    ...keys.map(([key, does]) => `${theme.bold(padEnd(key, 11))}${theme.dim(does)}`),
    ...(read.length === 0 ? [] : ['', ...wrap(theme.dim(`Read: ${screenLine(read.join(', '))}`), room)]),
    ...(sandbox === 'offered' ? ['', ...wrap(SANDBOX, room).map(theme.dim)] : []),
    ...(offline ? ['', ...wrap(about, room).map(theme.dim)] : []),
  ].map((line) => (line === '' ? '' : `   ${line}`));
}
