import type { Hooks } from '../agent/hooks.ts';
import type { Session } from '../agent/session-contract.ts';
import type { BackgroundManager } from '../background/manager-contract.ts';
import type { Config } from '../config.ts';

export interface SessionHooksOptions {
  readonly config: Config;
  readonly env: NodeJS.ProcessEnv;
  readonly sessionId: string;
  say(sentence: string): void;
}

/** The hooks of the settings; `undefined` when there are none, and then nothing of them is loaded. */
export async function sessionHooks({ config, env, sessionId, say }: SessionHooksOptions): Promise<Hooks | undefined> {
  const { hooks } = config.settings;
  if (hooks.length === 0) return undefined;
  const { createHooks } = await import('../agent/hooks.ts');
  return createHooks({ hooks, sessionId, cwd: config.cwd, environment: env, say });
}

/** Runs the hooks on `task_ended` and `stop`. */
export function watchForHooks({
  session,
  tasks,
  hooks,
  now,
}: {
  readonly session: Session;
  readonly tasks: BackgroundManager;
  readonly hooks: Hooks;
  now(): number;
}): void {
  const since = now();
  tasks.subscribe((event) => {
    if (event.type !== 'task_done' || event.task.spec.sessionId !== session.id) return;
    // What ended while no program was there is told to the model, but nothing of it happens now.
    if (event.task.status.end.at >= since) hooks.taskEnded(event.task);
  });
  let isRunning = false;
  session.subscribe((event) => {
    // Turns of a session that is taken up again are shown, but do not begin.
    if (event.type === 'turn_started') isRunning = true;
    if (event.type !== 'turn_ended' || !isRunning) return;
    isRunning = false;
    hooks.stopped(event.reason);
  });
}
