/**
 * A session: it joins the conversation, its turns and its tasks, and says what wakes the loop.
 *
 * What was typed and what ended are the same thing here: unread. Unread and idle means that a turn starts by itself.
 * A failed call leaves the history as it is, and the next turn repeats it.
 *
 * Deliberately not here: what is told when (`conversation.ts`), the order of a turn (`loop.ts`), how the model is
 * called (`call-model.ts`), when a turn begins (`turns.ts`), what tools do.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BackgroundManager } from '../background/manager-contract.ts';
import type { News } from '../background/outbox.ts';
import type { TaskEvent, TaskId } from '../background/task.ts';
import { createConversation } from './conversation.ts';
import type { AgentEvent, PermissionMode, SandboxState, SessionInfo, TurnEnd } from './events.ts';
import type { Journal } from './journal.ts';
import { runTurn, type LoopPorts, type RanTool } from './loop.ts';
import { toolCalls, type ToolCall, type UserBlock } from './messages.ts';
import { createModelCalls, type ModelSettings } from './model-calls.ts';
import { newInstructions } from './mcp/instructions.ts';
import type { McpServers } from './mcp/servers.ts';
import { createModeSwitch } from './permission-mode.ts';
import type { ModelProvider } from './provider.ts';
import { createQuestions, type Questions } from './questions.ts';
import { noticeLine } from './notice.ts';
import { createRecorder } from './recorder.ts';
import { knownSystem, systemChange } from './request-prefix.ts';
import { replay } from './replay.ts';
import type { Session, SharedPorts } from './session-contract.ts';
import { createSessionTasks } from './session-tasks.ts';
import { leftTable, taskTable } from './task-table.ts';
import { createTaskVerbs } from './task-verbs.ts';
import type { CallContext, Toolbox } from './tools/toolbox.ts';
import type { FileImages } from './undo/file-images.ts';
import { createTurns } from './turns.ts';
import { createUndoVerbs } from './undo/undo-verbs.ts';
import { createUserShell } from './user-shell.ts';

export interface SessionOptions {
  readonly info: SessionInfo;
  readonly provider: ModelProvider;
  readonly tasks: BackgroundManager;
  readonly journal: Journal;
  /** What `journal` holds already; without it the session begins. */
  readonly recorded?: readonly AgentEvent[];
  /** Whether that session is open, here or in another program. */
  isSessionOpen(id: string): Promise<boolean>;
  /** Why tasks that are older than the session are told to the model in a table; without it, the program was started again. */
  readonly inherits?: string;
  /** Tasks of the session that this one was forked from, of which it remembers more than it is told. */
  readonly left?: readonly TaskId[];
  /** The system prompt; the first request waits for it. */
  readonly system: string | Promise<string>;
  /** The system prompt as it would be now, asked with each prompt; without it, it stays as it is. Never rejects. */
  systemNow?(mode: PermissionMode): Promise<string>;
  readonly models?: ModelSettings;
  /** Where contents of changed files are kept; without it no change can be taken back. */
  readonly images?: FileImages;
  /** What is allowed without a question at the start. */
  readonly permissions: PermissionMode;
  /** Where its commands run, to be shown. */
  readonly sandbox?: SandboxState;
  /** Loaded at the first turn. `questions` is where its gate asks the human, `mode` what is allowed at that moment. */
  loadToolbox(questions: Questions, mode: () => PermissionMode): Promise<Toolbox>;
  /** How the MCP servers stand. */
  readonly mcp?: Pick<McpServers, 'status' | 'prompt'>;
  /** Takes, before anything runs, what agents in the background share with the session. */
  shareWith?(shared: SharedPorts): void;
  /** Whether an end starts a turn by itself, waits for the user's word, or joins the next prompt. */
  readonly wake: 'auto' | 'ask' | 'off';
  now(): number;
}

/** Milliseconds. */
const FLUSH_WAIT = 2_000;

