/** About how many tokens something takes in a request: by its characters, because only the API can count them. */
import type { AssistantBlock, Attachment, Message, UserBlock } from './messages.ts';

/** English prose has about four characters a token, code and paths fewer. */
const CHARS_PER_TOKEN = 3.5;

export function tokensOfText(text: string): number {
  return tokensOfLength(text.length);
}

export function tokensOfLength(characters: number): number {
  return Math.ceil(characters / CHARS_PER_TOKEN);
}

export function tokensOf(messages: readonly Message[]): number {
  return messages.reduce(
    (sum, message) => sum + message.blocks.reduce((all, block) => all + tokensOfBlock(block), 4),
    0,
  );
}

function tokensOfBlock(block: UserBlock | AssistantBlock): number {
  switch (block.kind) {
    case 'tool-call':
      return tokensOfText(block.name) + tokensOfText(JSON.stringify(block.input) ?? '') + 10;
    case 'tool-result':
      return tokensOfText(block.text) + 2 + (block.files ?? []).reduce((sum, file) => sum + tokensOfFile(file), 0);
    case 'redacted-thinking':
      return tokensOfText(block.data);
    default:
      return tokensOfText(block.text) + 2;
  }
}

/** A picture is scaled down to about this much; a PDF is told page by page, as text and as pictures. */
const IMAGE_TOKENS = 1_600;
const PDF_CHARS_PER_TOKEN = 40;

function tokensOfFile({ mediaType, data }: Attachment): number {
  return mediaType === 'application/pdf'
    ? Math.max(IMAGE_TOKENS, Math.ceil(data.length / PDF_CHARS_PER_TOKEN))
    : IMAGE_TOKENS;
}
