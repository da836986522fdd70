/**
 * Output to a terminal that perhaps does not read: detached, stopped, or because the user marks text in it. Nothing may
 * stand still for it.
 *
 * Node makes writes to terminals blocking (lib/tty.js, `WriteStream`: `setBlocking(true)`); libuv has opened the
 * terminal for itself before (`uv_tty_init`), so that a change here is none of the shell's terminal. The stream then
 * holds what waits. Frames are left out while much waits, for each later one shows all that there is; the screen is drawn
 * anew when the terminal reads again.
 */
import type { WriteStream } from 'node:tty';

/** What begins and ends a frame of Ink: synchronized output (private mode 2026). */
const FRAME_BEGINS = '\u001B[?2026h';
const FRAME_ENDS = '\u001B[?2026l';

/** Bytes that may wait before frames are left out: more than the stream holds without asking for patience (16 KiB). */
const MOST_WAITING = 32 * 1024;

/** Whether a write waits until the terminal has taken it. A program that is lent the terminal needs it so. */
export function setBlocking(isBlocking: boolean): void {
  for (const stream of [process.stdout, process.stderr]) {
    const { _handle: handle } = stream as { readonly _handle?: { setBlocking?(on: boolean): unknown } };
    if (stream.isTTY) handle?.setBlocking?.(isBlocking);
  }
}

/** The stream itself, for Ink to draw on, but for frames that it can do without. */
export function frameOutput(stream: WriteStream): WriteStream {
  let isLeftOut = false;
  let isStale = false;
  const write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    if (chunk === FRAME_BEGINS && stream.writableLength > MOST_WAITING) {
      isLeftOut = true;
      if (!isStale) stream.once('drain', drawAnew);
      isStale = true;
    }
    if (!isLeftOut) return (stream.write as (...args: unknown[]) => boolean)(chunk, ...rest);
    if (chunk === FRAME_ENDS) isLeftOut = false;
    const done = rest.at(-1);
    if (typeof done === 'function') process.nextTick(done as () => void);
    return false;
  };
  /** As after a change of its size, when the screen may be other than Ink believes (`components/use-terminal.ts`). */
  const drawAnew = () => {
    isStale = false;
    stream.emit('resize');
  };
  // A terminal that is gone is told of by SIGHUP.
  stream.on('error', () => {});
  return new Proxy(stream, {
    get(target, name) {
      if (name === 'write') return write;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
    },
  });
}

/** Whether everything is written after so many milliseconds. */
export async function isWritten(stream: WriteStream, within: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), within)));
  const written = new Promise<true>((resolve) => stream.write('', () => resolve(true)));
  return Promise.race([written, late]).finally(() => clearTimeout(timer));
}
