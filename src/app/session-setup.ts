/** Builds what works without a screen: the record, the tasks, the model, the session. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { createAnthropicProvider, DEFAULT_MODEL, type AnthropicProvider } from '../agent/anthropic.ts';
import { openJournal } from '../agent/journal.ts';
import { createOfflineProvider } from '../agent/offline.ts';
import { createSession, type Session } from '../agent/session.ts';
import { systemPrompt } from '../agent/system-prompt.ts';
import { createLocalExecutor } from '../background/local/local-executor.ts';
import { findShell } from '../background/local/find-shell.ts';
import { createBackgroundManager, type BackgroundManager } from '../background/manager.ts';
import type { Config } from '../config.ts';
import { projectFolders } from '../config/folders.ts';
import { gitBranch } from './git-branch.ts';

export interface SessionSetup {
  readonly session: Session;
  readonly tasks: BackgroundManager;
  /** The file that records the session. */
  readonly record: string;
  /** Loads ahead of the first turn what it will need. */
  warm(): void;
}

/** Throws when the state folder cannot be written; the error says what to do. */
export function setUpSession(config: Config, env: NodeJS.ProcessEnv): SessionSetup {
  const now = Date.now;
  const id = randomBytes(4).toString('hex');
  const made = projectFolders(config);
  if (made.kind === 'error') throw new Error(made.sentence);
  const { folders } = made;
  const journal = openJournal(path.join(folders.sessions, `${id}.jsonl`));
  const executor = createLocalExecutor({ tasksFolder: folders.tasks, environment: env, now });
  const tasks = createBackgroundManager({ executor, now, silence: config.silence });
  const provider = chooseProvider(config);
  const session = createSession({
    info: { id, at: now(), cwd: config.cwd, provider: provider.name, model: provider.model },
    provider,
    tasks,
    journal,
    system: systemPrompt(factsFor(config, env)),
    async loadToolbox(questions) {
      const { createToolbox } = await loadTools();
      return createToolbox({ permissions: config.permissions, ask: questions.ask, limits: config.limits });
    },
    wake: config.wake,
    now,
  });
  return {
    session,
    tasks,
    record: journal.file,
    warm() {
      void provider.warm();
      void loadTools();
    },
  };
}

function loadTools() {
  return import('../agent/tools/toolbox.ts');
}

function chooseProvider({ provider, model }: Config): AnthropicProvider {
  switch (provider.kind) {
    case 'offline':
      return createOfflineProvider();
    case 'anthropic': {
      const { kind: _, ...access } = provider;
      return createAnthropicProvider({ ...access, model: model ?? DEFAULT_MODEL });
    }
    default:
      return provider satisfies never;
  }
}

function factsFor({ cwd }: Config, env: NodeJS.ProcessEnv) {
  const branch = gitBranch(cwd);
  return {
    cwd,
    platform: process.platform,
    date: new Date().toISOString().slice(0, 10),
    shell: findShell(env) ?? 'sh',
    ...(branch === null ? {} : { gitBranch: branch }),
  };
}
