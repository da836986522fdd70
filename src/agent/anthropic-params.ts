import type {
  ContentBlockParam,
  DocumentBlockParam,
  ImageBlockParam,
  MessageCreateParamsStreaming,
  MessageParam,
  TextBlockParam,
  Tool,
  ToolResultBlockParam,
} from '@anthropic-ai/sdk/resources/messages';
import type { BetaThinkingConfigAdaptive } from '@anthropic-ai/sdk/resources/beta/messages';
import { wellFormed } from '../background/cut.ts';
import { takesSystemMessages } from './model-facts.ts';
import { isInstruction, withInstructions, type Content } from './anthropic-instructions.ts';
import { sentTools, type Leaves } from './anthropic-refusals.ts';
import type { AssistantBlock, Attachment, Message, ToolResult, UserBlock } from './messages.ts';
import type { ModelRequest, ToolDefinition } from './provider.ts';
import { validHistory } from './valid-history.ts';

/**
 * Our request in the API's words.
 *
 * The API's rules that are kept here, whatever the history holds: those of `valid-history.ts`; roles alternate; results
 * of tools come first in a user message; no blank text; no message without content; thinking never last in a message;
 * tool input is an object; no string and no key holds half of a surrogate pair.
 * Where the model takes messages of the role `system`, the program's own words go in those: each directly behind the
 * user's, before the model's or at the end, and never two of them in a row (https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-mid-conversation-system.html).
 * Cache marks, four at most: on the tools, the system prompt, and the ends of the last two user messages, so that each
 * request reads what the one before it wrote, however many results came between (https://platform.claude.com/docs/en/build-with-claude/prompt-caching).
 */
export function toParams(
  {
    system,
    tools: offered,
    messages,
    mayCall = true,
    effort,
    thinking,
    cachesLong = false,
    previousAnswer,
    ...request
  }: ModelRequest,
  { model, maxTokens, leaves = NOTHING }: Asked,
): MessageCreateParamsStreaming {
  const tools = sentTools(offered, leaves.tools);
  const dropsUnbound = thinking === undefined || thinking === 'off' || !maySwitch(leaves);
  const instructs = takesSystemMessages(model) && !leaves.extras.has('system messages');
  const mark = leaves.extras.has('cache_control')
    ? unmarked
    : cachesLong && !leaves.extras.has('cache_control.ttl')
      ? markedLong
      : marked;
  return wellFormedParams({
    model,
    max_tokens: Math.min(maxTokens, request.maxTokens ?? maxTokens),
    stream: true,
    ...(system.trim() !== '' && {
      system: leaves.extras.has('a system prompt in blocks')
        ? system
        : mark([{ type: 'text', text: system } satisfies TextBlockParam]),
    }),
    ...(tools.length > 0 && { tools: mark(tools.map(toolParam)) }),
    ...(effort !== undefined && !leaves.extras.has('output_config') && { output_config: { effort } }),
    ...thinkingParam(thinking, { messages, leaves }),
    ...(previousAnswer !== undefined &&
      !leaves.extras.has('diagnostics') && { diagnostics: { previous_message_id: previousAnswer } }),
    ...(tools.length > 0 && !mayCall && { tool_choice: { type: 'none' } }),
    messages: newestMarked(
      withInstructions(
        framed(
          merged(validHistory(messages).map((message) => messageParam(message, { leaves, dropsUnbound, instructs }))),
        ),
      ),
      mark,
    ),
  });
}

/** Each string and key of it, at any depth. */
function wellFormedParams<Value>(value: Value): Value {
  if (typeof value === 'string') return wellFormed(value) as Value;
  if (Array.isArray(value)) return value.map(wellFormedParams) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [wellFormed(key), wellFormedParams(inner)]),
  ) as Value;
}

interface Asked {
  readonly model: string;
  readonly maxTokens: number;
  /** Without it, everything is sent. */
  readonly leaves?: Leaves;
}

const NOTHING: Leaves = { extras: new Set(), files: new Set(), tools: new Set(), unbound: new Set() };

