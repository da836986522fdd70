/**
 * What every request of a session begins with: the system prompt and the tools, as they were when they were first sent.
 *
 * The API binds the model's thinking to all that stands before it, and its cache reads what begins the same
 * (https://platform.claude.com/docs/en/build-with-claude/preserved-thinking, /prompt-caching). So both are recorded with
 * the session and sent as they were, also by the next program; what has changed since is said behind. They change in two
 * cases: room was made, which makes everything before another, and there is a tool more. Thinking that stands before such
 * a change goes back no more.
 *
 * Tools of a server that is ready late are added at the end. The SDK's types know a way that changes nothing before them
 * (`BetaRequestToolAdditionBlock`); to define a tool there takes two betas (`mid-conversation-tool-changes-2026-07-01`,
 * `inline-tools-2026-09-15`), and they do not say which models take those, so it is not used.
 */
import type { AgentEvent } from './events.ts';
import type { Message, UserBlock } from './messages.ts';
import type { ToolDefinition } from './provider.ts';

export type RequestPrefix = Extract<AgentEvent, { type: 'prefix_recorded' }>;

/** What the next request of a recorded session begins with; nothing when it is to be recorded anew. */
export function recordedPrefix(events: readonly AgentEvent[]): RequestPrefix | undefined {
  const last = events.findLast(({ type }) => type === 'prefix_recorded' || type === 'compacted');
  return last?.type === 'prefix_recorded' ? last : undefined;
}

/** What the model knows as its system prompt, with what was said of its changes. */
export function knownSystem(events: readonly AgentEvent[]): string | undefined {
  if (recordedPrefix(events) === undefined) return undefined;
  const last = events.findLast(({ type }) => type === 'prefix_recorded' || type === 'system_change_told');
  return last?.type === 'prefix_recorded' || last?.type === 'system_change_told' ? last.system : undefined;
}

/** The tools to send: those that were, then new ones; the same list when there are none. */
export function withNewTools(
  sent: readonly ToolDefinition[],
  offered: readonly ToolDefinition[],
): readonly ToolDefinition[] {
  const fresh = offered.filter(({ name }) => sent.every((tool) => tool.name !== name));
  return fresh.length === 0 ? sent : [...sent, ...fresh];
}

/** What the model is told when its instructions are others than it knows; nothing when they are not. */
export function systemChange(known: string, now: string): UserBlock | undefined {
  if (known === now) return undefined;
  const fresh = linesOnlyIn(now, known);
  const gone = linesOnlyIn(known, now);
  const parts = [
    '<changed-instructions>',
    'The instructions at the beginning have changed since. (Written by the program.)',
    ...(gone.length === 0 ? [] : ['No longer true:', ...gone]),
    ...(fresh.length === 0 ? [] : ['True now:', ...fresh]),
    '</changed-instructions>',
  ];
  return { kind: 'notice', text: parts.join('\n'), tasks: [], instructs: true };
}

export function withoutThinking(history: readonly Message[]): readonly Message[] {
  return history.map((message) =>
    message.role === 'assistant'
      ? { ...message, blocks: message.blocks.filter(({ kind }) => kind !== 'thinking' && kind !== 'redacted-thinking') }
      : message,
  );
}

function linesOnlyIn(text: string, other: string): readonly string[] {
  const known = new Set(other.split('\n'));
  return text.split('\n').filter((line) => line.trim() !== '' && !known.has(line));
}
