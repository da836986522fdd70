/**
 * Whether the terminal reports the mouse: while the user wants it and the screen has the terminal in raw mode, so that
 * a shell, an editor or a pager in between, and whatever comes after the program, find it as it was.
 */
import type { MouseEvent, MouseSource } from '../components/mouse.ts';

export interface TerminalMouse extends MouseSource {
  /** The user wants it, or wants the terminal to have it. */
  want(on: boolean): void;
  /** The terminal is in raw mode, or the shell's again. */
  raw(on: boolean): void;
  report(event: MouseEvent): void;
}

/** Presses and the wheel (1000), as text that has no bounds (1006). */
const ON = '\u001B[?1000h\u001B[?1006h';
const OFF = '\u001B[?1006l\u001B[?1000l';

export function createTerminalMouse(write: (text: string) => void): TerminalMouse {
  const listeners = new Set<(event: MouseEvent) => void>();
  let wanted = false;
  let isRaw = false;
  let isOn = false;

  function settle(): void {
    if (isOn === (wanted && isRaw)) return;
    isOn = !isOn;
    write(isOn ? ON : OFF);
  }

  return {
    want(on) {
      wanted = on;
      settle();
    },
    raw(on) {
      isRaw = on;
      settle();
    },
    report(event) {
      for (const listener of listeners) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Written at once if the terminal takes it, else when it does: see `terminal-output.ts`. */
export function writeToTerminal(text: string): void {
  if (process.stdout.writableLength < MOST_WAITING) process.stdout.write(text);
}

/** Bytes; a terminal that has not read for so long gets no further titles and notices. */
const MOST_WAITING = 256 * 1024;
