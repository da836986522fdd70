/** Prompts that an MCP server has ready: what they want, and what they come to as text. Pure. */
import { callAnswer } from './result-text.ts';

export interface ServerPrompt {
  readonly name: string;
  readonly description: string;
  readonly wants: readonly { readonly name: string; readonly isRequired: boolean }[];
}

export type AskedPrompt =
  | { readonly kind: 'prompt'; readonly text: string }
  /** Why there is none. */
  | { readonly kind: 'failed'; readonly sentence: string };

/** Nothing when it has no name to be asked by. */
export function describePrompt(entry: unknown): ServerPrompt | undefined {
  const { name, description, arguments: wants } = asObject(entry);
  if (typeof name !== 'string' || name === '') return undefined;
  const named = (Array.isArray(wants) ? wants : [])
    .map(asObject)
    .flatMap(({ name: argument, required }) =>
      typeof argument === 'string' ? [{ name: argument, isRequired: required === true }] : [],
    );
  return { name, description: typeof description === 'string' ? description : '', wants: named };
}

/** `files:review PATH [DEPTH]`. */
export function promptUsage(server: string, { name, wants }: ServerPrompt): string {
  const places = wants.map((one) => (one.isRequired ? one.name.toUpperCase() : `[${one.name.toUpperCase()}]`));
  return [`${server}:${name}`, ...places].join(' ');
}

/** What was typed behind its name, word by word; the last argument takes the rest. `undefined`: too little. */
export function promptArguments({ wants }: ServerPrompt, typed: string): Readonly<Record<string, string>> | undefined {
  let rest = typed.trim();
  const values: Record<string, string> = {};
  for (const [index, { name, isRequired }] of wants.entries()) {
    const [word = ''] = index === wants.length - 1 ? [rest] : (/^\S+/.exec(rest) ?? []);
    rest = rest.slice(word.length).trim();
    if (word !== '') values[name] = word;
    else if (isRequired) return undefined;
  }
  return values;
}

/** All that it says, whoever is to have said it. */
export function promptText(messages: readonly unknown[]): string {
  return messages
    .map((message) => callAnswer({ content: [asObject(message)['content']].flat() }).text)
    .filter((text) => text.trim() !== '')
    .join('\n\n');
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
