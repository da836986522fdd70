/** What not every server takes that speaks the Messages API: learned from what it refuses, and left out from then on. */
import type { APIError } from '@anthropic-ai/sdk';
import type { ModelRequest } from './provider.ts';

export type Extra = 'cache_control' | 'output_config' | 'thinking' | 'a system prompt in blocks';

/** What a request leaves out. */
export interface Leaves {
  readonly extras: ReadonlySet<Extra>;
  /** The data of pictures and PDF. */
  readonly files: ReadonlySet<string>;
  /** Names of tools. */
  readonly tools: ReadonlySet<string>;
}

export interface Refused {
  readonly extras: readonly Extra[];
  /** A picture or a PDF: the model takes none, or it is a bad one. Sent again, it would be refused for ever. */
  readonly files: boolean;
  /** A tool whose schema it does not take, by its place among those that were sent. */
  readonly tool?: number;
}

export interface Refusals extends Leaves {
  /** Takes in what was refused of the request; a sentence when it is worth to ask again without. */
  learn(refused: Refused | undefined, request: ModelRequest): string | undefined;
}

export function createRefusals(): Refusals {
  const extras = new Set<Extra>();
  const files = new Set<string>();
  const tools = new Set<string>();
  return {
    extras,
    files,
    tools,
    learn(refused, request) {
      const tool = refused?.tool === undefined ? undefined : sentTools(request.tools, tools)[refused.tool];
      if (tool !== undefined) {
        tools.add(tool.name);
        return `The server refuses the tool ${tool.name}. Asking again without it.`;
      }
      const fresh = refused?.extras.filter((extra) => !extras.has(extra)) ?? [];
      fresh.forEach((extra) => extras.add(extra));
      if (fresh.length > 0) return `The server refuses ${fresh.join(', ')}. Asking again without.`;
      const shown = refused?.files === true ? filesOf(request).filter((data) => !files.has(data)) : [];
      shown.forEach((data) => files.add(data));
      return shown.length === 0 ? undefined : 'The server refuses a picture or a PDF. Asking again without.';
    },
  };
}

/** Nothing when its words are about something else. */
export function refusedBy({ status, error }: APIError): Refused {
  const words = JSON.stringify(error ?? '');
  const isRequest = status === 400 || status === 422;
  const [, tool] = (isRequest && TOOL.exec(words)) || [];
  if (tool !== undefined) return { extras: [], files: false, tool: Number(tool) };
  const named = isRequest ? EXTRAS.filter((extra) => WORDS[extra].test(words)) : [];
  const files = (isRequest || status === 500) && FILES.test(words);
  return { extras: isRequest && named.length === 0 && UNKNOWN.test(words) ? EXTRAS : named, files };
}

const WORDS: Readonly<Record<Extra, RegExp>> = {
  cache_control: /cache_control/i,
  output_config: /output_config/i,
  thinking: /\bthinking\b/i,
  'a system prompt in blocks': /\bsystem\b.{0,60}\bstr(?:ing)?\b/i,
};
const EXTRAS = Object.keys(WORDS) as readonly Extra[];
const UNKNOWN = /extra (?:inputs|fields)|extra_forbidden|(?:unknown|unrecognized|unexpected) (?:field|parameter|key)/i;
/** What it says of a mark for the cache is about all tools. */
const TOOL = /\btools\.(\d+)\.(?!(?:custom\.)?cache_control)/;
const FILES = /\b(?:images?|pdfs?|documents?|media_type|multimodal)\b/i;

/** Those that are not left out. */
export function sentTools<Tool extends { readonly name: string }>(
  tools: readonly Tool[],
  refused: ReadonlySet<string>,
): readonly Tool[] {
  return refused.size === 0 ? tools : tools.filter(({ name }) => !refused.has(name));
}

function filesOf({ messages }: ModelRequest): readonly string[] {
  return messages.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'tool-result' ? (block.files ?? []).map(({ data }) => data) : [])),
  );
}
