import type {
  ContentBlockParam,
  MessageCreateParamsStreaming,
  MessageParam,
} from '@anthropic-ai/sdk/resources/messages';
import { endingsIn, remarksIn, type Ending } from './endings.ts';

/** What the offline model can know: it sees the request and keeps nothing. */
export interface Conversation {
  /** Prompts that are not answered yet, in order. */
  readonly open: readonly string[];
  /** What came of the calls that were made for them, one list for each message that made calls. */
  readonly rounds: readonly (readonly Outcome[])[];
  /** Ends of tasks that the newest message reports. */
  readonly endings: readonly Ending[];
  /** What else running tasks have to tell in the newest message. */
  readonly remarks: readonly string[];
  /** Ids of tasks whose end was reported at any time. */
  readonly ended: ReadonlySet<string>;
  /** Tasks that were started before the open prompts and had not ended when these came, oldest first. */
  readonly started: readonly StartedTask[];
  /** The file that was last read, written or edited before the open prompts. */
  readonly lastPath: string | undefined;
  /** The newest prompt, answered or not; empty when there is none. */
  readonly lastPrompt: string;
  /** What can be asked for was listed before. */
  readonly hasListed: boolean;
  /** How many messages there are: the number of the next one. */
  readonly length: number;
}

export interface Outcome {
  readonly text: string;
  readonly isError: boolean;
}

export interface StartedTask {
  readonly id: string;
  readonly command: string;
}

export type Messages = MessageCreateParamsStreaming['messages'];

/** The newest messages that are not answered: those after the last message of the model's that called no tool. */
export function readConversation(messages: Messages): Conversation {
  const start = messages.findLastIndex((message) => message.role === 'assistant' && callsIn(message).length === 0) + 1;
  const past = messages.slice(0, start);
  const present = afterInterruption(messages.slice(start));
  const endings = messages.map((message) => notices(message).flatMap(endingsIn));
  const ended = (until?: number) => new Set(endings.slice(0, until).flatMap((some) => some.map((ending) => ending.id)));
  const endedBefore = ended(start);
  return {
    open: present.flatMap(prompts),
    rounds: present.flatMap((message) => {
      const calls = callsIn(message);
      return calls.length === 0 ? [] : [calls.map((call) => outcomeOf(call.id, present))];
    }),
    endings: endings.at(-1) ?? [],
    remarks: messages.slice(-1).flatMap((message) => notices(message).flatMap(remarksIn)),
    ended: ended(),
    started: startedIn(past).filter((task) => !endedBefore.has(task.id)),
    lastPath: past.flatMap(callsIn).map(pathOf).findLast(Boolean),
    lastPrompt: messages.flatMap(prompts).at(-1) ?? '',
    hasListed: past.some(
      (message) => message.role === 'assistant' && textsIn(message).some((text) => LISTED.test(text)),
    ),
    length: messages.length,
  };
}

/** The task that a tool's result says was started, or is going to be. */
export function startedTask({
  text,
  isError,
}: Outcome): { readonly id: string; readonly isQueued: boolean } | undefined {
  const [, id, word] = /^Background task ([0-9a-f]{8}) (started|queued)\b/.exec(text) ?? [];
  return isError || id === undefined ? undefined : { id, isQueued: word === 'queued' };
}

type Block<Type> = Extract<ContentBlockParam, { type: Type }>;

function callsIn(message: MessageParam): readonly Block<'tool_use'>[] {
  return message.role === 'assistant' ? blocksIn(message).filter((block) => block.type === 'tool_use') : [];
}

function blocksIn({ content }: MessageParam): readonly ContentBlockParam[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

/** Whoever interrupts gives up what was asked before: only what came with the interruption or later is open. */
function afterInterruption(messages: Messages): Messages {
  const at = messages.findLastIndex((message) => resultsIn(message).some((block) => INTERRUPTED.test(textOf(block))));
  const [interrupted, ...later] = messages.slice(at);
  if (at === -1 || !interrupted) return messages;
  return [{ role: 'user', content: blocksIn(interrupted).filter((block) => block.type !== 'tool_result') }, ...later];
}

/** How the lists of abilities begin, in both languages. */
const LISTED = /^(?:Requests that I understand|Demandes que je comprends)/m;

const INTERRUPTED = /^The user interrupted\b/;

/** The human's own words: no notice or summary, nor what the program tells of a command of the user's. */
function prompts(message: MessageParam): readonly string[] {
  if (message.role !== 'user') return [];
  return textsIn(message).filter(
    (text) => ![NOTICE, TABLE, SHELL, SUMMARY, WARNING].some((start) => text.startsWith(start)),
  );
}

const NOTICE = '<background-results>';
const TABLE = '<background-tasks>';
const SHELL = 'The user ran this command.';
const SUMMARY = '<conversation-summary>';
const WARNING = '<warning>';

function notices(message: MessageParam): readonly string[] {
  return message.role === 'user' ? textsIn(message).filter((text) => text.startsWith(NOTICE)) : [];
}

function textsIn(message: MessageParam): readonly string[] {
  return blocksIn(message).flatMap((block) => (block.type === 'text' ? [block.text] : []));
}

function resultsIn(message: MessageParam): readonly Block<'tool_result'>[] {
  return message.role === 'user' ? blocksIn(message).filter((block) => block.type === 'tool_result') : [];
}

function outcomeOf(callId: string, messages: Messages): Outcome {
  const result = messages.flatMap(resultsIn).find((block) => block.tool_use_id === callId);
  if (!result) return { text: 'There is no result.', isError: true };
  return { text: textOf(result), isError: result.is_error === true };
}

function textOf({ content }: Block<'tool_result'>): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map((block) => (block.type === 'text' ? block.text : '')).join('\n');
}

function startedIn(messages: Messages): readonly StartedTask[] {
  return messages.flatMap(callsIn).flatMap((call) => {
    const id = call.name === 'background_run' ? startedTask(outcomeOf(call.id, messages))?.id : undefined;
    return id === undefined ? [] : [{ id, command: stringOf(call.input, 'command') }];
  });
}

function pathOf(call: Block<'tool_use'>): string {
  return stringOf(call.input, 'path');
}

function stringOf(input: unknown, key: string): string {
  const value = typeof input === 'object' && input !== null ? (input as Record<string, unknown>)[key] : undefined;
  return typeof value === 'string' ? value : '';
}
