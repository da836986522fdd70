/** What is given on standard input: text that goes behind the prompt, or lines that are prompts. */
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

const LARGEST = 10 * 1024 * 1024;

/** Until an open standard input is worth a word. Milliseconds. */
const OPEN_MS = 1_000;

/** The whole text. Throws when it is too long. `onOpen`: it has not come to its end within a second. */
export async function readText(stdin: Readable, onOpen: () => void): Promise<string> {
  const timer = setTimeout(onOpen, OPEN_MS);
  try {
    return await textOf(stdin);
  } finally {
    clearTimeout(timer);
  }
}

async function textOf(stdin: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stdin.setEncoding('utf8')) {
    text += chunk;
    if (text.length > LARGEST) throw new Error('Standard input holds more than 10 MiB. Give the model a file instead.');
  }
  return text.trim();
}

export type InputLine =
  | { readonly type: 'prompt'; readonly text: string }
  | { readonly type: 'interrupt' }
  | { readonly type: 'wrong'; readonly sentence: string };

/** Each line as it comes. Ends with the input. */
export async function* readLines(stdin: Readable): AsyncIterable<InputLine> {
  let number = 0;
  for await (const line of createInterface({ input: stdin, crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() !== '') yield readLine(line, number);
  }
}

function readLine(line: string, number: number): InputLine {
  const wanted = 'expected {"type": "prompt", "text": "…"} or {"type": "interrupt"}';
  const wrong = { type: 'wrong', sentence: `Line ${number} of standard input: ${wanted}.` } as const;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || !('type' in value)) return wrong;
    if (value.type === 'interrupt') return { type: 'interrupt' };
    const text = 'text' in value ? value.text : undefined;
    return value.type === 'prompt' && typeof text === 'string' && text.trim() !== '' ? { type: 'prompt', text } : wrong;
  } catch {
    return wrong;
  }
}
