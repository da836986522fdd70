/** The bin: reads what it was told, says what it cannot do, and loads the rest only when there is a screen for it. */
import { homedir } from 'node:os';
import { closeGoneTerminalOnExit } from './app/gone-terminal.ts';
import { SECRET_VARIABLES } from './background/local/environment.ts';
import { eraseFromInitialEnvironment } from './background/local/initial-environment.ts';
import { loadConfig, type Config } from './config.ts';
import { currentFolder } from './config/current-folder.ts';
import type { HeadlessWish } from './config/headless-wish.ts';
import { complain, complainOf, say } from './print.ts';

const OLDEST_NODE = [20, 12] as const;

// An address may hold a password.
eraseFromInitialEnvironment([...SECRET_VARIABLES, 'ANTHROPIC_BASE_URL']);
process.title = 'meanwhile';
closeGoneTerminalOnExit();
// Without a listener Node opens its debugger, and says so in the middle of the screen.
process.on('SIGUSR1', () => {});
process.on('uncaughtException', (error) => {
  // The modes that have something to give back or to finish listen for themselves.
  if (process.listenerCount('uncaughtException') > 1) return;
  complainOf(error);
  process.exit(1);
});
void main().then((code) => {
  process.exitCode = code;
});

async function main(): Promise<number> {
  if (!isNewEnough(process.versions.node)) {
    return refuse(`meanwhile needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`);
  }
  const argv = process.argv.slice(2);
  const [first, ...others] = argv;
  if (first === 'tasks') return (await import('./tasks-command.ts')).runTasksCommand(others);
  if (first === 'export') return (await import('./export-command.ts')).runExportCommand(others);
  if (first === 'mcp') return (await import('./mcp-command.ts')).runMcpCommand(others);
  if (first === 'completion') return (await import('./completion-command.ts')).runCompletionCommand(others);
  if (first === 'update') return (await import('./update-command.ts')).runUpdateCommand(others, await version());
  const loaded = await loadConfig({ argv, env: process.env, homedir: homedir(), cwd: currentFolder(process.env) });
  switch (loaded.kind) {
    case 'help':
      say(loaded.text);
      return 0;
    case 'version':
      say(`meanwhile ${await version()}\n`);
      return 0;
    case 'error':
      return refuse(loaded.sentence);
    case 'command': {
      const { runCommand } = await import('./commands.ts');
      return runCommand(loaded);
    }
    case 'ok':
      if (loaded.config.headless !== null) return runWithoutScreen(loaded.config, loaded.config.headless);
      if (loaded.config.isDemo) return openDemo(loaded.config);
      if (isLinear(loaded.config)) return openWithLines(loaded.config);
      if (process.stdin.isTTY && process.stdout.isTTY) return openScreen(loaded.config);
      return refuse(
        'meanwhile fills a terminal: start it in one, without redirecting its input or output, or use -p or --linear (see --help).',
      );
    default:
      return loaded satisfies never;
  }
}

async function runWithoutScreen(config: Config, wish: HeadlessWish): Promise<number> {
  try {
    const { runHeadless } = await import('./headless.ts');
    process.exit(await runHeadless(config, wish));
  } catch (error) {
    return couldNotStart(error);
  }
}

function isLinear({ settings }: Config): boolean {
  if (settings.linear !== 'auto') return settings.linear === 'on';
  return process.env['TERM'] === 'dumb' && process.stdin.isTTY && process.stdout.isTTY;
}

async function openWithLines(config: Config): Promise<number> {
  try {
    if (config.session.kind === 'pick')
      return refuse('Without a screen --resume wants the id of a session: --resume 1f3a9c2e');
    const { runLinear } = await import('./linear.ts');
    process.exit(await runLinear(config));
  } catch (error) {
    return couldNotStart(error);
  }
}

async function openDemo(config: Config): Promise<number> {
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    return refuse('--demo is shown on the screen: start it in a terminal.');
  return onScreen(async () => (await import('./demo.ts')).runDemo(config));
}

async function openScreen(config: Config): Promise<number> {
  return onScreen(async () => (await import('./app.tsx')).runApp(config));
}

async function onScreen(run: () => Promise<number>): Promise<number> {
  // From now on, or what is typed while the program loads would be echoed, and Enter would arrive as a line break.
  process.stdin.setRawMode(true);
  try {
    process.exit(await run());
  } catch (error) {
    process.stdin.setRawMode(false);
    return couldNotStart(error);
  }
}

function couldNotStart(error: unknown): number {
  return refuse(`meanwhile could not start: ${error instanceof Error ? error.message : String(error)}`, 1);
}

function refuse(sentence: string, code = 2): number {
  complain(sentence);
  return code;
}

function isNewEnough(node: string): boolean {
  const [major = 0, minor = 0] = node.split('.').map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}

async function version(): Promise<string> {
  const { default: pack } = await import('../package.json', { with: { type: 'json' } });
  return pack.version;
}
