/** One event as one line of a record, and back. Pure. */
import type { AgentEvent } from './events.ts';
import { readableMessage } from './valid-history.ts';

/** The form of a record; a reader keeps what it does not know. */
const VERSION = 1;

/** What the journal writes of an event. */
export function recordLine(event: AgentEvent): string {
  return `${JSON.stringify({ v: VERSION, ...event })}\n`;
}

/** The event of one line, or nothing. */
export function readRecord(line: string): readonly AgentEvent[] {
  try {
    const { v, ...event } = JSON.parse(line) as AgentEvent & { readonly v: unknown };
    return v === VERSION && typeof event.type === 'string' ? readable(event as AgentEvent) : [];
  } catch {
    return [];
  }
}

/** With the blocks that are understood, of messages that hold others as well. */
function readable(event: AgentEvent): readonly AgentEvent[] {
  if (!isWhole(event)) return [];
  if (event.type === 'user_message' || event.type === 'assistant_message') {
    return readableMessage(event.message).map((message) => ({ ...event, message }) as AgentEvent);
  }
  return [event.type === 'compacted' ? { ...event, history: event.history.flatMap(readableMessage) } : event];
}

/** It has what a session is taken up from; a disk or a hand may have spoiled it. Throws when it has not even the shape. */
function isWhole(event: AgentEvent): boolean {
  switch (event.type) {
    case 'prompt_queued':
      return typeof event.text === 'string';
    case 'session_titled':
      return typeof event.title === 'string';
    case 'user_message':
      return [event.message.blocks, event.told, event.promptIds].every(Array.isArray);
    case 'assistant_message':
      return Array.isArray(event.message.blocks);
    case 'prefix_recorded':
      return typeof event.system === 'string' && Array.isArray(event.tools);
    case 'compacted':
      return event.history.every((message) => Array.isArray(message?.blocks));
    case 'task_started':
    case 'task_done':
      return typeof event.task.id === 'string' && typeof event.task.spec.command === 'string';
    case 'tool_started':
      return typeof event.tool.subject === 'string';
    case 'tool_done':
      return typeof event.result.text === 'string';
    default:
      return true;
  }
}
