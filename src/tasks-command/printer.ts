import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { jsonText, printText } from '../print.ts';

/** Where a command prints. Nothing that goes through it can drive a terminal; colours pass only where they are wanted. */
export interface Printer {
  readonly isTerminal: boolean;
  /** How many columns a line may have; `Infinity` when it goes to no terminal. */
  readonly columns: number;
  /** A line of the answer. Settles when it may be followed by more. */
  line(text: string): Promise<void>;
  /** A value as a line of JSON. */
  json(value: unknown): Promise<void>;
  /** Text without an end of line. */
  part(text: string): Promise<void>;
  /** What is said beside the answer; not with `--json`. */
  note(text: string): void;
}

/** Ends the process quietly when nobody reads on, as `| head` does. */
export function createPrinter(options: {
  readonly stdout: WriteStream;
  readonly stderr: Writable;
  readonly env: NodeJS.ProcessEnv;
}): Printer {
  const { stdout, stderr, env } = options;
  const isTerminal = stdout.isTTY === true;
  const colours = isTerminal && !env['NO_COLOR']?.trim() && env['TERM'] !== 'dumb';
  stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

  return {
    isTerminal,
    columns: isTerminal ? stdout.columns || USUAL_COLUMNS : Infinity,
    line: (text) => write(`${styled(text)}\n`),
    json: (value) => write(`${jsonText(value)}\n`),
    part: (text) => write(styled(text)),
    note: (text) => void printText(stderr, `${text}\n`),
  };

  /** Styles end with the line. */
  function styled(text: string): string {
    return colours && text.includes('\u001B') ? `${text}${RESET}` : text;
  }

  async function write(text: string): Promise<void> {
    if (!printText(stdout, text, { colours })) await once(stdout, 'drain');
  }
}

const USUAL_COLUMNS = 80;
const RESET = '\u001B[0m';
