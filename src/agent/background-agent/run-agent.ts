/**
 * A second agent: the loop of `loop.ts` with a history of its own, run as a hosted task.
 *
 * - Its tasks are those of a session of its own, so their ends are told to it, once, and to nobody else. It is not over
 *   while one of them with a time limit runs; what has none is left to the session that started the agent.
 * - Its last answer is what that session is told. Everything it says and does stands in its log.
 * - What it may do, the gate of its toolbox says: the same that the session has.
 *
 * Deliberately not here: a record. It ends with the program.
 */
import type { HostedPorts, HostedResult, HostedTask } from '../../background/hosted-work.ts';
import type { BackgroundManager } from '../../background/manager-contract.ts';
import { agentSession, type TaskId } from '../../background/task.ts';
import { createConversation, type ConversationStart } from '../conversation.ts';
import type { AgentEvent } from '../events.ts';
import { runTurn, type LoopPorts } from '../loop.ts';
import type { AssistantMessage, ToolCall } from '../messages.ts';
import { createModelCalls, type ModelSettings } from '../model-calls.ts';
import type { ModelProvider } from '../provider.ts';
import { waitWords } from '../request-words.ts';
import type { RequestCost, SharedPorts } from '../session-contract.ts';
import type { CallContext, Toolbox } from '../tools/toolbox.ts';
import { createOwnTasks } from './own-tasks.ts';
import { createTranscript } from './transcript.ts';

export interface AgentPorts {
  readonly provider: ModelProvider;
  readonly system: string;
  readonly tasks: BackgroundManager;
  readonly toolbox: Toolbox;
  readonly models: ModelSettings;
  readonly session: Pick<SharedPorts, 'changing' | 'mode' | 'model' | 'whyNotAsk' | 'onRequest'>;
  now(): number;
}

/** So often the model is asked at most. */
const MOST_REQUESTS = 200;

export async function runAgent(
  { id, spec }: HostedTask,
  { print, signal }: HostedPorts,
  ports: AgentPorts,
): Promise<HostedResult> {
  const { tasks, toolbox, session, now } = ports;
  const sessionId = agentSession(spec.sessionId, id);
  const transcript = createTranscript(print);
  const ownTasks = createOwnTasks({ id, sessionId, tasks });
  const conversation = createConversation({
    sessionId,
    start: startWith(spec.command),
    commit: () => true,
    digest: (taskId, budget) => tasks.digest(taskId, budget),
    now,
  });
  const calls = createModelCalls({
    ...ports,
    system: () => ports.system,
    // Those of the session count.
    settings: withoutLimits(ports.models),
    recorded: [],
    requests: 0,
    history: () => conversation.history,
    recordPrefix(_, history) {
      conversation.replaceHistory(history);
      return true;
    },
    definitions: async () => toolbox.definitions,
    replaceHistory(event) {
      conversation.replaceHistory(event.history);
      return true;
    },
    table: () => undefined,
    emit: onEvent,
  });
  const { model, effort } = session.model();
  calls.choose(model, effort);
  let wake = () => {};
  const unsubscribe = tasks.subscribe((event) => {
    conversation.fold(event);
    if (event.type === 'task_done' || conversation.unread.length > 0) wake();
  });
  let requests = 0;
  let answer = '';
  let failure: string | undefined;

  const loop: LoopPorts = {
    async tell(results) {
      for (;;) {
        const changed = new Promise<void>((resolve) => (wake = resolve));
        const next = await conversation.tell(results);
        results = [];
        if (next !== 'stop' || signal.aborted || !ownTasks.areAwaited()) return next;
        await Promise.race([changed, aborted(signal)]);
      }
    },
    record: conversation.record,
    giveUp: (sentence) => void (failure = sentence),
    async call() {
      if (requests === MOST_REQUESTS) {
        failure = `gave up after ${MOST_REQUESTS} requests to the model`;
        return { kind: 'failed' };
      }
      requests += 1;
      const limit = session.whyNotAsk();
      if (limit !== undefined) {
        failure = limit;
        return { kind: 'failed' };
      }
      const reply = await calls.call(signal);
      if (reply.kind === 'failed') return reply;
      conversation.answered(reply.message);
      transcript.said(reply.message);
      answer = textOf(reply.message) || answer;
      return reply;
    },
    pace: (call) => toolbox.pace(call, contextOf(call)),
    async runTool(call) {
      transcript.called(call.id, toolbox.headline(call));
      const ran = await toolbox.run(call, contextOf(call));
      transcript.done(ran);
      return ran;
    },
  };

  function contextOf(call: ToolCall): CallContext {
    const hasNews = (taskId: TaskId) => conversation.unread.some(({ task }) => task.id === taskId);
    const onTask = (taskId: TaskId) => transcript.ran(call.id, taskId);
    return { root: spec.cwd, sessionId, tasks, signal, hasNews, onTask, changing: session.changing };
  }

  function onEvent(event: AgentEvent): void {
    switch (event.type) {
      case 'request_done':
        return session.onRequest(id, costOf(event));
      case 'compacted':
        transcript.note('room was made in its conversation');
        return event.spent === undefined ? undefined : session.onRequest(id, costOf(event.spent));
      case 'compaction_failed':
        return event.spent === undefined ? undefined : session.onRequest(id, costOf(event.spent));
      case 'request_retrying':
      case 'problem':
        return transcript.note(event.sentence);
      case 'request_waiting':
        return transcript.note(`${event.sentence} Asking again in ${waitWords(event.until - event.at)}.`);
      case 'request_aborted':
        return event.usage === undefined ? undefined : session.onRequest(id, costOf({ ...event, usage: event.usage }));
      case 'request_failed':
        if (event.mended !== true) failure = event.failure.sentence;
        if (event.usage !== undefined) session.onRequest(id, costOf({ ...event, usage: event.usage }));
    }
  }

  transcript.asked(spec.command);
  try {
    const end = await runTurn(loop, signal);
    if (signal.aborted) return { answer };
    if (end === 'failed') return { answer, failure: failure ?? 'its conversation could not go on' };
    const left = ownTasks.handOver(spec.sessionId);
    return { answer: [answer, ...left].filter(Boolean).join('\n') };
  } finally {
    unsubscribe();
    await ownTasks.stop();
  }
}

function withoutLimits({ limits: _, ...settings }: ModelSettings): ModelSettings {
  return settings;
}

function costOf({ usage, model, dollars }: RequestCost): RequestCost {
  return { usage, ...(model === undefined ? {} : { model }), ...(dollars === undefined ? {} : { dollars }) };
}

function startWith(prompt: string): ConversationStart {
  const inbox = [{ promptId: 1, block: { kind: 'prompt', text: prompt } as const }];
  return { history: [], told: [], held: [], muted: [], results: [], inbox };
}

function textOf({ blocks }: AssistantMessage): string {
  return blocks
    .flatMap((block) => (block.kind === 'text' ? [block.text] : []))
    .join('\n')
    .trim();
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
