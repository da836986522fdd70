import type { RawMessageStreamEvent, StopReason as ApiStopReason } from '@anthropic-ai/sdk/resources/messages';
import { startOf } from '../background/cut.ts';
import type { StopReason } from './events.ts';
import { cacheMissOf } from './anthropic-cache-miss.ts';
import { createCallIds, type CallIds } from './call-ids.ts';
import type { AssistantBlock, AssistantMessage, CacheMiss, Message, Usage } from './messages.ts';
import type { ModelEvent } from './provider.ts';
import { tokensOfLength } from './token-estimate.ts';

/** A message while it is being said. */
export interface Draft {
  /** Takes one event of the stream in; yields what there is to see of it. Throws when the event is malformed. */
  add(event: RawMessageStreamEvent): Generator<ModelEvent, void>;
  /** Nothing at all came yet. */
  readonly isEmpty: boolean;
  /** The stream said that the message is over, or why it ends. */
  readonly isComplete: boolean;
  whole(): Pick<
    Extract<ModelEvent, { type: 'done' }>,
    'message' | 'stopReason' | 'usage' | 'refusal' | 'answerId' | 'cacheMiss'
  >;
  /** What is paid if it ends here. The server counts what it wrote only at the end: until then it is estimated. */
  usageSoFar(): Usage;
  /** What may stay in the history: text so far, whole thinking, whole tool calls. */
  partial(): AssistantMessage;
}

interface OpenBlock {
  readonly block: AssistantBlock;
  /** Tool input as it was written so far. */
  readonly json: string;
  readonly closed: boolean;
}

/** `history`: ids of calls in it are not given again. `compares`: the API was asked why the cache was missed. */
export function createDraft(history: readonly Message[] = [], { compares = false } = {}): Draft {
  const ids = createCallIds(history);
  /** By the API's index; kinds of blocks that we do not know leave a hole. */
  const blocks = new Map<number, OpenBlock>();
  let usage: Usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  let stopReason: StopReason = 'other';
  let isEmpty = true;
  let refusal: string | undefined;
  let isComplete = false;
  let answerId: string | undefined;
  let cacheMiss: CacheMiss | undefined;

  function* take(event: RawMessageStreamEvent): Generator<ModelEvent, void> {
    isEmpty = false;
    switch (event.type) {
      case 'message_start':
        usage = addUsage(usage, event.message.usage);
        answerId = event.message.id;
        if (compares) cacheMiss = cacheMissOf(event.message.diagnostics, usage);
        break;
      case 'content_block_start': {
        const block = blockOf(event.content_block, ids);
        if (!block) break;
        blocks.set(event.index, { block, json: '', closed: false });
        yield* seen(block, 0);
        break;
      }
      case 'content_block_delta': {
        const open = blocks.get(event.index);
        if (!open) break;
        const next = grown(open, event.delta);
        blocks.set(event.index, next);
        yield* deltaOf(event.delta, next);
        break;
      }
      case 'content_block_stop': {
        const open = blocks.get(event.index);
        if (open) blocks.set(event.index, closed(open));
        if (open?.block.kind.endsWith('thinking')) yield { type: 'thinking_delta', text: '' };
        break;
      }
      case 'message_delta':
        usage = addUsage(usage, event.usage);
        stopReason = stopReasonOf(event.delta.stop_reason);
        refusal = event.delta.stop_details?.explanation ?? event.delta.stop_details?.category ?? undefined;
        // Not every server says more than that.
        isComplete ||= event.delta.stop_reason != null;
        break;
      case 'message_stop':
        isComplete = true;
        break;
    }
  }

  return {
    add: take,
    get isEmpty() {
      return isEmpty;
    },
    get isComplete() {
      return isComplete;
    },
    whole() {
      const open = [...blocks.values()];
      const isCutOff = stopReason === 'max_tokens' || stopReason === 'window_full';
      const said = open.map((one, index) => finished(one, { mayBeCut: isCutOff && index === open.length - 1, usage }));
      const cache = { ...(answerId && { answerId }), ...(cacheMiss && { cacheMiss }) };
      return { message: messageOf(said), stopReason, usage, ...(refusal !== undefined && { refusal }), ...cache };
    },
    usageSoFar() {
      const written = [...blocks.values()].reduce((sum, { block, json }) => sum + writtenIn(block) + json.length, 0);
      return { ...usage, output: Math.max(usage.output, tokensOfLength(written)) };
    },
    partial: () => messageOf([...blocks.values()].filter(mayStay).map((open) => open.block)),
  };
}

type ApiBlock = Extract<RawMessageStreamEvent, { type: 'content_block_start' }>['content_block'];
type ApiDelta = Extract<RawMessageStreamEvent, { type: 'content_block_delta' }>['delta'];