export function createSession(options: SessionOptions): Session {
  const { info, provider, tasks, journal, now } = options;
  const resumed = replay(options.recorded ?? [], now());
  const recorder = createRecorder({ journal, recorded: resumed.recorded, now });
  const { emit, commit, deliver } = recorder;
  const questions = createQuestions({ emit, now });
  const conversation = createConversation({
    sessionId: info.id,
    start: resumed,
    commit,
    digest: (id, budget) => tasks.digest(id, budget),
    remind() {
      const { inherits: why } = options;
      const table = { sessionId: info.id, since: info.at, now: now(), ...(why === undefined ? {} : { why }) };
      return taskTable(tasks.list(), table) ?? leftTable(tasks.list(), { ids: options.left ?? [], now: now() });
    },
    accompany: (history) => newInstructions(options.mcp?.status() ?? [], history),
    now,
  });
  const own = createSessionTasks({ tasks, sessionId: info.id, untold, now });
  const tell = (block: UserBlock) => conversation.put(null, block);
  const shell = createUserShell({ tasks, cwd: info.cwd, sessionId: info.id, emit, now, tell });
  const taskVerbs = createTaskVerbs({
    ...options,
    sessionId: info.id,
    emit,
    onEnd: onTask,
    runAgain: shell.runAgain,
  });
  const permissions = createModeSwitch({
    initial: options.permissions,
    sandbox: options.sandbox ?? 'none',
    emit,
    tell,
  });
  const models = createModelCalls({
    provider,
    system: () => system,
    settings: options.models ?? {},
    recorded: options.recorded ?? [],
    requests: resumed.requests,
    history: () => conversation.history,
    definitions: async () => (await loadToolbox()).definitions,
    replaceHistory(event) {
      const written = commit(event);
      if (written) conversation.replaceHistory(event.history);
      return written;
    },
    recordPrefix(event, history) {
      const written = commit(event);
      if (written) conversation.replaceHistory(history);
      return written;
    },
    chanceOfLateWake: own.chanceOfLateWake,
    table: () => own.table('The conversation was compacted.'),
    emit,
    now,
  });
  const turns = createTurns({
    next() {
      if (!conversation.isOpen) return undefined;
      return { cause: conversation.hasPrompt ? 'prompt' : 'notice', run: runUntilEnd };
    },
    emit,
    now,
  });
  const undo = createUndoVerbs({
    root: info.cwd,
    images: options.images,
    recorded: options.recorded ?? [],
    emit,
    now,
    tell,
    isBusy: turns.isRunning,
  });
  recorder.subscribe(undo.fold);
  const unsubscribe = tasks.subscribe(onTask);
  options.shareWith?.({
    questions,
    mode: permissions.now,
    changing: undo.changing,
    model: models.current,
    whyNotAsk: models.whyNotAsk,
    onRequest: (taskId, spent) => models.count({ type: 'agent_request', at: now(), taskId, ...spent }),
  });
  let { prompts } = resumed;
  let { system } = options;
  /** What the model knows of it; nothing before the first message. */
  let known = knownSystem(options.recorded ?? []);
  let hasTold = false;
  let wasInterrupted = resumed.wasInterrupted;
  let toolbox: Promise<Toolbox> | undefined;
  /** At the close. */
  let left: readonly TaskId[] | undefined;

  function onTask(event: TaskEvent): void {
    // Tasks of other sessions are shown, and stand in no record but their own.
    const isOwn = 'task' in event && event.task.spec.sessionId === info.id;
    if (isOwn && recorder.isNew(event)) emit(event);
    else deliver(event);
    const before = conversation.unread.length;
    const { fresh, wakes } = conversation.fold(event);
    fresh.forEach(announce);
    if (fresh.length > 0 || conversation.unread.length !== before) announceUnread();
    if (wakes) wakeSoon();
  }

  function wakeSoon(): void {
    if (options.wake !== 'auto') return;
    turns.arrived();
    turns.soon();
  }

  /** News that was unread before the session was taken up again stands in the record. */
  function announce(news: News): void {
    const { id, kind, task } = news;
    const event = {
      type: 'news_unread',
      at: now(),
      news: { id, kind, taskId: task.id, line: noticeLine(news) },
    } as const;
    if (recorder.isNew(event)) emit(event);
  }

  /** Something that was kept back may be told now, or the other way round. */
  function onKeptBack(): void {
    announceUnread();
    if (conversation.unread.length > 0) wakeSoon();
  }

  function announceUnread(): void {
    if (options.wake === 'ask') {
      emit({ type: 'unread_changed', taskIds: [...untold()] });
    }
  }

  async function runUntilEnd(signal: AbortSignal): Promise<TurnEnd> {
    const end = await runTurn(ports, signal);
    wasInterrupted ||= end === 'interrupted';
    return end;
  }

  const ports: LoopPorts = {
    async tell(results) {
      turns.told();
      await tellChanges();
      // What MCP servers have to say goes with the first message; the request would wait for them anyway.
      if ((options.mcp?.status().length ?? 0) > 0) await loadToolbox();
      const next = await conversation.tell(results);
      announceUnread();
      return next === 'answer' && !(await isOnDisk()) ? 'failed' : next;
    },
    record: conversation.record,
    giveUp: (sentence) => emit({ type: 'problem', at: now(), sentence }),

    async call(signal) {
      const reply = await models.call(signal);
      if (reply.kind === 'failed' || reply.message.blocks.length === 0) return reply;
      const said = { type: 'assistant_message', at: now(), message: reply.message } as const;
      // No order runs that the record does not hold: after a crash it would be given again.
      if (toolCalls(reply.message).length === 0) emit(said);
      else if (!commit(said) || !(await isOnDisk())) return { kind: 'failed' };
      conversation.answered(reply.message);
      return reply;
    },

    pace: async (call, signal) => (await loadToolbox()).pace(call, contextOf(call, signal)),

    async runTool(call, signal) {
      const box = await loadToolbox();
      const started = commit({ type: 'tool_started', at: now(), callId: call.id, tool: box.headline(call) });
      if (!started) return unrecorded(call);
      const ran = await box.run(call, contextOf(call, signal));
      // What it read is the conversation's to know.
      const { read, ...recorded } = ran;
      emit({ type: 'tool_done', at: now(), ...recorded });
      return ran;
    },
  };

  function contextOf(call: ToolCall, signal: AbortSignal): CallContext {
    const onTask = (taskId: TaskId) => emit({ type: 'tool_task', callId: call.id, taskId });
    const hasNews = (id: TaskId) => conversation.unread.some(({ task }) => task.id === id);
    const { planMode } = permissions;
    return { root: info.cwd, sessionId: info.id, tasks, signal, hasNews, onTask, changing: undo.changing, planMode };
  }

  /**
   * With the first message and each prompt, before it is told: what is no longer as the model knows it. Looking for that
   * with every request would cost more than it is worth.
   */
  async function tellChanges(): Promise<void> {
    if (wasInterrupted) tell(INTERRUPTED);
    wasInterrupted = false;
    if (hasTold && !conversation.hasPrompt) return;
    if (options.systemNow !== undefined && (hasTold || known !== undefined))
      system = options.systemNow(permissions.now());
    hasTold = true;
    const now = await system;
    const block = known === undefined ? undefined : systemChange(known, now);
    known = now;
    if (block !== undefined) tell(block);
  }

  /** Nothing follows from a record before it is on the disk. */
  async function isOnDisk(): Promise<boolean> {
    const flushed = await journal.flushed();
    if (!flushed.ok) emit({ type: 'problem', at: now(), sentence: flushed.sentence });
    return flushed.ok;
  }

  function loadToolbox(): Promise<Toolbox> {
    return (toolbox ??= options.loadToolbox(questions, permissions.now));
  }

  async function compactAlone(focus: string, signal: AbortSignal): Promise<TurnEnd> {
    const done = await models.compactNow(focus, signal);
    if (signal.aborted) return 'interrupted';
    return done ? 'answered' : 'failed';
  }

  function report(sentence: string): void {
    emit({ type: 'problem', at: now(), sentence });
  }

  function untold(): ReadonlySet<TaskId> {
    return new Set(conversation.unread.map(({ task }) => task.id));
  }

  function submit(text: string): void {
    if (text.trim() !== '') {
      prompts += 1;
      permissions.tellWithPrompt();
      emit({ type: 'prompt_queued', id: prompts, text });
      conversation.put(prompts, { kind: 'prompt', text });
      turns.arrived();
    }
    turns.wake();
  }

  return {
    id: info.id,
    start() {
      emit({ type: 'session_started', info });
      permissions.announce();
      models.announce();
      resumed.shown.forEach(deliver);
      resumed.closing.forEach(emit);
      if (resumed.goesOn) turns.soon();
    },
    submit,
    hasten: models.hasten,
    retractPrompt(id) {
      return conversation.withdraw(id, () => commit({ type: 'prompt_retracted', id }));
    },
    runShell: shell.run,
    runBackground: shell.runInBackground,
    interrupt() {
      turns.interrupt();
      shell.interrupt();
    },
    answer: questions.answer,
    chooseModel: models.choose,
    chooseThinking: models.think,
    loadModels: models.loadModels,
    compact(focus) {
      if (turns.isRunning()) models.compactSoon(focus);
      else turns.begin('compaction', (signal) => compactAlone(focus, signal));
    },
    setPermissions: permissions.set,
    moveToBackground: own.leaveAll,
    ...taskVerbs,
    ...undo.verbs,
    holdNews(id, held) {
      conversation.hold(id, held);
      emit({ type: 'news_held', at: now(), id, held });
      onKeptBack();
    },
    muteTask(taskId, muted) {
      conversation.mute(taskId, muted);
      emit({ type: 'task_muted', at: now(), taskId, muted });
      onKeptBack();
    },
    previewNext: conversation.preview,
    readLog: tasks.readLog,
    searchLog: tasks.searchLog,
    findErrors: tasks.findErrors,
    watchUsage: tasks.watchUsage,
    contextFill: models.fill,
    mcpServers: () => options.mcp?.status() ?? [],
    refusedTools: () => provider.refusedTools?.() ?? [],
    async submitMcpPrompt(address, typed) {
      const asked = await options.mcp?.prompt(address, typed);
      if (asked?.kind === 'prompt') submit(asked.text);
      return asked?.kind === 'failed' ? asked.sentence : null;
    },
    setTitle: (title) => emit({ type: 'session_titled', at: now(), title }),
    unfinished: () => left ?? own.unfinished(),
    report,
    warn(sentence) {
      report(sentence);
      tell({ kind: 'notice', text: `<warning>${sentence} (Written by the program.)</warning>`, tasks: [] });
    },
    subscribe: recorder.subscribe,
    async close(how) {
      if (how === 'keep') own.leaveAll();
      // At once: each may wait for what the other asks.
      await Promise.all([turns.close(), own.stopAgents()]);
      await own.end(how);
      left = own.unfinished();
      unsubscribe();
      // A disk that hangs must not keep the user here; the file is closed when it is done.
      await Promise.race([journal.flushed(), sleep(FLUSH_WAIT, undefined, { ref: false })]);
      journal.close();
    },
  };
}

const INTERRUPTED: UserBlock = {
  kind: 'notice',
  text: '<interruption>The user interrupted your last turn. (Written by the program.)</interruption>',
  tasks: [],
  instructs: true,
};

/** After a crash the program could not tell whether it had run. */
function unrecorded({ id }: ToolCall): RanTool {
  const text = 'It was not run, because the session could not be recorded. Nothing was done.';
  return { result: { kind: 'tool-result', callId: id, text, isError: true, summary: 'not recorded' }, told: [] };
}
