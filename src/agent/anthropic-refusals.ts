/**
 * What not every server takes that speaks the Messages API, and not every model behind one: learned from what is refused
 * of a model, and left out for that model from then on. A refusal leaves out what it names and nothing beside.
 */
import type { APIError } from '@anthropic-ai/sdk';
import type { ModelRequest } from './provider.ts';

export type Extra =
  | 'cache_control'
  | 'cache_control.ttl'
  | 'output_config'
  | 'a system prompt in blocks'
  | 'thinking.display'
  | 'thinking'
  | 'thinking in the history'
  | 'thinking.block_binding'
  | 'system messages'
  | 'diagnostics';

/** What a request leaves out. */
export interface Leaves {
  readonly extras: ReadonlySet<Extra>;
  /** The data of pictures and PDF. */
  readonly files: ReadonlySet<string>;
  /** Names of tools. */
  readonly tools: ReadonlySet<string>;
  /** Signatures of thinking that was refused because the conversation before it is another one now. */
  readonly unbound: ReadonlySet<string>;
}

export interface Refused {
  readonly extras: readonly Extra[];
  /** A picture or a PDF: the model takes none, or it is a bad one. Sent again, it would be refused for ever. */
  readonly files: boolean;
  /** A tool whose schema it does not take, by its place among those that were sent. */
  readonly tool?: number;
  /** Thinking in the history is bound to another conversation than the one that was sent. */
  readonly isUnbound?: boolean;
}

export interface Refusals extends Leaves {
  /** Takes in what was refused of the request; a sentence when it is worth to ask again without. */
  learn(refused: Refused | undefined, request: ModelRequest): string | undefined;
}

export function createRefusals(): Refusals {
  const extras = new Set<Extra>();
  const files = new Set<string>();
  const tools = new Set<string>();
  const unbound = new Set<string>();
  return {
    extras,
    files,
    tools,
    unbound,
    learn(refused, request) {
      const tool = refused?.tool === undefined ? undefined : sentTools(request.tools, tools)[refused.tool];
      if (tool !== undefined) {
        tools.add(tool.name);
        return `The server refuses the tool ${tool.name}. Asking again without it.`;
      }
      if (refused?.isUnbound === true) return learnUnbound(request);
      const fresh = refused?.extras.filter((extra) => !extras.has(extra)) ?? [];
      fresh.forEach((extra) => extras.add(extra));
      if (fresh.length > 0) return `The server refuses ${fresh.join(', ')}. Asking again without.`;
      const shown = refused?.files === true ? filesOf(request).filter((data) => !files.has(data)) : [];
      shown.forEach((data) => files.add(data));
      return shown.length === 0 ? undefined : 'The server refuses a picture or a PDF. Asking again without.';
    },
  };

  /** First by the API's own switch, which drops what does not fit; where that is refused too, all of it is left out. */
  function learnUnbound(request: ModelRequest): string | undefined {
    const fresh = signaturesIn(request).filter((signature) => !unbound.has(signature));
    fresh.forEach((signature) => unbound.add(signature));
    const isSwitchLeft = !extras.has('thinking.block_binding');
    if (fresh.length > 0) return `${UNBOUND} Asking again without what no longer fits.`;
    if (!isSwitchLeft || unbound.size === 0) return undefined;
    extras.add('thinking.block_binding');
    return `${UNBOUND} Asking again without it.`;
  }
}

const UNBOUND = 'The server does not take back the thinking of an earlier part of this conversation.';

/** Nothing when its words are about something else. */
export function refusedBy({ status, error }: APIError): Refused {
  const words = JSON.stringify(error ?? '');
  const isRequest = status === 400 || status === 422;
  const [, tool] = (isRequest && TOOL.exec(words)) || [];
  if (tool !== undefined) return { extras: [], files: false, tool: Number(tool) };
  if (isRequest && BINDING.test(words)) return { extras: [], files: false, isUnbound: true };
  const named = isRequest ? EXTRAS.filter((extra) => WORDS[extra].test(words)) : [];
  const files = (isRequest || status === 500) && FILES.test(words);
  return { extras: isRequest && named.length === 0 && UNKNOWN.test(words) ? UNNAMED : named, files };
}

/** A message of the history is named by its place. */
const WORDS: Readonly<Record<Extra, RegExp>> = {
  cache_control: /cache_control(?!\S{0,12}ttl)/i,
  'cache_control.ttl': /cache_control\S{0,12}ttl/i,
  output_config: /output_config/i,
  'a system prompt in blocks': /\bsystem\b.{0,60}\bstr(?:ing)?\b/i,
  'thinking.display': /\bthinking\b[^"]{0,60}\bdisplay\b/i,
  'system messages': /role\W{0,3}system|\bmessages\.\d+\.role\b/i,
  diagnostics: /\bdiagnostics\b/i,
  thinking: /^(?!.*\bmessages\.\d)(?!.*\b(?:display|block_binding)\b).*\bthinking\b/is,
  'thinking in the history': /\bmessages\.\d+.*\bthinking\b/is,
  'thinking.block_binding': /\bblock_binding\b|thinking-binding-controls/i,
};
const EXTRAS = Object.keys(WORDS) as readonly Extra[];
/** What is said is tried without first; thinking in the history goes only where that is meant. */
const UNNAMED: readonly Extra[] = [
  'cache_control',
  'diagnostics',
  'output_config',
  'thinking',
  'a system prompt in blocks',
];
const UNKNOWN = /extra (?:inputs|fields)|extra_forbidden|(?:unknown|unrecognized|unexpected) (?:field|parameter|key)/i;
/** https://platform.claude.com/docs/en/build-with-claude/preserved-thinking: a block is bound to what stands before it. */
const BINDING = /invalid.{0,12}signature.{0,40}thinking|thinking.{0,80}bound to a different conversation/is;
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

function signaturesIn({ messages }: ModelRequest): readonly string[] {
  return messages.flatMap(({ blocks }) =>
    blocks.flatMap((block) => {
      if (block.kind === 'thinking') return [block.signature];
      return block.kind === 'redacted-thinking' ? [block.data] : [];
    }),
  );
}
