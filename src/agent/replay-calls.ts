/** The tool calls that were open when the program ended. */
import type { Task, TaskId } from '../background/task.ts';
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
  const tasks = new Map(since.flatMap((event) => (event.type === 'tool_task' ? [[event.callId, event.taskId]] : [])));
  const calls = toolCalls(last).map((call) => openCall(call, { since, taskId: tasks.get(call.id) }));
  const [unclear, ...others] = calls.filter(({ begun, ran, taskId }) => begun && ran === undefined && !taskId);
  if (unclear === undefined || others.length > 0) return calls;
  const taskId = unnamedTask(since, { call: unclear.call, named: [...tasks.values()] });
  return calls.map((call) => (call === unclear ? { ...call, taskId } : call));
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

interface Recorded {
  readonly since: readonly AgentEvent[];
  readonly taskId: TaskId | undefined;
}

function openCall(call: ToolCall, { since, taskId }: Recorded): OpenCall {
  const start = since.findIndex((event) => event.type === 'tool_started' && event.callId === call.id);
  const after = start === -1 ? [] : since.slice(start);
  const done = after.find((event) => event.type === 'tool_done' && event.result.callId === call.id);
  const ran = done?.type === 'tool_done' ? { result: done.result, told: done.told ?? [] } : undefined;
  return { call, begun: start !== -1, taskId, ran };
}

/**
 * The last task that the model started since, of which no call is known: the program ended in the moment between the two
 * records, or it was one that did not write the second.
 */
function unnamedTask(
  since: readonly AgentEvent[],
  { call, named }: { readonly call: ToolCall; readonly named: readonly TaskId[] },
): TaskId | undefined {
  const start = since.findIndex((event) => event.type === 'tool_started' && event.callId === call.id);
  const started = since.slice(start).findLast((event) => event.type === 'task_started' && isUnnamed(event.task));
  return started?.type === 'task_started' ? started.task.id : undefined;

  function isUnnamed({ id, spec }: Task): boolean {
    return spec.startedBy === 'model' && !named.includes(id);
  }
}

function cutWords(taskId: TaskId | undefined): string {
  const words = 'The program ended before this finished.';
  if (taskId === undefined) return `${words} Look at what it has done before you do it again.`;
  return `${words} The command is background task ${taskId}, which outlives the program: a notice tells its end. Do not run it again.`;
}