function blockOf(block: ApiBlock, ids: CallIds): AssistantBlock | undefined {
  switch (block.type) {
    case 'text':
      return { kind: 'text', text: block.text };
    case 'thinking':
      return { kind: 'thinking', text: block.thinking, signature: block.signature ?? '' };
    case 'redacted_thinking':
      return { kind: 'redacted-thinking', data: block.data };
    case 'tool_use':
      return { kind: 'tool-call', id: ids.of(block.id), name: block.name, input: block.input ?? {} };
    default:
      return undefined;
  }
}

function grown(open: OpenBlock, delta: ApiDelta): OpenBlock {
  const { block } = open;
  if (delta.type === 'text_delta' && block.kind === 'text') {
    return { ...open, block: { ...block, text: block.text + delta.text } };
  }
  if (delta.type === 'thinking_delta' && block.kind === 'thinking') {
    return { ...open, block: { ...block, text: block.text + delta.thinking } };
  }
  if (delta.type === 'signature_delta' && block.kind === 'thinking') {
    return { ...open, block: { ...block, signature: delta.signature } };
  }
  if (delta.type === 'input_json_delta') return { ...open, json: open.json + delta.partial_json };
  return open;
}

function* deltaOf(delta: ApiDelta, { block, json }: OpenBlock): Generator<ModelEvent, void> {
  if (delta.type === 'text_delta' && delta.text) yield { type: 'text_delta', text: delta.text };
  if (delta.type === 'thinking_delta' && delta.thinking) yield { type: 'thinking_delta', text: delta.thinking };
  if (delta.type === 'input_json_delta' && delta.partial_json) yield* seen(block, json.length);
}

function* seen(block: AssistantBlock, inputChars: number): Generator<ModelEvent, void> {
  if (block.kind === 'tool-call') yield { type: 'tool_call_delta', callId: block.id, name: block.name, inputChars };
  if (block.kind === 'thinking') yield { type: 'thinking_delta', text: block.text };
  if (block.kind === 'redacted-thinking') yield { type: 'thinking_delta', text: '' };
  if (block.kind === 'text' && block.text) yield { type: 'text_delta', text: block.text };
}

/** Characters, without the input of a call. */
function writtenIn(block: AssistantBlock): number {
  return block.kind === 'text' || block.kind === 'thinking' ? block.text.length : 0;
}

/** Input that is no JSON stays the text that it is: the tool's schema refuses it and the model hears of it. */
function closed(open: OpenBlock): OpenBlock {
  if (open.block.kind !== 'tool-call' || open.json.trim() === '') return { ...open, closed: true };
  return { ...open, block: { ...open.block, input: parsed(open.json) }, closed: true };
}

/** A block of a message that is over; not every server says of a block that it is. */
function finished(
  open: OpenBlock,
  { mayBeCut, usage }: { readonly mayBeCut: boolean; readonly usage: Usage },
): AssistantBlock {
  const { block } = open.closed ? open : closed(open);
  if (block.kind !== 'tool-call') return block;
  const isTorn = !open.closed && typeof block.input === 'string';
  return mayBeCut || isTorn
    ? { ...block, input: { cut_off: startOf(open.json, CUT_SHOWN) }, cutAt: usage.output }
    : block;
}

/** What the model is shown again of a call that it did not finish. Characters. */
const CUT_SHOWN = 2_000;

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

function mayStay({ block, closed }: OpenBlock): boolean {
  switch (block.kind) {
    case 'text':
      return block.text.trim() !== '';
    case 'thinking':
      return closed && block.signature !== '';
    case 'redacted-thinking':
      return true;
    case 'tool-call':
      return closed && typeof block.input === 'object';
    default:
      return block satisfies never;
  }
}

function messageOf(blocks: readonly AssistantBlock[]): AssistantMessage {
  return { role: 'assistant', blocks };
}

/** Counts are totals of the whole message; those that a later event leaves out stay. */
function addUsage(usage: Usage, said: Counts | undefined): Usage {
  return {
    input: said?.input_tokens ?? usage.input,
    output: said?.output_tokens ?? usage.output,
    cacheRead: said?.cache_read_input_tokens ?? usage.cacheRead,
    cacheWrite: said?.cache_creation_input_tokens ?? usage.cacheWrite,
    ...longWrites(said, usage),
  };
}

function longWrites(said: Counts | undefined, usage: Usage): Pick<Usage, 'cacheWriteLong'> {
  const tokens = said?.cache_creation?.ephemeral_1h_input_tokens ?? usage.cacheWriteLong ?? 0;
  return tokens === 0 ? {} : { cacheWriteLong: tokens };
}

type CountName = 'input_tokens' | 'output_tokens' | 'cache_read_input_tokens' | 'cache_creation_input_tokens';
type Counts = { readonly [Name in CountName]?: number | null } & {
  readonly cache_creation?: { readonly ephemeral_1h_input_tokens?: number } | null;
};

function stopReasonOf(reason: ApiStopReason | null): StopReason {
  switch (reason) {
    case 'end_turn':
    case 'tool_use':
    case 'max_tokens':
    case 'stop_sequence':
    case 'refusal':
    case 'pause_turn':
      return reason;
    case 'model_context_window_exceeded':
      return 'window_full';
    default:
      return 'other';
  }
}
