/** A model that starts what each prompt asks for, and a look at what it was told. */
import type { MessageCreateParamsStreaming, MessageParam } from '@anthropic-ai/sdk/resources/messages';
import { call, say, type Reply } from '../fixtures/api-replies.ts';

/**
 * `start 7` becomes two commands, both in the foreground, at the same time, or both in the background; anything else is acknowledged. Of several
 * prompts that wait only the last counts, or answers would grow longer than the program is let live.
 */
export function answer({ messages }: MessageCreateParamsStreaming): Reply {
  const wanted = [...lastTexts(messages).matchAll(/^start (\d+)$/gm)].at(-1);
  if (wanted === undefined) return say('I have seen it, and there is nothing more to be done.');
  return [say('On it.'), ...callsFor(Number(wanted[1]))];
}

/** Prints two words that its own text does not hold, and ends with a code that tells which one it was. */
export function commandFor(number: number): string {
  const code = number % 50;
  const word = `$((${number} + 100000))`;
  return `echo seen-${word}; sleep 0.${number % 7}; echo word-${word}; exit ${code}`;
}

/** How often the end of each command was told in a request, by its number. */
export function endsTold(body: MessageCreateParamsStreaming): ReadonlyMap<number, number> {
  return numbersTold(body, /^word-(\d+)$/gm);
}

/** How often it was told what was found in its output, by its number. */
export function findingsTold(body: MessageCreateParamsStreaming): ReadonlyMap<number, number> {
  return numbersTold(body, /^\[bg:\w+\] matched \/\^seen-\/: seen-(\d+)$/gm);
}

/** How often the line that was watched for was shown, by its number: alone, or by the end beside it. */
export function linesShown(body: MessageCreateParamsStreaming): ReadonlyMap<number, number> {
  return numbersTold(body, /^(?:\[bg:\w+\] matched \/\^seen-\/: )?seen-(\d+)$/gm);
}

function numbersTold({ messages }: MessageCreateParamsStreaming, pattern: RegExp): ReadonlyMap<number, number> {
  const told = new Map<number, number>();
  for (const match of messages.map(textOf).join('\n').matchAll(pattern)) {
    const number = Number(match[1]) - 100_000;
    told.set(number, (told.get(number) ?? 0) + 1);
  }
  return told;
}

/** What is wrong with a request, as the Messages API would see it: roles alternate, each call has its one result. */
export function faultsOf({ messages }: MessageCreateParamsStreaming): readonly string[] {
  return messages.flatMap((message, index) => {
    const role = index % 2 === 0 ? 'user' : 'assistant';
    const wrongRole = message.role === role ? [] : [`message ${index} is of the ${message.role}`];
    const calls = idsIn(messages[index - 1], 'tool_use');
    const results = idsIn(message, 'tool_result');
    const same = message.role === 'assistant' || calls.join() === results.join();
    return same
      ? wrongRole
      : [...wrongRole, `message ${index} answers [${results.join()}], asked was [${calls.join()}]`];
  });
}

function callsFor(number: number) {
  const both = [2 * number, 2 * number + 1];
  if (number % 3 === 0) return both.map((one) => call('bash', { command: commandFor(one) }));
  return both.map((one) => call('background_run', { command: commandFor(one), notify_on: ['^seen-'] }));
}

function lastTexts(messages: readonly MessageParam[]): string {
  const last = messages.at(-1);
  if (last === undefined || typeof last.content === 'string') return last?.content.toString() ?? '';
  return last.content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n');
}

function textOf(message: MessageParam): string {
  return message.role === 'user' ? textsIn(message.content) : '';
}

function textsIn(content: unknown): string {
  if (!Array.isArray(content)) return String(content);
  return content.map((block) => (block.type === 'text' ? block.text : textsIn(block.content))).join('\n');
}

function idsIn(message: MessageParam | undefined, type: 'tool_use' | 'tool_result'): readonly string[] {
  if (message === undefined || typeof message.content === 'string') return [];
  return message.content.flatMap((block) => {
    if (block.type !== type) return [];
    return block.type === 'tool_use' ? [block.id] : block.type === 'tool_result' ? [block.tool_use_id] : [];
  });
}
