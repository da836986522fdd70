/**
 * What is said of what has happened, for ears: each thing once, when it is complete, on a line that says what it is.
 * Pure.
 */
import { cleanText } from '../background/clean-text.ts';
import { describeEnd } from '../background/task-outcome.ts';
import { isAsking, isEnded, type Task } from '../background/task.ts';
import { count, secondsWords } from '../components/format.ts';
import { taskName } from '../components/task-lines.ts';
import { screenLine } from '../components/text.ts';
import { allTasks, isOwn, ownLiveTasks } from '../store/selectors.ts';
import type { Item } from '../store/item.ts';
import type { State } from '../store/state.ts';
import { questionLines } from './spoken-question.ts';
import { turnWords } from '../components/turn-words.ts';

export interface SpokenOptions {
  readonly before: State;
  readonly after: State;
  /** What the user typed is not in view anyway. */
  readonly prompts: boolean;
}

export function spokenLines({ before, after, prompts }: SpokenOptions): readonly string[] {
  return [
    ...taskWords(before, after),
    ...conversationWords(before, after, prompts),
    ...waitWords(before, after),
    ...questionWords(before, after),
    ...quitWords(before, after),
    ...hintWords(before, after),
    ...readyWords(before, after),
  ];
}

function conversationWords(before: State, after: State, prompts: boolean): readonly string[] {
  const [old, items] = [before.conversation.items, after.conversation.items];
  if (old === items) return [];
  const known = new Map(old.map((item) => [item.id, item]));
  return items.flatMap((item) => {
    const earlier = known.get(item.id);
    if (earlier === item || (item.kind === 'prompt' && !prompts)) return [];
    if (isComplete(item)) return earlier !== undefined && isComplete(earlier) ? [] : itemWords(item);
    return beginning(item, earlier);
  });
}

function isComplete(item: Item): boolean {
  switch (item.kind) {
    case 'assistant':
    case 'thinking':
      return !item.streaming;
    case 'tool':
    case 'shell':
      return item.state === 'done' || item.state === 'failed';
    default:
      return true;
  }
}

/** Only a command may take long. */
function beginning(item: Item, earlier: Item | undefined): readonly string[] {
  if (item.kind !== 'tool' || item.state !== 'running' || item.tool.name !== 'bash') return [];
  if (earlier?.kind === 'tool' && earlier.state === 'running') return [];
  return [`The model runs: ${screenLine(item.tool.command ?? item.tool.subject)}`];
}

function itemWords(item: Item): readonly string[] {
  switch (item.kind) {
    case 'prompt':
      return named('You', item.text);
    case 'assistant':
      return item.text.trim() === '' ? [] : named('Model', withoutFences(item.text));
    case 'thinking':
      return [];
    case 'tool': {
      const failed = item.state === 'failed' ? ', failed' : '';
      const summary = item.summary === '' ? '' : `: ${screenLine(item.summary)}`;
      return [`Tool ${screenLine(item.tool.verb)} ${screenLine(item.tool.subject)}${failed}${summary}`];
    }
    case 'shell':
      if (item.background) return [];
      return [
        `Command ${item.state === 'failed' ? 'failed' : 'done'}: ${screenLine(item.command)}: ${screenLine(item.summary)}`,
        ...textLines(item.output),
      ];
    case 'notice':
      return item.tasks.map(({ id, line }) => `The model was told of task ${id}: ${screenLine(line)}`);
    case 'turn':
      return [`Turn: ${turnWords(item.done)}.`];
    case 'note':
      return named('Note', item.text);
    case 'problem':
      return named('Problem', item.text);
    default:
      return item satisfies never;
  }
}

