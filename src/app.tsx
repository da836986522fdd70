/**
 * The full-screen mode: builds everything, joins it, and owns the end. However it ends, Ink gives the terminal back
 * first, then the session is closed, then there are words.
 */
import { homedir } from 'node:os';
import { render } from 'ink';
import { asciiOutput } from './app/ascii-output.ts';
import { asciiText } from './components/ascii.ts';
import { createClock } from './components/clock.ts';
import { createKeymap } from './components/keymap.ts';
import { allBindings } from './components/keys/all.ts';
import { remap } from './components/keys/remap.ts';
import { loadMarkdown } from './components/markdown.ts';
import { Screen } from './components/screen.tsx';
import type { ScreenServices } from './components/screen-context.tsx';
import type { MarkdownLexer } from './components/markdown.ts';
import type { Config } from './config.ts';
import { wantsAscii } from './config/characters.ts';
import { homePath } from './components/format.ts';
import { copyText } from './app/copy-text.ts';
import { createEnds } from './app/ends.ts';
import { editExternally } from './app/external-editor.ts';
import { farewellLines } from './app/farewell.ts';
import { printedConversation } from './app/printed-conversation.ts';
import { createLogFiles } from './app/log-files.ts';
import { addPromiseWithResolvers } from './app/promise-with-resolvers.ts';
import { projectFiles } from './app/project-files.ts';
import { setUpSession, type SessionSetup } from './app/session-setup.ts';
import { terminalHasLinks } from './app/terminal-links.ts';
import { watchForEnd, type Ending } from './app/shutdown.ts';
import { createStore } from './store/store.ts';
import { exportFromProgram } from './app/export-session.ts';
import { filterTerminalInput } from './app/terminal-input.ts';
import { createTerminalManners } from './app/terminal-manners.ts';
import { createTerminalMouse, writeToTerminal } from './app/terminal-mouse.ts';
import { createTerminalTheme } from './app/terminal-theme.ts';

/** Runs until the user leaves or something ends it; settles with the exit code. Throws when it cannot begin. */
export async function runApp(config: Config): Promise<number> {
  addPromiseWithResolvers();
  const made = await setUpSession(config, process.env);
  if (made.kind === 'refused') return refuse(made.sentence);
  const { setup } = made;
  const { session } = setup;
  const ends = createEnds();
  const store = createStore({
    session,
    now: Date.now,
    knowledge: setup.knowledge,
    input: {
      remember: setup.inputHistory.add,
      listFiles: () => projectFiles(config.cwd, process.env),
      copy: (text) =>
        copyText(text, {
          file: setup.copyFile,
          shown: homePath(setup.copyFile, homedir()),
          write: writeToTerminal,
        }),
    },
    logPorts: createLogFiles({ cwd: config.cwd, environment: process.env }),
    exportSession: (file) => exportFromProgram(config, { id: session.id, file }),
    onQuit: (tasks) => ends.end({ tasks, code: 0 }),
    theme: config.settings.theme,
  });
  const mouse = createTerminalMouse(writeToTerminal);
  const useMouse = () => mouse.want(store.getState().ui.mouse);
  useMouse();
  store.subscribe(useMouse);
  // Also when something ends the process that nobody foresaw.
  process.once('exit', () => {
    mouse.raw(false);
    manners.raw(false);
  });
  const manners = createTerminalManners({
    session,
    store,
    cwd: config.cwd,
    notify: config.settings.notify,
    env: process.env,
    write: writeToTerminal,
  });
  const keys = remap(allBindings, config.keys);
  const calm = config.settings.motion === 'reduced';
  const look = createTerminalTheme({
    colours: config.colours,
    depth: process.stdout.getColorDepth(process.env),
    env: process.env,
    wanted: () => store.getState().ui.theme,
    write: writeToTerminal,
    onChange: () => draw(),
  });
  const services: Omit<ScreenServices, 'theme' | 'links'> = {
    store,
    keymap: createKeymap(keys.bindings),
    clock: createClock(Date.now, { calm }),
    calm,
    editText: (text: string) => editExternally(text, process.env),
    home: homedir(),
    mouse,
  };
  const unwatch = watchForEnd(ends.end);
  session.start();
  [...config.notices, ...keys.problems, ...setup.knowledge.problems].forEach(session.report);
  const ascii = wantsAscii(config.settings.ascii, process.env);
  let markdown: MarkdownLexer | null = null;
  let links = false;
  const screenNow = () => <Screen services={{ ...services, links, theme: look.current() }} markdown={markdown} />;
  const screen = render(screenNow(), {
    stdin: filterTerminalInput(process.stdin, { mouse, reply: look.hear, ...manners }),
    stdout: ascii ? asciiOutput(process.stdout) : process.stdout,
    ...SCREEN_OPTIONS,
  });
  const draw = () => screen.rerender(screenNow());
  look.ask();
  store.subscribe(({ ui }, before) => {
    if (ui.theme !== before.ui.theme) draw();
  });
  screen.waitUntilExit().catch((error: unknown) => ends.end({ tasks: 'keep', code: 1, error }));
  void screen.waitUntilRenderFlush().then(async () => {
    store.actions.recallHistory(setup.inputHistory.load());
    setup.adoptTasks();
    if (config.prompt !== null) session.submit(config.prompt);
    setup.warm();
    [markdown, links] = await Promise.all([loadMarkdown(), terminalHasLinks(process.stdout)]);
    draw();
  });

  const ending = await ends.first;
  const close = () => Promise.race([session.close(ending.tasks), ends.second]);
  // The tasks are stopped in view of the user; everything else waits until the terminal is the shell's again.
  if (ending.tasks === 'stop') await close();
  screen.unmount();
  await screen.waitUntilExit().catch(() => undefined);
  if (ending.tasks === 'keep') await close();
  store.close();
  await setup.close();
  unwatch();
  const printed = printedConversation({
    items: store.getState().conversation.items,
    columns: process.stdout.columns,
    theme: look.current(),
    markdown,
    sessionId: session.id,
  });
  const text = printed.map((line) => `${line}\n`).join('');
  writeToTerminal(ascii ? asciiText(text) : text);
  sayGoodbye(ending, setup);
  return ending.code;
}

function refuse(sentence: string): number {
  process.stdin.setRawMode(false);
  console.error(sentence);
  return 2;
}

const SCREEN_OPTIONS = {
  alternateScreen: true,
  incrementalRendering: true,
  maxFps: 120,
  exitOnCtrlC: false,
  patchConsole: true,
  interactive: true,
  kittyKeyboard: { mode: 'auto' },
} as const;

function sayGoodbye({ code, error }: Ending, { session, tasks, record }: SessionSetup): void {
  const print = code === 0 ? console.log : console.error;
  if (error !== undefined) print('meanwhile broke off:', error);
  const facts = { sessionId: session.id, record, tasks: tasks.list(), home: homedir() };
  for (const line of farewellLines(facts)) print(line);
}
