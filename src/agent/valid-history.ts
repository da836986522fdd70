/**
 * A history that the Messages API takes, whatever the recorded one holds: a damaged record, what a gateway made of ids,
 * and versions of this program that knew other blocks must never make a session unusable.
 *
 * What is kept here (https://platform.claude.com/docs/en/agents-and-tools/tool-use/implement-tool-use): each call has one
 * result, in the next message; ids are unique and well-formed; what is not understood is left out.
 * A history that is right already is answered as it is, so that the cache of the API still fits.
 */
import { isCallId } from './call-ids.ts';
import type {
  AssistantBlock,
  AssistantMessage,
  Message,
  ToolCall,
  ToolResult,
  UserBlock,
  UserMessage,
} from './messages.ts';

export function validHistory(history: readonly Message[]): readonly Message[] {
  return mended(history, { found: () => undefined, staysOpen: false });
}

/**
 * The same of a recorded history, with the results that the record still has elsewhere. Its last message may wait for
 * its results.
 */
export function mendedHistory(
  history: readonly Message[],
  found: (callId: string) => ToolResult | undefined,
): readonly Message[] {
  return mended(history, { found, staysOpen: true });
}

interface Mending {
  found(callId: string): ToolResult | undefined;
  readonly staysOpen: boolean;
}

function mended(history: readonly Message[], mending: Mending): readonly Message[] {
  const messages = history.flatMap(readableMessage);
  const ids = new Set<string>();
  const valid: Message[] = [];
  let open: readonly Renamed[] = [];
  for (const message of messages) {
    if (message.role === 'user') {
      valid.push(withResults(message, open, mending));
      open = [];
      continue;
    }
    // Two messages of the model in a row: the calls of the first one have no results.
    if (open.length > 0) valid.push(withResults({ role: 'user', blocks: [] }, open, mending));
    const renamed = withIds(message, ids);
    valid.push(renamed.message);
    open = renamed.calls;
  }
  if (open.length > 0 && !mending.staysOpen) valid.push(withResults({ role: 'user', blocks: [] }, open, mending));
  return valid;
}

/** What has the shape of a message, with those of its blocks that are known; else nothing. */
export function readableMessage(message: Message): readonly Message[] {
  if (!isObject(message) || !Array.isArray(message.blocks)) return [];
  if (message.role === 'user') return [{ role: 'user', blocks: message.blocks.flatMap(userBlock) }];
  if (message.role === 'assistant') return [{ role: 'assistant', blocks: message.blocks.flatMap(assistantBlock) }];
  return [];
}

function userBlock(block: UserBlock): readonly UserBlock[] {
  if (!isObject(block)) return [];
  switch (block.kind) {
    case 'tool-result':
      return [{ ...block, callId: text(block.callId), text: text(block.text, DAMAGED) }];
    case 'prompt':
    case 'notice':
    case 'summary':
    case 'shell':
      return [{ ...block, text: text(block.text) }];
    default:
      block satisfies never;
      return [];
  }
}

function assistantBlock(block: AssistantBlock): readonly AssistantBlock[] {
  if (!isObject(block)) return [];
  switch (block.kind) {
    case 'text':
      return [{ ...block, text: text(block.text) }];
    // These go back unchanged or not at all.
    case 'thinking':
      return isWellFormed(block.text) && isWellFormed(block.signature) ? [block] : [];
    case 'redacted-thinking':
      return isWellFormed(block.data) ? [block] : [];
    case 'tool-call':
      return typeof block.name === 'string' && block.name !== '' ? [block] : [];
    default:
      block satisfies never;
      return [];
  }
}

const DAMAGED = '[The record of this result is damaged.]';

function text(value: unknown, instead = ''): string {
  return typeof value === 'string' ? value : instead;
}

function isWellFormed(value: unknown): boolean {
  return typeof value === 'string' && !/\p{Surrogate}/u.test(value);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** A call, by the id that its result names and the one that both get. */
interface Renamed {
  readonly written: string;
  readonly id: string;
}

/** Ids that are new in the history and well-formed; the same ones each time. */
function withIds(
  { blocks }: AssistantMessage,
  taken: Set<string>,
): { readonly message: AssistantMessage; readonly calls: readonly Renamed[] } {
  const calls: Renamed[] = [];
  const own = (call: ToolCall): ToolCall => {
    let id = call.id;
    for (let n = taken.size; !isCallId(id) || taken.has(id); n++) id = `call_${n}`;
    taken.add(id);
    calls.push({ written: text(call.id), id });
    return id === call.id ? call : { ...call, id };
  };
  const renamed = blocks.map((block) => (block.kind === 'tool-call' ? own(block) : block));
  return { message: { role: 'assistant', blocks: renamed }, calls };
}

/** One result for each call, in the order of the calls, then what else there is. */
function withResults({ blocks }: UserMessage, calls: readonly Renamed[], { found: lost }: Mending): UserMessage {
  const left: ToolResult[] = blocks.filter((block) => block.kind === 'tool-result');
  const results = calls.map(({ written, id }) => {
    const at = left.findIndex(({ callId }) => callId === written);
    const [found] = at === -1 ? [] : left.splice(at, 1);
    return { ...(found ?? lost(written) ?? missing()), callId: id };
  });
  return { role: 'user', blocks: [...results, ...blocks.filter(({ kind }) => kind !== 'tool-result')] };
}

function missing(): ToolResult {
  const words = '[The result of this call is missing in the record of the conversation.]';
  return { kind: 'tool-result', callId: '', text: words, isError: true, summary: 'missing' };
}