/** Rows of backticks say nothing to ears. */
function withoutFences(text: string): string {
  let open = false;
  return text.replace(/^[ \t]*(?:```|~~~).*$/gm, () => {
    open = !open;
    return open ? 'Code:' : '';
  });
}

function named(who: string, text: string): readonly string[] {
  const [first = '', ...rest] = textLines(text);
  return [`${who}: ${first}`, ...rest];
}

function textLines(text: string): readonly string[] {
  const cleaned = cleanText(text).trimEnd();
  return cleaned === '' ? [] : cleaned.split('\n').filter((line) => line.trim() !== '');
}

function taskWords(before: State, after: State): readonly string[] {
  if (before.tasks.byId === after.tasks.byId) return [];
  return allTasks(after.tasks)
    .filter((task) => isOwn(task, after.session) && !task.attended)
    .flatMap((task) => changeWords(before.tasks.byId[task.id], task));
}

function changeWords(before: Task | undefined, task: Task): readonly string[] {
  // What had ended before it was known is told when the model is told of it.
  if (before === task || (before === undefined && isEnded(task))) return [];
  const name = `Task ${task.id}, ${taskName(task)},`;
  const lines: string[] = [];
  const { status } = task;
  const [phase, phaseBefore] = [status.phase, before?.attended === true ? undefined : before?.status.phase];
  if (phase !== phaseBefore && status.phase === 'done') {
    const took = secondsWords(status.end.at - status.startedAt);
    lines.push(`${name} ended after ${took}: ${describeEnd(status.end)}.`);
  } else if (phase !== phaseBefore && !(phase === 'running' && phaseBefore === 'starting')) {
    lines.push(`${name} ${PHASES[phase]}.`);
  }
  if (isAsking(task) && before?.asks !== task.asks) {
    lines.push(`${name} seems to wait for input: ${screenLine(task.asks.line)} To answer: /send ${task.id} TEXT`);
  }
  return lines;
}

const PHASES: Readonly<Record<Task['status']['phase'], string>> = {
  queued: 'waits for its turn',
  starting: 'started',
  running: 'runs',
  paused: 'is paused',
  stopping: 'is being stopped',
  done: 'ended',
};

/** Why the model is waited for: once for each wait, without a countdown. */
function waitWords(before: State, after: State): readonly string[] {
  const [now, then] = [after.session, before.session];
  const wait = now.wait !== null && now.wait !== then.wait ? [now.wait] : [];
  const silent = now.silentSince !== null && then.silentSince === null;
  return [
    ...wait.map(
      ({ sentence, inWords }) => `${sentence} The model is asked again ${inWords}. /stop ends that, Enter asks now.`,
    ),
    ...(silent ? ['Nothing has come from the model for a minute. If that lasts, it is asked again.'] : []),
  ];
}

function questionWords(before: State, after: State): readonly string[] {
  const asked = after.session.question?.question;
  return asked === undefined || asked === before.session.question?.question ? [] : questionLines(asked);
}

function quitWords(before: State, after: State): readonly string[] {
  if (after.ui.confirming?.kind !== 'quit' || before.ui.confirming?.kind === 'quit') return [];
  const live = ownLiveTasks(after);
  return [`${count(live.length, 'task')} still running: ${live.map(taskName).join('; ')}. Answer keep, stop or stay.`];
}

function hintWords(before: State, after: State): readonly string[] {
  const { hint } = after.ui;
  return hint === null || hint === before.ui.hint ? [] : [hint];
}

function readyWords(before: State, after: State): readonly string[] {
  const [now, then] = [after.session, before.session];
  const unread = now.unread.length > 0 && now.unread !== then.unread;
  return [
    ...(unread ? [`${count(now.unread.length, 'task')} with something not told yet. Enter tells the model.`] : []),
    ...(now.activity.kind === 'idle' && then.activity.kind !== 'idle' ? ['Ready.'] : []),
  ];
}

/** How a task stands, in one line. */
export function taskStateWords(task: Task, now: number): string {
  const { status, output } = task;
  const said = output.lastLine === '' ? '' : ` Last line: ${screenLine(output.lastLine)}`;
  if (isEnded(task)) return `${task.id}, ${taskName(task)}: ended, ${describeEnd(task.status.end)}.`;
  const since = 'startedAt' in status ? ` for ${secondsWords(Math.max(0, now - status.startedAt))}` : '';
  return `${task.id}, ${taskName(task)}: ${PHASES[status.phase]}${since}.${said}`;
}
