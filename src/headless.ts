/**
 * `meanwhile -p`: the same session without a screen. It answers, waits for background tasks and what the model makes of
 * their ends, prints and ends. Nobody is there to be asked: what would ask is refused.
 */
import { homedir } from 'node:os';
import { counted } from './agent/tools/words.ts';
import { farewellLines, neverStarted } from './app/farewell.ts';
import { setUpSession, type SessionSetup } from './app/session-setup.ts';
import { watchForEnd } from './app/shutdown.ts';
import { isWritten, setBlocking } from './app/terminal-output.ts';
import { isStoppable } from './background/task.ts';
import type { Config } from './config.ts';
import type { HeadlessWish } from './config/headless-wish.ts';
import { currentFolder } from './config/current-folder.ts';
import { EXIT_CODES, type Outcome } from './headless/outcome.ts';
import { createPrinter, type Printer } from './headless/printer.ts';
import { complain } from './print.ts';
import { readLines, readText } from './headless/read-input.ts';
import { writtenPrompt } from './headless/written-prompt.ts';
import { foldRun, isBusy, startOfRun, withoutPast, type RunState } from './headless/run-report.ts';

interface End {
  readonly outcome: Outcome;
  readonly exitCode: number;
  /** What the run had come to; what happens while it closes changes no answer. */
  readonly run: RunState;
}

