/**
 * The one door to standard output and standard error: whatever goes through it cannot drive a terminal. Beside it only
 * Ink writes its frames, whose lines are cleaned where they are made, and `app/terminal-mouse.ts` the program's own
 * sequences. `test/architecture.test.ts` looks for others.
 */
import type { Writable } from 'node:stream';
import { inspect } from 'node:util';
import { cleanText } from './background/clean-text.ts';

/** Writes the text, cleaned; with `colours`, SGR sequences stay. False when the stream wants no more for a while. */
export function printText(stream: Writable, text: string, options: { readonly colours?: boolean } = {}): boolean {
  return stream.write(cleanText(text, options));
}

/** Settles when all that was printed before is written, with whether it could be. */
export function flush(stream: Writable): Promise<boolean> {
  return new Promise((settle) => stream.write('', (error) => settle(error == null)));
}

/** A text to standard output. That nobody reads it is no error. */
export function say(text: string, options?: { readonly colours?: boolean }): void {
  leaveErrors(process.stdout);
  printText(process.stdout, text, options);
}

/** A sentence to standard error, and its line break. */
export function complain(sentence: string): void {
  leaveErrors(process.stderr);
  printText(process.stderr, `${sentence}\n`);
}

/** The same for something that nobody foresaw, with where it came from. */
export function complainOf(error: unknown): void {
  complain(`meanwhile broke off: ${inspect(error)}`);
}

/**
 * A value as JSON in which every character that a terminal obeys or that nobody sees is escaped: it is the same value,
 * and stays it on its way through the door.
 */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(UNSAFE, (character) =>
    [...Array(character.length).keys()].map((at) => escaped(character.charCodeAt(at))).join(''),
  );
}

/** Those of C0 in strings are escaped by JSON itself; outside of them are only line feeds. */
const UNSAFE = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}

function leaveErrors(stream: Writable): void {
  if (!stream.listeners('error').includes(nothing)) stream.on('error', nothing);
}

function nothing(): void {}
