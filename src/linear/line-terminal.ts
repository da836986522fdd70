/**
 * Lines out and lines in, with no control sequence at all: the terminal itself edits what is typed, and every program
 * that reads a screen aloud reads this.
 */
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

export interface LineTerminal {
  say(lines: readonly string[]): void;
  /** Settles when everything is written. */
  close(): Promise<void>;
}

export interface LineTerminalOptions {
  readonly stdin: Readable;
  readonly stdout: Writable;
  /** Somebody types: there is a prompt. */
  readonly interactive: boolean;
  /** Makes what is written fit for the terminal. */
  shown(text: string): string;
  onLine(line: string): void;
  onEnd(): void;
}

const PROMPT = '> ';

export function openLineTerminal(options: LineTerminalOptions): LineTerminal {
  const { stdin, stdout, interactive, shown, onLine, onEnd } = options;
  const lines = createInterface({ input: stdin, terminal: false, crlfDelay: Infinity });
  let prompted = false;
  let closed = false;
  lines.on('line', (line) => {
    prompted = false;
    onLine(line);
    prompt();
  });
  lines.on('close', () => {
    if (!closed) onEnd();
  });

  function prompt(): void {
    if (!interactive || prompted || closed) return;
    prompted = true;
    stdout.write(PROMPT);
  }

  return {
    say(said) {
      if (said.length === 0) return;
      const text = said.map((line) => `${line}\n`).join('');
      stdout.write(shown(prompted ? `\n${text}` : text));
      prompted = false;
      // What happens together is said together.
      setImmediate(prompt);
    },
    async close() {
      closed = true;
      if (prompted) stdout.write('\n');
      prompted = false;
      lines.close();
      await new Promise<void>((written) => stdout.write('', () => written()));
    },
  };
}