/** Settles with the exit code, when everything is printed. */
export async function runHeadless(config: Config, wish: HeadlessWish): Promise<number> {
  const { stdin, stdout, stderr } = process;
  let prompt: string;
  try {
    prompt = await wholePrompt(config, wish);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
  if (prompt === '' && wish.input === 'text') {
    return refuse('There is no prompt. Give one: meanwhile -p "what to do", or on standard input.');
  }
  const settings = { ...config.settings, maxWait: config.settings.maxWait ?? MAX_WAIT };
  /** Rules that would have allowed what was refused. */
  let refused: ReadonlySet<string> | undefined;
  const asked = wish.schema === null ? null : await structuredResult(wish.schema);
  if (asked?.kind === 'wrong') return refuse(asked.sentence);
  const wanted = asked?.result ?? null;
  const printer = createPrinter({ format: wish.output, stdout, stderr });
  // What cannot be said on it is lost; the answer is not.
  stderr.on('error', () => undefined);
  const gate = {
    rules: { allow: wish.allow, ask: [], deny: [] },
    whenAsking: 'refuse',
    ...(wanted === null ? {} : { extraTools: [wanted.tool] }),
    onUnattended: (rules: readonly string[]) => void (refused = new Set([...(refused ?? []), ...rules])),
  } as const;
  const made = await setUpSession({ ...config, wake: 'auto', settings }, process.env, gate).catch(couldNotStart);
  if (made.kind !== 'ready') {
    printer.noRun(made.sentence, made.kind === 'refused' ? 2 : 1);
    await printer.flush();
    return made.kind === 'refused' ? 2 : 1;
  }
  const { setup } = made;
  const { session } = setup;
  const startedAt = performance.now();
  setBlocking(false);
  let settle: (end: End) => void = () => undefined;
  let hasEnded = false;
  let hurry = () => {};
  const ended = new Promise<End>((resolve) => (settle = resolve));
  const hurried = new Promise<void>((resolve) => (hurry = resolve));
  const end = (outcome: Outcome, exitCode: number, failure = run.failure) => {
    hasEnded = true;
    settle({ outcome, exitCode, run: { ...run, failure } });
  };
  const finish = (outcome: keyof typeof EXIT_CODES) => end(outcome, EXIT_CODES[outcome]);
  const unwatch = watchForEnd(({ code, error }) => {
    if (hasEnded) hurry();
    if (error === undefined) return end('interrupted', code);
    const sentence = `meanwhile broke off: ${error instanceof Error ? error.message : String(error)}`;
    printer.note(sentence);
    end('failed', code, sentence);
  });
  // Who closed the pipe wants no more, and no word about it.
  stdout.on('error', () => finish('pipe-closed'));

  let run = startOfRun(session.id);
  let reminders = 0;
  /** What was said before the model was reminded of the result. */
  let said: readonly string[] = [];
  let inputIsOpen = wish.input === 'stream-json';
  let begun = false;
  session.subscribe((event) => {
    run = foldRun(run, event);
    printer.event(event);
    if (event.type === 'request_started' && wish.maxTurns !== null && run.calls > wish.maxTurns) {
      printer.note(`The limit of ${counted(wish.maxTurns, 'call')} of the model (--max-turns) is reached.`);
      finish('limit');
      session.interrupt();
    }
    if (event.type === 'turn_ended' || event.type === 'user_message') lookForEnd();
    // What it has to tell comes right behind it.
    if (event.type === 'task_done') setImmediate(lookForEnd);
  });
  session.start();
  run = withoutPast(run);
  [...config.notices, ...setup.knowledge.problems].forEach(session.report);
  // The first request tells of the tasks that other programs and earlier sessions left.
  await Promise.race([setup.adoptTasks().catch(() => {}), ended]);
  if (prompt !== '' && !hasEnded) submit(prompt);
  begun = true;
  if (inputIsOpen) void followInput();

  const { outcome, exitCode, run: answered } = await ended;
  await Promise.race([session.close('keep'), hurried]);
  const ms = Math.round(performance.now() - startedAt);
  const { requests, usage, tasks } = run;
  const texts = [...said, ...answered.texts];
  const structured = wanted?.value() ?? null;
  printer.result(
    { ...answered, texts, requests, usage, tasks },
    { outcome, exitCode, ms, refused: [...(refused ?? [])], structured },
  );
  if (outcome !== 'pipe-closed') sayWhatGoesOn(setup, config.cwd, printer);
  await Promise.race([setup.close(), hurried]);
  unwatch();
  if (outcome === 'interrupted' && !(await isWritten(stdout, READS_WITHIN))) return exitCode;
  return (await printer.flush()) ? exitCode : EXIT_CODES['pipe-closed'];

  function lookForEnd(): void {
    if (!begun || run.inTurn || inputIsOpen) return;
    if (run.failure !== null) finish('failed');
    else if (wish.wait ? isBusy(run) : run.prompts.size > 0) return;
    else if (wanted?.value() === null && run.incomplete === null) remind(wanted.reminder);
    else finish(run.incomplete ?? (refused === undefined ? 'answered' : 'refused'));
  }

  function remind(sentence: string): void {
    reminders += 1;
    if (reminders > MOST_REMINDERS) return end('failed', EXIT_CODES.failed, NO_RESULT);
    said = [...said, ...run.texts];
    session.submit(sentence);
  }

  function submit(text: string): void {
    const written = writtenPrompt(text, setup.knowledge);
    if (written.kind === 'prompt') return session.submit(written.text);
    printer.note(written.sentence);
    end('failed', 2, written.sentence);
  }

  async function followInput(): Promise<void> {
    for await (const line of readLines(stdin)) {
      if (line.type === 'prompt') submit(line.text);
      else if (line.type === 'interrupt') session.interrupt();
      else {
        printer.note(line.sentence);
        return end('failed', 2, line.sentence);
      }
    }
    inputIsOpen = false;
    lookForEnd();
  }
}

/** Who is told to end does not wait longer for somebody who reads what it prints. Milliseconds. */
const READS_WITHIN = 1_000;
const MOST_REMINDERS = 2;
const NO_RESULT = 'The model gave no result that fits the schema of --json-schema.';

async function structuredResult(schema: string) {
  const { readStructuredResult } = await import('./headless/structured-result.ts');
  return readStructuredResult(schema, process.cwd());
}

/** Nobody is there to end the waiting for a model. Seconds. */
const MAX_WAIT = 600;

/** What was given as an argument, and behind it what comes on standard input. */
async function wholePrompt({ prompt }: Config, { input }: HeadlessWish): Promise<string> {
  const given = prompt ?? '';
  if (input === 'stream-json' || process.stdin.isTTY) return given;
  const text = await readText(process.stdin, () =>
    complain('Standard input is open and is read to its end. Close it if there is nothing to say there: </dev/null'),
  );
  return [given, text].filter((part) => part !== '').join('\n\n');
}

function couldNotStart(error: unknown) {
  const reason = error instanceof Error ? error.message : String(error);
  return { kind: 'failed', sentence: `meanwhile could not start: ${reason}` } as const;
}

function sayWhatGoesOn({ session, tasks }: SessionSetup, project: string, { note }: Printer): void {
  const list = tasks.list();
  const own = list.filter((task) => task.spec.sessionId === session.id);
  if (!own.some((task) => isStoppable(task) || neverStarted(task))) return;
  const place = { project, startedIn: currentFolder(process.env), isRecorded: true };
  farewellLines({ ...place, sessionId: session.id, tasks: list, home: homedir() }).forEach(note);
}

function refuse(sentence: string): number {
  complain(sentence);
  return 2;
}
