/**
 * The keyboard as Ink gets it: the terminal's input without the terminal's own replies. Ink understands the replies
 * that are control sequences; those that are strings (colours, versions, capabilities: OSC, DCS, APC, PM, SOS) would
 * be taken for typed text.
 */
import { PassThrough } from 'node:stream';
import type { ReadStream } from 'node:tty';
import type { TerminalMouse } from './terminal-mouse.ts';
import { withFunctionKeys } from './function-keys.ts';
import { createReplyFilter } from './reply-filter.ts';

/** A reply comes in one piece or at least fast; what is still open after this many milliseconds was typed. */
const REPLY_MS = 50;

export interface InputHearers {
  readonly mouse: TerminalMouse;
  /** Takes the terminal's string replies. */
  reply?(reply: string): void;
  focus?(has: boolean): void;
  /** The terminal is raw from now on, or will not be any more. */
  raw?(on: boolean): void;
}

/** Stands in for `tty` in Ink; takes from it only while Ink reads. */
export function filterTerminalInput(tty: ReadStream, { mouse, reply, focus, raw }: InputHearers): ReadStream {
  const filter = createReplyFilter({
    // Keys that came before in the same chunk are on their way through a stream.
    mouse: (event) => void setImmediate(() => mouse.report(event)),
    ...(reply === undefined ? {} : { reply }),
    ...(focus === undefined ? {} : { focus }),
  });
  const passed = new PassThrough();
  let timer: NodeJS.Timeout | undefined;

  tty.setEncoding('utf8');
  tty.on('data', (chunk: Buffer | string) => {
    clearTimeout(timer);
    pass(filter.push(String(chunk)));
    if (filter.holds()) timer = setTimeout(() => pass(filter.release()), REPLY_MS);
  });
  tty.on('end', () => passed.end());
  tty.pause();

  function tell(on: boolean): void {
    mouse.raw(on);
    raw?.(on);
  }

  function pass(text: string): void {
    if (text !== '') passed.write(withFunctionKeys(text));
  }

  const input = Object.assign(passed, {
    isTTY: true,
    setRawMode(on: boolean) {
      // Reports would be echoed by a terminal that is not raw.
      if (!on) tell(false);
      tty.setRawMode(on);
      if (on) tell(true);
      return input;
    },
    ref() {
      tty.ref();
      tty.resume();
      return input;
    },
    unref() {
      tty.pause();
      tty.unref();
      return input;
    },
  });
  return input as unknown as ReadStream;
}
