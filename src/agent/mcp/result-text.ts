/** What an MCP tool answered, as text for the model, and the pictures that it can be shown. */
import { startOf } from '../../background/cut.ts';
import type { Attachment } from '../messages.ts';

export interface CallAnswer {
  readonly text: string;
  readonly isError: boolean;
  readonly pictures: readonly Attachment[];
}

type Json = Readonly<Record<string, unknown>>;

/** The most pictures of one answer, and the most of one in base64. */
const MOST_PICTURES = 4;
const MOST_BASE64 = 4_800_000;

/** Of an unknown block. */
const MOST_JSON = 10_000;

/** What it says in a form that the protocol does not know is shown as it came. */
export function callAnswer(result: Json): CallAnswer {
  const { content, structuredContent, isError } = result;
  const blocks =
    typeof content === 'string' ? [{ type: 'text', text: content }] : Array.isArray(content) ? content : [];
  const pictures = blocks.flatMap(pictureOf).slice(0, MOST_PICTURES);
  const texts = blocks.map(textOf).filter((text) => text !== '');
  const rest =
    texts.length > 0 ? undefined : (structuredContent ?? (blocks === content ? undefined : unknownIn(result)));
  const structured = rest === undefined ? [] : [JSON.stringify(rest, null, 2)];
  return { text: [...texts, ...structured].join('\n'), isError: isError === true, pictures };
}

function unknownIn({ _meta, isError: _, structuredContent: __, ...rest }: Json): Json | undefined {
  return Object.keys(rest).length === 0 ? undefined : rest;
}

function pictureOf(block: unknown): readonly Attachment[] {
  const { type, data, mimeType } = asObject(block);
  if (type !== 'image' || typeof data !== 'string' || data.length > MOST_BASE64) return [];
  const mediaType = MEDIA_TYPES.find((one) => one === mimeType);
  return mediaType === undefined ? [] : [{ mediaType, data }];
}

const MEDIA_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;

function textOf(block: unknown): string {
  const known = asObject(block);
  return knownText(known) ?? `[${oddKind(known)}: ${startOf(JSON.stringify(block) ?? '', MOST_JSON)}]`;
}

function knownText({ type, text, data, mimeType, uri, name, title, resource }: Json): string | undefined {
  switch (type) {
    case 'text':
      return typeof text === 'string' ? text : undefined;
    case 'image':
    case 'audio':
      if (typeof data !== 'string') return undefined;
      return `[${type}: ${String(mimeType)}, ${Math.floor((data.length * 3) / 4).toLocaleString('en')} bytes]`;
    case 'resource_link':
      return typeof uri === 'string' ? `[${uri}: ${String(title ?? name ?? '')}]` : undefined;
    case 'resource': {
      const held = asObject(resource);
      if (typeof held['text'] === 'string') return held['text'];
      return typeof held['uri'] === 'string' ? `[${held['uri']}: not text]` : undefined;
    }
    default:
      return undefined;
  }
}

function oddKind({ type }: Json): string {
  return typeof type === 'string' ? startOf(type, 40) : 'unknown';
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}
