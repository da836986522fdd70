/** `meanwhile --demo`: a tour of two minutes in a project of its own, with a scripted model and real commands. */
import type { Config } from './config.ts';
import { commandLine } from './background/start-command.ts';
import { NEXT_STEPS, startCoach } from './demo/coach.ts';
import { closeDemoPlace, openDemoPlace } from './demo/demo-place.ts';
import { prompt } from './demo/story.ts';

/** `config`: what the user has set, of which looks and keys count here. Answers the exit code. */
export async function runDemo(config: Config): Promise<number> {
  const place = await openDemoPlace();
  const { runApp } = await import('./app.tsx');
  const code = await runApp(demoConfig(config, place), {
    begin: (store, keymap) => startCoach({ store, keymap, isReturn: place.isReturn }),
    farewell: (stillRun) => [
      ...(stillRun ? [`The tasks of the demo are still running. Return to them with: ${commandLine('--demo')}`] : []),
      NEXT_STEPS,
    ],
  });
  closeDemoPlace(place);
  return code;
}

function demoConfig(config: Config, { project, state, isReturn }: Awaited<ReturnType<typeof openDemoPlace>>): Config {
  return {
    ...config,
    cwd: project,
    stateFolder: state,
    session: { kind: isReturn ? 'continue' : 'new' },
    prompt: isReturn ? null : prompt,
    provider: { kind: 'demo' },
    model: null,
    // Nothing that the user has set for real projects runs in the demo, or forbids what it shows.
    permissions: 'all',
    rules: { allow: [], ask: [], deny: [] },
    sandbox: { on: false, network: false, writable: [], readable: [], trusted: false },
    wake: 'auto',
    parallel: Math.max(config.parallel, DEMO_TASKS),
    settings: { ...config.settings, hooks: [], mcpServers: {} },
    appendedPrompt: '',
    notices: [],
  };
}

/** That run side by side in it. */
const DEMO_TASKS = 6;
