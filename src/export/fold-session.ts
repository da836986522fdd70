/** Folds the record of a session into what an export shows of it. */
import type { AgentEvent, SessionInfo } from '../agent/events.ts';
import type { AssistantBlock, ToolCall, Usage } from '../agent/messages.ts';
import { addUsage } from '../agent/spending.ts';
import { cleanText } from '../background/clean-text.ts';
import { hasRun, type Task, type TaskId } from '../background/task.ts';
import { truncate } from '../components/text.ts';
import { compactedWords } from '../store/compacted-words.ts';
import type { Report, ReportCall, ReportItem, Span } from './report.ts';

/** A report without its tasks as they stand now. */
export interface Folded extends Omit<Report, 'tasks' | 'spans'> {
  /** What the record says of each, in the order of their start. */
  readonly tasks: ReadonlyMap<TaskId, Task>;
  readonly toldIn: ReadonlyMap<TaskId, number>;
  /** Of the model and its tools. */
  readonly spans: readonly Span[];
}

export function foldSession(id: string, events: readonly AgentEvent[]): Folded {
  const items: ReportItem[] = [];
  const tasks = new Map<TaskId, Task>();
  const toldIn = new Map<TaskId, number>();
  const spans: Span[] = [];
  const calls = new Map<string, { readonly index: number; readonly startedAt?: number }>();
  let usage: Usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  let info: SessionInfo | undefined;
  let named: string | undefined;
  let requests = 0;
  let requestAt: number | undefined;
  let first = Infinity;
  let last = 0;

  for (const event of events) {
    const at = timeOf(event);
    if (at !== undefined) {
      first = Math.min(first, at);
      last = Math.max(last, at);
    }
    take(event);
  }
  const startedAt = Number.isFinite(first) ? first : 0;
  const prompt = items.find((item) => item.kind === 'prompt');
  const words = cleanText(named ?? prompt?.text ?? '').trim();
  const title = truncate(words.split('\n')[0] ?? '', LONGEST_TITLE);
  return { id, info, title, startedAt, endedAt: last, items, tasks, toldIn, spans, requests, usage };

  function take(event: AgentEvent): void {
    switch (event.type) {
      case 'session_titled':
        named = event.title;
        return;
      case 'session_started':
        info ??= event.info;
        return;
      case 'user_message':
        for (const taskId of event.told) toldIn.set(taskId, requests + 1);
        for (const block of event.message.blocks) {
          if (block.kind === 'prompt') items.push({ kind: 'prompt', at: event.at, text: block.text });
          if (block.kind === 'notice') {
            items.push({ kind: 'notice', at: event.at, request: requests + 1, tasks: block.tasks });
          }
          if (block.kind === 'tool-result') finish(block);
        }
        return;
      case 'request_started':
        requests = Math.max(requests, event.request);
        requestAt = event.at;
        return;
      case 'request_done':
        usage = addUsage(usage, event.usage);
        return endRequest(event.at);
      case 'agent_request':
        usage = addUsage(usage, event.usage);
        return;
      case 'request_aborted':
        return endRequest(event.at);
      case 'request_failed':
        if (event.mended !== true) items.push({ kind: 'problem', at: event.at, text: event.failure.sentence });
        return endRequest(event.at);
      case 'assistant_message':
        event.message.blocks.forEach((block) => say(block, event.at));
        return;
      case 'tool_started': {
        const { verb, subject, command, document } = event.tool;
        if (document !== undefined) items.push({ kind: 'answer', at: event.at, text: document });
        change(event.callId, { at: event.at, verb, subject: command ?? subject });
        const call = calls.get(event.callId);
        if (call !== undefined) calls.set(event.callId, { ...call, startedAt: event.at });
        return;
      }
      case 'tool_done':
        return finish(event.result, event);
      case 'shell_started': {
        const { at, command, background, taskId } = event;
        items.push({ kind: 'shell', at, command, background, taskId, summary: '', output: '' });
        return;
      }
      case 'shell_done': {
        const index = items.findLastIndex((item) => item.kind === 'shell' && item.taskId === event.taskId);
        const item = items[index];
        if (item?.kind === 'shell') items[index] = { ...item, summary: event.summary, output: event.output };
        return;
      }
      case 'turn_ended':
        if (event.reason === 'interrupted')
          items.push({ kind: 'note', at: event.at, text: 'Interrupted by the user.' });
        return;
      case 'compacted':
        items.push({ kind: 'note', at: event.at, text: compactedWords(event) });
        if (event.spent !== undefined) usage = addUsage(usage, event.spent.usage);
        return;
      case 'compaction_failed':
      case 'problem':
        items.push({ kind: 'problem', at: event.at, text: event.sentence });
        return;
      case 'task_started':
      case 'task_done':
        tasks.set(event.task.id, event.task);
        return;
      default:
        return;
    }
  }

  function endRequest(at: number): void {
    if (requestAt !== undefined) spans.push({ kind: 'model', from: requestAt, to: at, label: `request ${requests}` });
    requestAt = undefined;
  }

  function say(block: AssistantBlock, at: number): void {
    if (block.kind === 'text' && block.text.trim() !== '') items.push({ kind: 'answer', at, text: block.text });
    if (block.kind === 'thinking' && block.text.trim() !== '') items.push({ kind: 'thinking', text: block.text });
    if (block.kind !== 'tool-call') return;
    calls.set(block.id, { index: items.length });
    items.push(newCall(block, at));
  }

  function change(callId: string, news: Partial<ReportCall>): void {
    const index = calls.get(callId)?.index;
    const item = index === undefined ? undefined : items[index];
    if (index !== undefined && item?.kind === 'call') items[index] = { ...item, ...news };
  }

  function finish(
    { callId, text, isError, summary, taskId }: Extract<AgentEvent, { type: 'tool_done' }>['result'],
    done?: Extract<AgentEvent, { type: 'tool_done' }>,
  ): void {
    change(callId, { result: text, failed: isError, summary, ...(taskId === undefined ? {} : { taskId }) });
    const call = calls.get(callId);
    if (done === undefined || call === undefined) return;
    if (done.change !== undefined) change(callId, { change: done.change });
    const item = items[call.index];
    const label = item?.kind === 'call' ? `${item.verb} ${item.subject}` : '';
    if (call.startedAt !== undefined) spans.push({ kind: 'tool', from: call.startedAt, to: done.at, label });
  }
}

const LONGEST_TITLE = 90;

function newCall({ id, name, input }: ToolCall, at: number): ReportCall {
  return {
    kind: 'call',
    at,
    callId: id,
    verb: name,
    subject: '',
    input: inputText(input),
    change: undefined,
    result: undefined,
    summary: '',
    failed: false,
    taskId: undefined,
  };
}

/** One name a line; a text of several lines stands below its name. */
function inputText(input: unknown): string {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return JSON.stringify(input) ?? '';
  return Object.entries(input)
    .map(([name, value]) => {
      if (typeof value !== 'string') return `${name}: ${JSON.stringify(value)}`;
      return value.includes('\n') ? `${name}:\n${value}` : `${name}: ${value}`;
    })
    .join('\n');
}

function timeOf(event: AgentEvent): number | undefined {
  if (event.type === 'session_started') return event.info.at;
  if (event.type === 'task_done') {
    const { end } = event.task.status;
    return hasRun(end) ? end.at : undefined;
  }
  return 'at' in event ? event.at : undefined;
}
