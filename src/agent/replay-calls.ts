/** The tool calls that were open when the program ended. */
import type { TaskId } from '../background/task.ts';
import type { AgentEvent, SessionEvent } from './events.ts';
import type { RanTool } from './loop.ts';
import { toolCalls, type Message, type ToolCall } from './messages.ts';

export interface OpenCall {
  readonly call: ToolCall;
  /** It was begun; the task it had started, if that was recorded. */
  readonly begun: boolean;
  readonly taskId: TaskId | undefined;
  /** Its result, when only the message that carries it is missing. */
  readonly ran: RanTool | undefined;
}

/** The calls of the model's last message, when nothing was said after it. In order. */
export function openCalls(events: readonly AgentEvent[], history: readonly Message[]): readonly OpenCall[] {
  const last = history.at(-1);
  if (last?.role !== 'assistant') return [];
  const since = events.slice(events.findLastIndex((event) => event.type === 'assistant_message') + 1);
  return toolCalls(last).map((call) => openCall(call, since));
}

/** The result that such a call gets. */
export function resultOf({ call, begun, taskId, ran }: OpenCall): RanTool {
  if (ran !== undefined) return ran;
  const text = begun ? cutWords(taskId) : 'The program ended before this ran. Nothing was done.';
  const result = { kind: 'tool-result', callId: call.id, text, isError: true, summary: 'the program ended' } as const;
  return { result: taskId === undefined ? result : { ...result, taskId }, told: [] };
}

/** What the record lacks of them. */
export function closingResults(calls: readonly OpenCall[], at: number): readonly SessionEvent[] {
  return calls
    .filter(({ begun, ran }) => begun && ran === undefined)
    .map((call) => ({ type: 'tool_done', at, result: resultOf(call).result }));
}

function openCall(call: ToolCall, since: readonly AgentEvent[]): OpenCall {
  const start = since.findIndex((event) => event.type === 'tool_started' && event.callId === call.id);
  const after = start === -1 ? [] : since.slice(start);
  const done = after.find((event) => event.type === 'tool_done' && event.result.callId === call.id);
  const ran = done?.type === 'tool_done' ? { result: done.result, told: done.told ?? [] } : undefined;
  return { call, begun: start !== -1, taskId: startedTask(after), ran };
}

/** Calls run one after the other, so the last task that the model started is that of the open one. */
function startedTask(after: readonly AgentEvent[]): TaskId | undefined {
  const started = after.findLast((event) => event.type === 'task_started' && event.task.spec.startedBy === 'model');
  return started?.type === 'task_started' ? started.task.id : undefined;
}

function cutWords(taskId: TaskId | undefined): string {
  const words = 'The program ended before this finished.';
  if (taskId === undefined) return `${words} Look at what it has done before you do it again.`;
  return `${words} The command is background task ${taskId}, which outlives the program: a notice tells its end. Do not run it again.`;
}
