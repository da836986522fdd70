/**
 * The keyboard as Ink gets it: whole keys and whole pastes, each in a read of its own, without the terminal's own
 * reports and replies. So Ink's parser has nothing to wait for and nothing to guess.
 */
import { EventEmitter } from 'node:events';
import type { ReadStream } from 'node:tty';
import type { KeySource } from '../components/key-presses.ts';
import type { TerminalMouse } from './terminal-mouse.ts';
import { withFunctionKeys } from './function-keys.ts';
import { createInputReader, type InputEvent, type InputReaderOptions } from './input-reader.ts';
import { PASTE_END, PASTE_START } from './input-sequence.ts';
import { ASK_KEYBOARD } from './terminal-escapes.ts';

export interface InputHearers extends Pick<InputReaderOptions, 'deliberate'> {
  readonly mouse: TerminalMouse;
  /** Takes the terminal's string replies. */
  reply?(reply: string): void;
  focus?(has: boolean): void;
  /** The terminal is raw from now on, or will not be any more. */
  raw?(on: boolean): void;
  write(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds, of a clock that never jumps. */
  now?(): number;
}

export interface TerminalInput extends KeySource {
  /** Stands in for `tty` in Ink; takes from it only while Ink reads. */
  readonly stdin: ReadStream;
}

/** How long an ESC alone may be the beginning of a sequence: on this machine, and where a network may tear it. */
const ESCAPE_MS = 75;
const ESCAPE_MS_REMOTE = 200;

export function createTerminalInput(tty: ReadStream, hearers: InputHearers): TerminalInput {
  const { mouse, reply, focus, raw, write, env, deliberate, now = () => performance.now() } = hearers;
  const isRemote = env['SSH_TTY'] !== undefined || env['SSH_CONNECTION'] !== undefined;
  const reader = createInputReader({ escapeMs: isRemote ? ESCAPE_MS_REMOTE : ESCAPE_MS, deliberate });
  const unread: { readonly bytes: string; readonly alone: boolean }[] = [];
  let alone = false;
  let timer: NodeJS.Timeout | undefined;
  /** The terminal knows kitty's protocol. */
  let knowsKitty = false;
  let hasAsked = false;

  tty.setEncoding('utf8');
  tty.on('data', (chunk: Buffer | string) => {
    reader.push(String(chunk), now()).forEach(hear);
    waitForMore();
  });
  tty.on('end', () => stdin.emit('end'));
  tty.pause();

  function waitForMore(): void {
    clearTimeout(timer);
    const due = reader.due();
    if (due === null) return;
    timer = setTimeout(
      // Behind a busy moment what came meanwhile is read first.
      () => {
        setImmediate(() => {
          reader.expire(now()).forEach(hear);
          waitForMore();
        });
      },
      Math.max(0, Math.ceil(due - now())),
    );
  }

  function hear(event: InputEvent): void {
    switch (event.kind) {
      case 'keys':
        return pass(withFunctionKeys(event.bytes), event.alone);
      case 'paste':
        return pass(PASTE_START + event.text + PASTE_END, false);
      case 'mouse':
        return mouse.report(event.event);
      case 'focus':
        return focus?.(event.has);
      case 'reply':
        return reply?.(event.reply);
      case 'kitty':
        // Ink switches the protocol on when it hears this; whether it has done so only the terminal can tell.
        pass(event.bytes, false);
        knowsKitty = true;
        return askForKeyboard();
      default:
        event satisfies never;
    }
  }

  /** Once for each time that the terminal is the program's. */
  function askForKeyboard(): void {
    if (hasAsked || !knowsKitty) return;
    hasAsked = true;
    setImmediate(() => write(ASK_KEYBOARD));
  }

  function pass(bytes: string, isAlone: boolean): void {
    unread.push({ bytes, alone: isAlone });
    stdin.emit('readable');
  }

  function tell(on: boolean): void {
    mouse.raw(on);
    raw?.(on);
  }

  const stdin = Object.assign(new EventEmitter(), {
    isTTY: true,
    setEncoding: () => stdin,
    read(): string | null {
      const next = unread.shift();
      alone = next?.alone ?? false;
      return next?.bytes ?? null;
    },
    setRawMode(on: boolean) {
      // Reports would be echoed by a terminal that is not raw.
      if (!on) tell(false);
      tty.setRawMode(on);
      reader.reset();
      hasAsked = false;
      if (!on) return stdin;
      tell(true);
      askForKeyboard();
      return stdin;
    },
    ref() {
      tty.ref();
      tty.resume();
      return stdin;
    },
    unref() {
      tty.pause();
      tty.unref();
      return stdin;
    },
  });
  stdin.on('newListener', (name) => {
    if (name === 'readable' && unread.length > 0) setImmediate(() => stdin.emit('readable'));
  });
  return { stdin: stdin as unknown as ReadStream, isAlone: () => alone };
}