/**
 * `display` is said each time, because its default depends on the model and is `omitted` for the newest
 * (`ThinkingConfigAdaptive` of the SDK). `block_binding` is asked for only while the history holds thinking that was
 * refused (`BetaThinkingBlockBinding`, beta `thinking-binding-controls-2026-08-01`).
 */
function thinkingParam(
  mode: ModelRequest['thinking'],
  { messages, leaves }: { readonly messages: readonly Message[]; readonly leaves: Leaves },
): Pick<MessageCreateParamsStreaming, 'thinking'> {
  if (mode === undefined || leaves.extras.has('thinking')) return {};
  if (mode === 'off') return { thinking: { type: 'disabled' } };
  const thinking: BetaThinkingConfigAdaptive = {
    type: 'adaptive',
    ...(!leaves.extras.has('thinking.display') && { display: mode === 'on' ? 'summarized' : 'omitted' }),
    ...(maySwitch(leaves) &&
      holdsUnbound(messages, leaves) && { block_binding: { prefix_mismatch_behavior: 'drop_block' } }),
  };
  // The request goes through `client.post`, which takes fields of a beta as well.
  return { thinking: thinking as NonNullable<MessageCreateParamsStreaming['thinking']> };
}

function maySwitch({ extras }: Leaves): boolean {
  return !extras.has('thinking.block_binding');
}

function holdsUnbound(messages: readonly Message[], leaves: Leaves): boolean {
  return leaves.unbound.size > 0 && messages.some(({ blocks }) => blocks.some((block) => isUnbound(block, leaves)));
}

function isUnbound(block: AssistantBlock | UserBlock, { unbound }: Leaves): boolean {
  if (block.kind === 'thinking') return unbound.has(block.signature);
  return block.kind === 'redacted-thinking' && unbound.has(block.data);
}

/** What has to stand in the header `anthropic-beta` for these parameters. */
export function betasOf({ thinking }: MessageCreateParamsStreaming): readonly string[] {
  return thinking !== undefined && 'block_binding' in thinking ? ['thinking-binding-controls-2026-08-01'] : [];
}

const CACHE = { cache_control: { type: 'ephemeral' } } as const;

const CACHE_LONG = { cache_control: { type: 'ephemeral', ttl: '1h' } } as const;

function marked<Block extends object>(blocks: readonly Block[]): Block[] {
  return lastWith(blocks, CACHE);
}

function markedLong<Block extends object>(blocks: readonly Block[]): Block[] {
  return lastWith(blocks, CACHE_LONG);
}

function lastWith<Block extends object>(blocks: readonly Block[], mark: typeof CACHE | typeof CACHE_LONG): Block[] {
  return blocks.map((block, index) => (index === blocks.length - 1 ? { ...block, ...mark } : block));
}

function unmarked<Block extends object>(blocks: readonly Block[]): Block[] {
  return [...blocks];
}

function toolParam({ name, description, inputSchema }: ToolDefinition): Tool {
  return { name, description, input_schema: inputSchema };
}

interface Sending {
  readonly leaves: Leaves;
  readonly dropsUnbound: boolean;
  /** What the program says goes into messages of its own. */
  readonly instructs: boolean;
}

function messageParam(message: Message, { leaves, dropsUnbound, instructs }: Sending): Content {
  const { extras, files } = leaves;
  if (message.role === 'user') {
    const isApart = (block: UserBlock) => instructs && isInstruction(block);
    return {
      role: 'user',
      content: message.blocks.filter((block) => !isApart(block)).flatMap((block) => userParam(block, files)),
      instructions: message.blocks.flatMap((block) =>
        isApart(block) && block.kind !== 'tool-result' ? textParam(block.text) : [],
      ),
    };
  }
  const blocks = withoutLastThinking(message.blocks);
  const isLeftOut = (block: AssistantBlock) =>
    extras.has('thinking in the history') ? block.kind.endsWith('thinking') : dropsUnbound && isUnbound(block, leaves);
  const said = blocks.filter((block) => !isLeftOut(block));
  return { role: 'assistant', content: said.flatMap(assistantParam) };
}

