/** `!command` and `&command`: what the user runs without the model, and how the model hears of it. */
import { withEncodingNote } from '../background/encoding-note.ts';
import { cleanText } from '../background/clean-text.ts';
import { beginOf, toRanges } from '../background/line-ranges.ts';
import type { BackgroundManager } from '../background/manager-contract.ts';
import type { LineRange } from '../background/task-log.ts';
import { describeEnd } from '../background/task-outcome.ts';
import { hasDuration, type EndedTask, type TaskId, type TaskSpec } from '../background/task.ts';
import { attend } from './attend.ts';
import type { AgentEvent } from './events.ts';
import type { UserBlock } from './messages.ts';
import { endOf } from '../background/cut.ts';

export interface UserShell {
  run(command: string): void;
  runInBackground(command: string): void;
  /** Starts a background task of the user's from what another one was started with, and without what that waited for. */
  runAgain(spec: TaskSpec): TaskId;
  /** Stops every `!command` that still runs. */
  interrupt(): void;
}

export interface UserShellPorts {
  readonly tasks: BackgroundManager;
  readonly cwd: string;
  readonly sessionId: string;
  emit(event: AgentEvent): void;
  now(): number;
  /** Takes what the model is to know at its next call. */
  tell(block: UserBlock): void;
}

/** How much of what a `!command` printed the model and the screen get: its end. */
const OUTPUT_CHARS = 4_000;

/** What stands in a `shell_done` that reports no end. */
export const GOES_ON = { summary: 'goes on in the background', output: '' } as const;

export function createUserShell(ports: UserShellPorts): UserShell {
  const { tasks, emit, now } = ports;
  const running = new Set<AbortController>();

  const start = (spec: TaskSpec, background: boolean) => {
    const task = tasks.run(spec, { attended: !background });
    emit({ type: 'shell_started', at: now(), command: spec.command, taskId: task.id, background });
    return task.id;
  };

  const follow = async (command: string, id: TaskId) => {
    const controller = new AbortController();
    running.add(controller);
    const outcome = await attend({ tasks, id, signal: controller.signal, threshold: null });
    if (outcome.kind === 'left') {
      running.delete(controller);
      emit({ type: 'shell_done', at: now(), taskId: id, ...GOES_ON });
      return;
    }
    if (outcome.kind === 'interrupted') void tasks.stop(id, 'user');
    const task = outcome.kind === 'ended' ? outcome.task : await tasks.waitForEnd(id);
    running.delete(controller);
    if (task === undefined) return;
    const shell = { taskId: id, summary: summaryOf(task), ...(await lastOutput(tasks, id)) };
    emit({ type: 'shell_done', at: now(), ...shell });
    ports.tell(shellBlock({ command, ...shell }));
  };

  return {
    run: (command) => void follow(command, start(specOf(command, ports), false)),
    runInBackground: (command) => void start(specOf(command, ports), true),
    runAgain: ({ after, afterAnyEnd, ...spec }) =>
      start({ ...spec, startedBy: 'user', sessionId: ports.sessionId }, true),
    interrupt() {
      for (const controller of running) controller.abort();
    },
  };
}

function specOf(command: string, { cwd, sessionId }: UserShellPorts): TaskSpec {
  return { command, cwd, sessionId, timeLimit: null, startedBy: 'user' };
}

async function lastOutput(tasks: BackgroundManager, id: TaskId): Promise<Pick<EndedShell, 'output' | 'quoted'>> {
  const page = await tasks.readLog(id, { before: 'end', bytes: OUTPUT_CHARS });
  const lines = page.lines.map((line) => (line.kind === 'text' ? line.text : `… ${line.bytes} bytes not kept …`));
  const text = cleanText(lines.join('\n'));
  const quoted = text.length > OUTPUT_CHARS ? [] : toRanges(page.lines.map(beginOf));
  return { output: withEncodingNote(endOf(text, OUTPUT_CHARS).trimEnd()), ...(quoted.length === 0 ? {} : { quoted }) };
}

function summaryOf(task: EndedTask): string {
  const { startedAt, end } = task.status;
  return hasDuration(end) ? `${describeEnd(end)} · ${((end.at - startedAt) / 1000).toFixed(1)} s` : describeEnd(end);
}

/** How the model hears of a `!command` that has ended. */
export function shellBlock({
  command,
  taskId,
  summary,
  output,
  quoted,
}: EndedShell): Extract<UserBlock, { kind: 'shell' }> {
  const words = 'The user ran this command. It is for your information and asks for no answer.';
  const text = [words, `$ ${command}`, output, `(${summary})`].join('\n');
  return { kind: 'shell', command, taskId, text, ...(quoted === undefined ? {} : { quoted }) };
}

export interface EndedShell {
  readonly command: string;
  readonly taskId: TaskId;
  readonly summary: string;
  readonly output: string;
  readonly quoted?: readonly LineRange[];
}
