/** Standard output on which everything is ASCII, so that nothing that draws has to know. */
import type { WriteStream } from 'node:tty';
import { asciiText } from '../components/ascii.ts';

/** The stream itself, but for what is written to it. */
export function asciiOutput(stream: WriteStream): WriteStream {
  const write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean =>
    (stream.write as (...args: unknown[]) => boolean)(typeof chunk === 'string' ? asciiText(chunk) : chunk, ...rest);
  return new Proxy(stream, {
    get(target, name) {
      if (name === 'write') return write;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
    },
  });
}
