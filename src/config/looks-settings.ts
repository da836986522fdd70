/** Settings about how the program looks and behaves in its terminal: the user's alone. */
import { THEME_NAMES, type ThemeName } from '../store/theme-names.ts';
import { asText, NEVER, type Setting } from './setting.ts';

type Switch = 'auto' | 'on' | 'off';

export const LOOKS_SETTINGS = {
  theme: {
    help: 'how the screen looks',
    allowed: THEME_NAMES.join(', '),
    schema: (z) => z.enum(THEME_NAMES),
    default: 'auto',
    flag: { value: 'NAME', read: asText },
    merge: 'replace',
    project: NEVER,
  } satisfies Setting<ThemeName>,
  ascii: {
    help: 'draws with ASCII alone; by itself where the locale is not UTF-8 and where TERM is linux',
    allowed: 'auto, on, off',
    schema: (z) => z.enum(['auto', 'on', 'off']),
    default: 'auto',
    flag: { read: () => 'on' },
    merge: 'replace',
    project: NEVER,
  } satisfies Setting<Switch>,
  notify: {
    help: 'how you are called when a task ends or something waits for you and the terminal has no focus',
    allowed: 'bell, desktop, off',
    schema: (z) => z.enum(['bell', 'desktop', 'off']),
    default: 'bell',
    merge: 'replace',
    project: NEVER,
  } satisfies Setting<'bell' | 'desktop' | 'off'>,
  motion: {
    help: 'reduced: nothing on the screen moves by itself but once a minute',
    allowed: 'full, reduced',
    schema: (z) => z.enum(['full', 'reduced']),
    default: 'full',
    merge: 'replace',
    project: NEVER,
  } satisfies Setting<'full' | 'reduced'>,
  linear: {
    help: 'no screen: every event is a line, answers are words; by itself where TERM is dumb',
    allowed: 'auto, on, off',
    schema: (z) => z.enum(['auto', 'on', 'off']),
    default: 'auto',
    flag: { read: () => 'on' },
    env: { name: 'MEANWHILE_LINEAR', read: (text) => (['0', 'off', 'no'].includes(text) ? 'off' : 'on') },
    merge: 'replace',
    project: NEVER,
  } satisfies Setting<Switch>,
  mouse: {
    help: 'whether the mouse is the program’s at first; else the terminal selects text with it',
    allowed: 'true or false',
    schema: (z) => z.boolean(),
    default: true,
    merge: 'replace',
    project: NEVER,
  } satisfies Setting<boolean>,
  taskPane: {
    help: 'where the tasks are listed at first; at the side only where there is room',
    allowed: 'side, below, hidden',
    schema: (z) => z.enum(['side', 'below', 'hidden']),
    default: 'side',
    merge: 'replace',
    project: NEVER,
  } satisfies Setting<'side' | 'below' | 'hidden'>,
};
