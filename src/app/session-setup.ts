/** Builds what works without a screen: the record, the tasks, the model, the session. */
import { homedir } from 'node:os';
import path from 'node:path';
import { inheritTasks } from '../agent/background-agent/inherit-tasks.ts';
import { openJournal, type Journal } from '../agent/journal.ts';
import { searchedBefore, unstartedTasks, untoldTasks } from '../agent/replay.ts';
import type { GateOptions } from '../agent/permissions.ts';
import { readKnowledge, type Knowledge } from '../agent/knowledge/knowledge.ts';
import { createSession, type SessionOptions } from '../agent/session.ts';
import type { Session } from '../agent/session-contract.ts';
import type { AnyTool } from '../agent/tools/tool.ts';
import { createFileImages } from '../agent/undo/file-images.ts';
import { systemPrompt } from '../agent/system-prompt.ts';
import { createLocalExecutor } from '../background/local/local-executor.ts';
import { createToldEnds } from './told-ends.ts';
import { keepHouse } from '../background/local/housekeeping.ts';
import { createBackgroundManager } from '../background/manager.ts';
import type { BackgroundManager } from '../background/manager-contract.ts';
import { openPastRuns } from '../background/past-runs.ts';
import type { Config } from '../config.ts';
import { inputHistoryFile, mcpLoginsFile, pastRunsFile, projectFolders } from '../config/folders.ts';
import { runScripts } from '../config/run-scripts.ts';
import { openInputHistory, type InputHistory } from './input-history.ts';
import { modelSettings } from './model-settings.ts';
import { freshFacts, gatherFacts } from './prompt-facts.ts';
import { sessionHooks, watchForHooks } from './session-hooks.ts';
import { imagesFolder, recordFile } from '../config/recorded-sessions.ts';
import { chooseSession } from './session-choice.ts';
import { createLogins } from '../agent/mcp/logins.ts';
import { createNetwork } from '../agent/network/network.ts';
import { createProvider } from './create-provider.ts';
import { fetchSession, takeOverOffers } from './session-elsewhere.ts';
import { createSessionTools } from './session-tools.ts';
import { isSessionLocked } from './session-lock.ts';
import { openSandbox } from './session-sandbox.ts';
import { sweepGone } from './sweep-gone.ts';
import { bothRules, sessionGate } from './session-gate.ts';
import { keepAdopting } from './keep-adopting.ts';

export interface SessionSetup {
  readonly session: Session;
  readonly tasks: BackgroundManager;
  /** The file that records the session. */
  readonly record: string;
  /** Holds what was sent in this project. */
  readonly inputHistory: InputHistory;
  /** Takes what is copied. */
  readonly copyFile: string;
  /** What was found that is written down for the model. */
  readonly knowledge: Knowledge;
  /** Holds the records of the project's sessions. */
  readonly sessionsFolder: string;
  /** Finds, from now on, the tasks that other programs started in this project; settles when it has looked once. */
  adoptTasks(): Promise<void>;
  /** Loads ahead of the first turn what it will need. */
  warm(): void;
  /** Releases everything, when the session is closed. What runs goes on. */
  close(): Promise<void>;
}

/** What differs where no screen is there to ask on. */
export interface HeadlessPorts extends Pick<GateOptions, 'rules' | 'whenAsking' | 'onUnattended'> {
  readonly extraTools?: readonly AnyTool[];
}

export type SetUp =
  | { readonly kind: 'ready'; readonly setup: SessionSetup }
  /** There is no such session, or it is open elsewhere; the sentence says what to do. */
  | { readonly kind: 'refused'; readonly sentence: string };

/**
 * `headless`: what differs where no screen is there; `before`: of the session before it in the same program.
 * Throws when the state folder cannot be written; the error says what to do.
 */