function userParam(block: UserBlock, refused: ReadonlySet<string>): ContentBlockParam[] {
  return block.kind === 'tool-result' ? [resultParam(block, refused)] : textParam(block.text);
}

function resultParam(
  { callId, text, isError, files = [] }: ToolResult,
  refused: ReadonlySet<string>,
): ToolResultBlockParam {
  return {
    type: 'tool_result',
    tool_use_id: callId,
    ...(files.length > 0
      ? { content: [...textParam(text), ...files.map((file) => (refused.has(file.data) ? LEFT_OUT : fileParam(file)))] }
      : text.trim() !== ''
        ? { content: text }
        : isError && { content: '(no text)' }),
    ...(isError && { is_error: true }),
  };
}

const LEFT_OUT: TextBlockParam = { type: 'text', text: '[It is left out: the server refuses it.]' };

function fileParam({ mediaType, data }: Attachment): ImageBlockParam | DocumentBlockParam {
  return mediaType === 'application/pdf'
    ? { type: 'document', source: { type: 'base64', media_type: mediaType, data } }
    : { type: 'image', source: { type: 'base64', media_type: mediaType, data } };
}

function withoutLastThinking(blocks: readonly AssistantBlock[]): readonly AssistantBlock[] {
  const spoken = blocks.findLastIndex(
    (block) => block.kind === 'tool-call' || (block.kind === 'text' && block.text.trim() !== ''),
  );
  return blocks.slice(0, spoken + 1);
}

function assistantParam(block: AssistantBlock): ContentBlockParam[] {
  switch (block.kind) {
    case 'text':
      return textParam(block.text);
    case 'thinking':
      return [{ type: 'thinking', thinking: block.text, signature: block.signature }];
    case 'redacted-thinking':
      return [{ type: 'redacted_thinking', data: block.data }];
    case 'tool-call':
      return [{ type: 'tool_use', id: block.id, name: block.name, input: inputParam(block.input) }];
    default:
      return block satisfies never;
  }
}

/** Input that was no object when it came goes back inside one. */
function inputParam(input: unknown): object {
  return typeof input === 'object' && input !== null && !Array.isArray(input) ? input : { invalid_input: input };
}

function textParam(text: string): TextBlockParam[] {
  return text.trim() === '' ? [] : [{ type: 'text', text }];
}

function merged(messages: readonly Content[]): Content[] {
  const merged: Content[] = [];
  for (const message of messages) {
    const last = merged.at(-1);
    const { content, instructions = [] } = message;
    if (content.length + instructions.length === 0) continue;
    if (last?.role === message.role) {
      merged.splice(-1, 1, {
        ...last,
        content: [...last.content, ...content],
        instructions: [...(last.instructions ?? []), ...instructions],
      });
    } else merged.push(message);
  }
  return merged.map((message) => ({ ...message, content: resultsFirst(message.content) }));
}

/** The user begins, and has the last word. */
function framed(messages: readonly Content[]): readonly Content[] {
  const begins =
    messages[0]?.role === 'user' ? [] : [word('[The beginning of this conversation is missing in its record.]')];
  const ends = messages.at(-1)?.role === 'assistant' ? [word('[Go on.]')] : [];
  return [...begins, ...messages, ...ends];
}

function word(text: string): Content {
  return { role: 'user', content: textParam(text) };
}

function resultsFirst(content: readonly ContentBlockParam[]): readonly ContentBlockParam[] {
  const isResult = (block: ContentBlockParam) => block.type === 'tool_result';
  return [...content.filter(isResult), ...content.filter((block) => !isResult(block))];
}

function newestMarked(messages: ReturnType<typeof withInstructions>, mark: typeof marked): MessageParam[] {
  const newest = messages.flatMap(({ role }, index) => (role === 'user' ? [index] : [])).slice(-2);
  return messages.map(
    ({ role, content }, index) =>
      ({ role, content: newest.includes(index) ? mark(content) : [...content] }) as MessageParam,
  );
}
