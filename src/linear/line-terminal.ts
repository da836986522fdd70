/**
 * Lines out and lines in, with no control sequence at all: the terminal itself edits what is typed, and every program
 * that reads a screen aloud reads this.
 */
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { flush, printText } from '../print.ts';

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
  /** It is the user's turn; else a prompt would only part what is being said. Lines can be typed at any time. */
  waits(): boolean;
  onLine(line: string): void;
  onEnd(): void;
}

const PROMPT = '> ';
const QUIET_MS = 50;

export function openLineTerminal(options: LineTerminalOptions): LineTerminal {
  const { stdin, stdout, interactive, shown, waits, onLine, onEnd } = options;
  const lines = createInterface({ input: stdin, terminal: false, crlfDelay: Infinity });
  let prompted = false;
  let closed = false;
  let quiet: NodeJS.Timeout | undefined;
  lines.on('line', (line) => {
    prompted = false;
    onLine(line);
    promptWhenQuiet();
  });
  lines.on('close', () => {
    if (!closed) onEnd();
  });

  /**
   * What happens together is said together. And what was typed ahead, or pasted, was echoed before it is read: a prompt
   * between two such lines would stand where the next thing is said.
   */
  function promptWhenQuiet(): void {
    clearTimeout(quiet);
    if (interactive && !closed) quiet = setTimeout(prompt, QUIET_MS);
  }

  function prompt(): void {
    if (prompted || !waits()) return;
    prompted = true;
    printText(stdout, PROMPT);
  }

  return {
    say(said) {
      if (said.length === 0) return;
      const text = said.map((line) => `${line}\n`).join('');
      printText(stdout, shown(prompted ? `\n${text}` : text));
      prompted = false;
      promptWhenQuiet();
    },
    async close() {
      closed = true;
      clearTimeout(quiet);
      if (prompted) printText(stdout, '\n');
      prompted = false;
      lines.close();
      await flush(stdout);
    },
  };
}