export async function setUpSession(
  config: Config,
  given: NodeJS.ProcessEnv,
  headless: HeadlessPorts = {},
  before: Pick<SessionOptions, 'inherits' | 'left'> = {},
): Promise<SetUp> {
  const now = Date.now;
  const { extraTools, ...gate } = headless;
  const made = projectFolders(config);
  if (made.kind === 'error') throw new Error(made.sentence);
  const { folders } = made;
  const guards = { home: config.home, own: config.ownFolders, scripts: runScripts(config.settings, config.cwd) };
  const opened = await openSandbox(config, {
    environment: given,
    scripts: guards.scripts.map(({ file }) => file),
    tasksFolder: folders.tasks,
    report: (sentence) => session.report(sentence),
    warn: (sentence) => session.warn(sentence),
  });
  if (opened.kind === 'refused') return opened;
  const { sandbox } = opened;
  const env = sandbox?.environment ?? given;
  const here = { config, folders };
  const offers = takeOverOffers(here, now());
  const fetched = await fetchSession(here);
  if (fetched.kind === 'refused') return fetched;
  const opening = { folder: folders.sessions, wish: config.session, offers, now: now() };
  const chosen = await chooseSession(opening).catch((error: unknown) => cannotKeep(config, error));
  if (chosen.kind === 'refused') return chosen;
  const { id, recorded, lock } = chosen;
  const { digestChars, parallel, logBytes, retention, silence } = config;
  const journal = openRecord(config, chosen.file);
  const network = createNetwork({ env: given, caFile: config.caFile ?? undefined });
  const provider = createProvider(config, { env: given, network });
  const written = { cwd: config.cwd, home: homedir(), userFolder: config.userFolder };
  const knowledge = await readKnowledge(written);
  const hooks = await sessionHooks({ config, env, sessionId: id, say: (sentence) => session.report(sentence) });
  // Nobody waits for what git says but the first request.
  const facts = gatherFacts(config, env, {
    model: provider.model,
    attended: gate.whenAsking !== 'refuse',
    sandbox,
    knowledge,
    now: now(),
  });
  const system = facts.then(systemPrompt);
  /** As the model was told them last. */
  let toldFacts = facts;
  const models = { ...modelSettings(config.settings), isNamed: config.isModelNamed };
  const tools = createSessionTools({
    limits: config.limits,
    network,
    skills: knowledge.skills,
    agents: knowledge.agents,
    instructions: {
      cwd: config.cwd,
      home: homedir(),
      given: knowledge.instructions.map(({ shown }) => shown),
    },
    hooks,
    ...(extraTools === undefined ? {} : { extraTools }),
    gate({ questions, mode }) {
      const own = sessionGate({
        root: config.cwd,
        mode,
        ask: questions.ask,
        onWait: questions.waiting,
        rules: config.rules,
        guards,
        sandbox: sandbox === undefined ? 'none' : config.sandbox.trusted ? 'trusted' : 'asked',
        folders,
        say: session.report,
      });
      return { ...own, ...gate, rules: bothRules(own.rules, gate.rules) };
    },
    provider,
    facts,
    models,
    mcp: {
      servers: config.settings.mcpServers ?? {},
      cwd: config.cwd,
      environment: env,
      network,
      sandbox: sandbox?.forServers,
      logins: createLogins(mcpLoginsFile(config)),
    },
    tasks: () => tasks,
    say: (sentence) => session.report(sentence),
    now,
  });
  const { work } = tools;
  const executor = createLocalExecutor({
    tasksFolder: folders.tasks,
    environment: env,
    now,
    logBytes,
    work,
    ...(sandbox === undefined ? {} : { surroundings: sandbox.surroundings }),
  });
  const pastRuns = openPastRuns(pastRunsFile(folders));
  const watching = { silence, searchedTo: searchedBefore(recorded, id) };
  const limits = { parallel, agents: config.settings.agents };
  const tasks: BackgroundManager = createBackgroundManager({
    executor,
    now,
    digestChars,
    ...limits,
    usual: pastRuns.usual,
    sandbox: sandbox?.spec,
    ...watching,
  });
  tasks.subscribe((event) => {
    if (event.type !== 'task_done') return;
    pastRuns.note(event.task);
    sandbox?.onEnd(event.task);
  });
  const session: Session = createSession({
    info: { id, at: now(), cwd: config.cwd, provider: provider.name, model: provider.model },
    provider,
    tasks,
    journal,
    recorded,
    isSessionOpen: (other) => isSessionLocked(recordFile(folders.sessions, other)),
    ...before,
    system,
    systemNow(mode) {
      const { cwd } = config;
      const read = () => readKnowledge(written);
      toldFacts = toldFacts.then((before) => freshFacts(before, { cwd, mode, now: now(), readKnowledge: read }));
      return toldFacts.then(systemPrompt);
    },
    models,
    images: createFileImages(imagesFolder(folders.sessions, id)),
    permissions: config.permissions,
    sandbox: opened.state,
    shareWith: tools.shareWith,
    mcp: tools.mcp,
    loadToolbox: tools.load,
    wake: config.wake,
    now,
  });
  const leaveOrphans = inheritTasks(tasks, id, session.adoptTask);
  if (hooks !== undefined) watchForHooks({ session, tasks, hooks, now });
  const adopting = keepAdopting({
    tasks,
    sessionId: id,
    tasksFolder: folders.tasks,
    unstarted: unstartedTasks(recorded),
    untold: untoldTasks(recorded, id),
    now,
  });
  const leaveHouse = keepHouse({
    tasksFolder: folders.tasks,
    retention,
    mayGo: () => createToldEnds(folders.sessions),
    sweepOthers: () => sweepGone({ stateFolder: config.stateFolder, age: retention.age, now: now() }),
    now,
    say: session.report,
  });
  const setup: SessionSetup = {
    session,
    tasks,
    record: journal.file,
    knowledge,
    sessionsFolder: folders.sessions,
    copyFile: path.join(config.stateFolder, 'copied.txt'),
    inputHistory: openInputHistory(inputHistoryFile(folders)),
    adoptTasks() {
      if (fetched.sentence !== undefined) session.warn(fetched.sentence);
      else offers.forEach(session.report);
      if (chosen.passedOver !== undefined) session.report(chosen.passedOver);
      return adopting.start();
    },
    warm() {
      void provider.warm();
      void session.loadModels();
      void tools.warm();
    },
    async close() {
      adopting.stop();
      leaveOrphans();
      leaveHouse();
      pastRuns.close();
      await Promise.all([tasks.close(), tools.close()]);
      await sandbox?.close();
      lock.release();
    },
  };
  return { kind: 'ready', setup };
}

function openRecord(config: Config, file: string): Journal {
  try {
    return openJournal(file);
  } catch (error) {
    return cannotKeep(config, error);
  }
}

/** The state folder or a part of it is read-only or another user's, or the disk is full. */
function cannotKeep({ stateFolder }: Config, error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error);
  const advice = `Make ${stateFolder} and all in it writable and see that its disk has room, or name another place by MEANWHILE_HOME`;
  throw new Error(`The session cannot be recorded: ${reason}. ${advice}.`);
}
