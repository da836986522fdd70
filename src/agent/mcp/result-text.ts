/** What an MCP tool answered, as text for the model, and the pictures that it can be shown. */
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { Attachment } from '../messages.ts';

export interface CallAnswer {
  readonly text: string;
  readonly isError: boolean;
  readonly pictures: readonly Attachment[];
}

type Content = CallToolResult['content'][number];

/** The most pictures of one answer, and the most of one in base64. */
const MOST_PICTURES = 4;
const MOST_BASE64 = 4_800_000;

export function callAnswer({ content = [], structuredContent, isError }: CallToolResult): CallAnswer {
  const pictures = content.flatMap(pictureOf).slice(0, MOST_PICTURES);
  const texts = content.map(textOf).filter((text) => text !== '');
  const structured = texts.length === 0 && structuredContent ? [JSON.stringify(structuredContent, null, 2)] : [];
  return { text: [...texts, ...structured].join('\n'), isError: isError === true, pictures };
}

function pictureOf(block: Content): readonly Attachment[] {
  if (block.type !== 'image' || block.data.length > MOST_BASE64) return [];
  const mediaType = MEDIA_TYPES.find((one) => one === block.mimeType);
  return mediaType === undefined ? [] : [{ mediaType, data: block.data }];
}

const MEDIA_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;

function textOf(block: Content): string {
  switch (block.type) {
    case 'text':
      return block.text;
    case 'image':
    case 'audio':
      return `[${block.type}: ${block.mimeType}, ${Math.floor((block.data.length * 3) / 4).toLocaleString('en')} bytes]`;
    case 'resource_link':
      return `[${block.uri}: ${block.title ?? block.name}]`;
    case 'resource':
      return 'text' in block.resource ? block.resource.text : `[${block.resource.uri}: not text]`;
    default:
      return block satisfies never;
  }
}
