/**
 * The full-screen mode: builds everything, joins it, and owns the end. However it ends, Ink gives the terminal back
 * first, then the session is closed, then there are words.
 */
import { homedir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { render } from 'ink';
import { asciiOutput } from './app/ascii-output.ts';
import { isStoppable } from './background/task.ts';
import { asciiText } from './components/ascii.ts';
import { createClock } from './components/clock.ts';
import { isDeliberate } from './components/key-handler.ts';
import { createKeymap, type Keymap } from './components/keymap.ts';
import { allBindings } from './components/keys/all.ts';
import { remap } from './components/keys/remap.ts';
import { loadMarkdown } from './components/markdown.ts';
import { Screen } from './components/screen.tsx';
import type { ScreenServices } from './components/screen-context.tsx';
import type { MarkdownLexer } from './components/markdown-lexer.ts';
import type { Config } from './config.ts';
import type { Store } from './store/store.ts';
import type { NextSession } from './store/session-actions.ts';
import { wantsAscii } from './config/characters.ts';
import { currentFolder } from './config/current-folder.ts';
import { createEnds } from './app/ends.ts';
import { editExternally } from './app/external-editor.ts';
import { farewellLines, type FarewellFacts } from './app/farewell.ts';
import { isUsed, printedConversation } from './app/printed-conversation.ts';
import { addPromiseWithResolvers } from './app/promise-with-resolvers.ts';
import { keepModel, leaveSession, NOTHING, type InheritedTasks } from './app/next-session.ts';
import { openFirst, openNext } from './app/opened-session.ts';
import type { SessionSetup } from './app/session-setup.ts';
import { gitBranch } from './app/git-branch.ts';
import { terminalHasLinks } from './app/terminal-links.ts';
import { watchForEnd, type Ending } from './app/shutdown.ts';
import { createTerminalInput } from './app/terminal-input.ts';
import { createTerminalManners } from './app/terminal-manners.ts';
import { createTerminalMouse, writeToTerminal } from './app/terminal-mouse.ts';
import { createTerminalTheme } from './app/terminal-theme.ts';
import { frameOutput, isWritten, setBlocking } from './app/terminal-output.ts';
import { complain, complainOf, say } from './print.ts';

/** What leads a user who looks around. */
export interface Tour {
  /** Begins with the first frame; answers how to end it. */
  readonly begin: (store: Store, keymap: Keymap) => () => void;
  /** Instead of how to resume the session. */
  readonly farewell: (stillRun: boolean) => readonly string[];
}

/** Runs until the user leaves or something ends it; settles with the exit code. Throws when it cannot begin. */
export async function runApp(config: Config, tour?: Tour): Promise<number> {
  addPromiseWithResolvers();
  const ends = createEnds();
  const mouse = createTerminalMouse(writeToTerminal);
  const ports = { onEnd: ends.end, switchTo };
  const first = await openFirst(config, {
    ...ports,
    mouse: config.settings.mouse,
    theme: config.settings.theme,
  });
  if (first.kind === 'refused') return refuse(first.sentence);
  let { opened } = first;
  let isSwitching = false;
  // Also when something ends the process that nobody foresaw.
  process.once('exit', () => {
    mouse.raw(false);
    manners.raw(false);
  });
  const manners = createTerminalManners({
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
    wanted: () => opened.store.getState().ui.theme,
    write: writeToTerminal,
    onChange: () => draw(),
  });
  const keymap = createKeymap(keys.bindings);
  const input = createTerminalInput(process.stdin, {
    ...manners,
    mouse,
    reply: look.hear,
    deliberate: (key) => isDeliberate(key, { store: opened.store, keymap }),
    write: writeToTerminal,
    env: process.env,
  });
  const services: Omit<ScreenServices, 'store' | 'theme' | 'links'> = {
    keymap,
    keySource: input,
    clock: createClock(Date.now, { calm }),
    calm,
    editText: (text: string) => editExternally(text, process.env),
    home: homedir(),
    gitBranch: () => gitBranch(config.cwd),
    mouse,
  };
  const unwatch = watchForEnd(ends.end);
  start();
  [...config.notices, ...keys.problems, ...opened.setup.knowledge.problems].forEach(opened.setup.session.report);
  const ascii = wantsAscii(config.settings.ascii, process.env);
  let markdown: MarkdownLexer | null = null;
  let links = false;
  const screenNow = () => (
    <Screen services={{ ...services, store: opened.store, links, theme: look.current() }} markdown={markdown} />
  );
  let endTour: (() => void) | undefined;
  setBlocking(false);
  const frames = frameOutput(process.stdout);
  const screen = render(screenNow(), {
    stdin: input.stdin,
    stdout: ascii ? asciiOutput(frames) : frames,
    ...SCREEN_OPTIONS,
  });
  const draw = () => screen.rerender(screenNow());
  look.ask();
  screen.waitUntilExit().catch((error: unknown) => ends.end({ tasks: 'keep', code: 1, error }));
  void screen.waitUntilRenderFlush().then(async () => {
    // What was typed while the program loaded comes first.
    await sleep(TYPED_AHEAD_MS);
    enter({ draft: '', inherited: NOTHING });
    if (config.prompt !== null) opened.setup.session.submit(config.prompt);
    endTour = tour?.begin(opened.store, keymap);
    if (config.session.kind === 'pick') opened.store.actions.pickSession();
    [markdown, links] = await Promise.all([loadMarkdown(), terminalHasLinks(process.stdout)]);
    draw();
  });

  const ending = await ends.first;
  endTour?.();
  const { setup, store } = opened;
  const { session } = setup;
  const unlessHurried = (work: Promise<unknown>) => Promise.race([work, ends.second]);
  const close = () => unlessHurried(session.close(ending.tasks));
  // The tasks are stopped in view of the user; everything else waits until the terminal is the shell's again.
  if (ending.tasks === 'stop') await close();
  screen.unmount();
  await Promise.race([screen.waitUntilExit().catch(() => undefined), sleep(READS_WITHIN)]);
  if (ending.tasks === 'keep') await close();
  store.close();
  await unlessHurried(setup.close());
  unwatch();
  if (!(await isWritten(process.stdout, READS_WITHIN))) return ending.code;
  const printed = printedConversation({
    items: store.getState().conversation.items,
    columns: process.stdout.columns,
    theme: look.current(),
    markdown,
    sessionId: session.id,
  });
  const text = printed.map((line) => `${line}\n`).join('');
  say(ascii ? asciiText(text) : text, { colours: true });
  if (tour !== undefined) tour.farewell(setup.tasks.list().some(isStoppable)).forEach((line) => say(`${line}\n`));
  else sayGoodbye(ending, setup, { project: config.cwd, isRecorded: isUsed(store.getState().conversation.items) });
  await isWritten(process.stdout, LEAVES_WITHIN);
  return ending.code;

  function start(): void {
    const { store, setup } = opened;
    const useMouse = () => mouse.want(store.getState().ui.mouse);
    useMouse();
    store.subscribe(({ ui }, before) => {
      useMouse();
      if (ui.theme !== before.ui.theme) draw();
    });
    manners.attend({ session: setup.session, store });
    setup.session.start();
  }

  /** What can wait until the session is seen. */
  function enter({ draft, inherited }: Entering): void {
    const { store, setup } = opened;
    store.actions.recallHistory(setup.inputHistory.load());
    if (draft !== '') store.actions.replaceDraft(draft);
    void setup.adoptTasks().then(() => {
      inherited.running.forEach(setup.session.adoptTask);
      setup.tasks.queueAgain(inherited.waiting, setup.session.id);
      store.actions.offerStart();
    });
    setup.warm();
  }

  /** The other session is opened first: if it cannot be, this one has not ended. */
  async function switchTo(next: NextSession): Promise<string | null> {
    if (isSwitching) return null;
    isSwitching = true;
    try {
      const before = opened;
      const made = await openNext(config, { ...ports, next, before });
      if (made.kind === 'refused') return made.sentence;
      const inherited = await leaveSession(before.setup, next);
      before.store.close();
      await before.setup.close();
      opened = made.opened;
      start();
      if (next.kind !== 'resume') keepModel(before.store.getState().session, opened);
      draw();
      enter({ draft: made.draft, inherited });
      return null;
    } catch (error) {
      return `The other session could not be opened: ${error instanceof Error ? error.message : String(error)}`;
    } finally {
      isSwitching = false;
    }
  }
}

interface Entering {
  readonly draft: string;
  readonly inherited: InheritedTasks;
}

/** A terminal that has not taken the end of the screen by then does not read. Milliseconds. */
const READS_WITHIN = 1_000;
/** For the conversation, which may be long. */
const LEAVES_WITHIN = 10_000;

/** Until what the terminal holds has been read and drawn. */
const TYPED_AHEAD_MS = 20;

function refuse(sentence: string): number {
  process.stdin.setRawMode(false);
  complain(sentence);
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

function sayGoodbye(
  { code, error }: Ending,
  { session, tasks }: SessionSetup,
  place: Pick<FarewellFacts, 'project' | 'isRecorded'>,
): void {
  if (error !== undefined) complainOf(error);
  const startedIn = currentFolder(process.env);
  const facts = { ...place, sessionId: session.id, startedIn, tasks: tasks.list(), home: homedir() };
  const words = farewellLines(facts).join('\n');
  if (words === '') return;
  if (code === 0) say(`${words}\n`);
  else complain(words);
}
