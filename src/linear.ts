/**
 * `--linear`: the same session and the same commands without a screen, for a screen reader, a dumb terminal or a pipe.
 * What happens is said line by line, what is to be done is typed line by line.
 */
import { homedir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { copyText } from './app/copy-text.ts';
import { createEnds } from './app/ends.ts';
import { exportFromProgram } from './app/export-session.ts';
import { farewellLines } from './app/farewell.ts';
import { projectFiles } from './app/project-files.ts';
import { addPromiseWithResolvers } from './app/promise-with-resolvers.ts';
import { setUpSession } from './app/session-setup.ts';
import { watchForEnd } from './app/shutdown.ts';
import { setBlocking } from './app/terminal-output.ts';
import { isUsed } from './app/printed-conversation.ts';
import { asciiText } from './components/ascii.ts';
import { homePath } from './components/format.ts';
import type { Config } from './config.ts';
import { wantsAscii } from './config/characters.ts';
import { currentFolder } from './config/current-folder.ts';
import { goesOn } from './linear/goes-on.ts';
import { openLineTerminal } from './linear/line-terminal.ts';
import { spokenLines } from './linear/spoken-lines.ts';
import { createLineReader } from './linear/take-line.ts';
import { complain, complainOf } from './print.ts';
import { emptyState } from './store/empty-state.ts';
import type { State } from './store/state.ts';
import { createStore } from './store/store.ts';

/** Of a session that is taken up again, so many things are said again. */
const SAID_AGAIN = 10;

/** Runs until the user leaves or something ends it; settles with the exit code. Throws when it cannot begin. */
export async function runLinear(config: Config): Promise<number> {
  addPromiseWithResolvers();
  const made = await setUpSession(config, process.env);
  if (made.kind === 'refused') {
    complain(made.sentence);
    return 2;
  }
  const { setup } = made;
  const { session } = setup;
  const ends = createEnds();
  const interactive = process.stdin.isTTY === true;
  setBlocking(false);
  const shown = wantsAscii(config.settings.ascii, process.env) ? asciiText : (text: string) => text;
  const store = createStore({
    session,
    now: Date.now,
    input: {
      remember: setup.inputHistory.add,
      listFiles: () => projectFiles(config.cwd, process.env),
      copy: (text) => copyText(text, { file: setup.copyFile, shown: homePath(setup.copyFile, homedir()), write: null }),
    },
    exportSession: (file) => exportFromProgram(config, { id: session.id, file }),
    onQuit: (tasks) => ends.end({ tasks, code: 0 }),
  });
  const reader = createLineReader({ session, store, remember: setup.inputHistory.add, say: (lines) => say(lines) });
  const queue: string[] = [];
  let inputEnded = false;
  let leaving = false;
  const terminal = openLineTerminal({
    stdin: process.stdin,
    stdout: process.stdout,
    interactive,
    shown,
    waits: reader.waits,
    onLine(line) {
      queue.push(line);
      takeLines();
    },
    onEnd() {
      inputEnded = true;
      takeLines();
    },
  });
  const say = terminal.say;

  const unwatch = watchForEnd((ending) => {
    // The first Ctrl+C is for the model, as Esc is on the screen.
    const interrupts = ending.code === INTERRUPTED && ending.error === undefined;
    if (!interrupts || leaving) return ends.end(ending);
    if (store.getState().session.activity.kind !== 'idle') return session.interrupt();
    leaving = true;
    store.actions.quit();
  });
  process.stdout.on('error', () => ends.end({ tasks: 'keep', code: PIPE_CLOSED }));
  process.stderr.on('error', () => undefined);
  session.start();
  const model = config.provider.kind === 'offline' ? 'offline model' : `model ${store.getState().session.info?.model}`;
  say([
    `meanwhile, session ${session.id}, in ${homePath(config.cwd, homedir())}, ${model}.`,
    'Type a prompt and Enter; /help says what else.',
  ]);
  let spoken: State = emptyState;
  const speak = (prompts: boolean) => {
    const [before, after] = [spoken, store.getState()];
    spoken = after;
    say(spokenLines({ before, after, prompts }));
  };
  spoken = withoutOldest(spoken, store.getState());
  speak(true);
  store.subscribe(() => {
    speak(!interactive);
    setImmediate(takeLines);
  });
  [...config.notices, ...setup.knowledge.problems].forEach(session.report);
  const { prompt } = config;
  // The first request tells the model which of its tasks go on.
  void setup.adoptTasks().then(() => prompt !== null && session.submit(prompt));
  setup.warm();
  takeLines();

  const ending = await ends.first;
  await Promise.race([session.close(ending.tasks), ends.second]);
  store.close();
  const facts = {
    sessionId: session.id,
    isRecorded: isUsed(store.getState().conversation.items),
    project: config.cwd,
    startedIn: currentFolder(process.env),
    tasks: setup.tasks.list(),
    home: homedir(),
  };
  await Promise.race([setup.close(), ends.second]);
  unwatch();
  if (ending.code !== PIPE_CLOSED) {
    if (ending.error !== undefined) complainOf(ending.error);
    say(farewellLines(facts));
    await Promise.race([terminal.close(), sleep(READS_WITHIN)]);
  }
  return ending.code;

  /** Who types is heard at once; lines that wait in a pipe are taken when the one before has come to something. */
  function takeLines(): void {
    while (queue.length > 0 && (interactive || reader.waits())) reader.take(queue.shift() ?? '');
    if (!inputEnded || queue.length > 0) return;
    if (interactive || store.getState().ui.confirming?.kind === 'quit') ends.end({ tasks: 'keep', code: 0 });
    else if (!reader.refuse() && !goesOn(store.getState(), config.wake)) ends.end({ tasks: 'keep', code: 0 });
  }
}

/** A terminal that has not taken the last lines by then does not read. Milliseconds. */
const READS_WITHIN = 1_000;
const INTERRUPTED = 130;
const PIPE_CLOSED = 141;

/** As if all but the last things had been said. */
function withoutOldest(spoken: State, { conversation }: State): State {
  const items = conversation.items.slice(0, -SAID_AGAIN);
  return { ...spoken, conversation: { ...conversation, items } };
}
