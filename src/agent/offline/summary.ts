import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages';
import { ASK_START } from '../compaction.ts';
import type { Conversation } from './conversation.ts';

/** What stands for the conversation, when a summary of it is asked for: what was asked, what was called, in order. */
export function summaryReply(
  { lastPrompt }: Conversation,
  { messages }: Pick<MessageCreateParamsStreaming, 'messages'>,
): string | undefined {
  if (!lastPrompt.startsWith(ASK_START)) return undefined;
  const lines = messages.flatMap(({ role, content }) =>
    typeof content === 'string' ? [] : content.flatMap((block) => lineOf(role, block) ?? []),
  );
  return [HEAD, ...lines.slice(-MOST_LINES)].join('\n');
}

const HEAD = 'The offline model lists what was asked and done, in order:';
const MOST_LINES = 60;
const LONGEST = 200;
const SUMMARY = /^<conversation-summary>\n([^]*)\n<\/conversation-summary>/;

type Content = Exclude<MessageCreateParamsStreaming['messages'][number]['content'], string>;

function lineOf(role: string, block: Content[number]): readonly string[] | undefined {
  if (block.type === 'tool_use') return [`- called ${block.name}: ${shortened(JSON.stringify(block.input))}`];
  if (block.type !== 'text' || role !== 'user' || block.text.startsWith(ASK_START)) return undefined;
  const [, before] = SUMMARY.exec(block.text) ?? [];
  if (before !== undefined) return before.split('\n').filter((line) => line !== HEAD);
  return [block.text.startsWith('<') ? `- was told: ${shortened(block.text)}` : `- the user: ${shortened(block.text)}`];
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}…`;
}
