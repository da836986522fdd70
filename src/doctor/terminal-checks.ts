/** Whether the terminal can show the screen. */
import { speaksUtf8, wantsAscii } from '../config/characters.ts';
import { fine, weak, type Check } from './check.ts';

export interface TerminalFacts {
  readonly isTerminal: boolean;
  readonly columns: number | undefined;
  readonly rows: number | undefined;
  readonly colourDepth: number;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const [LEAST_COLUMNS, LEAST_ROWS] = [80, 24];

export function terminalChecks({
  isTerminal,
  columns = 0,
  rows = 0,
  colourDepth,
  env,
}: TerminalFacts): readonly Check[] {
  if (!isTerminal) {
    return [
      weak('terminal', 'standard input or output is none', 'Run it in a terminal; without one, meanwhile -p works.'),
    ];
  }
  const size = `${columns} columns, ${rows} rows`;
  return [
    columns < LEAST_COLUMNS || rows < LEAST_ROWS
      ? weak('terminal', size, `Make it at least ${LEAST_COLUMNS} × ${LEAST_ROWS}.`)
      : fine('terminal', `${env['TERM'] ?? 'of no name'}, ${size}`),
    env['NO_COLOR'] ? fine('colours', 'off, because NO_COLOR is set') : colours(colourDepth),
    speaksUtf8(env)
      ? fine('characters', 'UTF-8')
      : weak(
          'characters',
          `the locale does not say UTF-8${wantsAscii('auto', env) ? ', so the screen is ASCII' : ''}`,
          'Set LANG, such as LANG=C.UTF-8, for all signs.',
        ),
    hasKittyKeys(env)
      ? fine('keys', 'the terminal is known to tell Shift+Enter from Enter')
      : fine('keys', 'Alt+Enter or Ctrl+J starts a new line; Shift+Enter too where the terminal tells it'),
  ];
}

function colours(depth: number): Check {
  if (depth >= 24) return fine('colours', '16 million');
  return depth >= 4
    ? fine('colours', String(2 ** depth))
    : weak('colours', 'none', 'Set TERM=xterm-256color if it has some.');
}

function hasKittyKeys(env: TerminalFacts['env']): boolean {
  return env['KITTY_WINDOW_ID'] !== undefined || /ghostty|WezTerm|iTerm/.test(env['TERM_PROGRAM'] ?? '');
}
