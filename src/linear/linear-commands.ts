/** Slash commands that on the screen open a view: here they answer in lines. */
import { LOG_PAGE_BYTES } from '../background/task-log.ts';
import { hasOpenStdin, type TaskId } from '../background/task.ts';
import { secondsWords } from '../components/format.ts';
import { deliveryWords } from '../components/ledger-lines.ts';
import { screenLine, screenText } from '../components/text.ts';
import { createTheme } from '../components/theme.ts';
import { allCommands } from '../store/commands/all.ts';
import { usageOf } from '../store/commands/command.ts';
import { allTasks } from '../store/selectors.ts';
import type { Store } from '../store/store.ts';
import { overlapOf, timelineTasks } from '../store/timeline.ts';
import type { Session } from '../agent/session-contract.ts';
import { taskStateWords } from './spoken-lines.ts';

export interface LinearContext {
  readonly session: Session;
  readonly store: Store;
  say(lines: readonly string[]): void;
}

/** Carries it out; false when it is no command of this mode. */
export function runLinearCommand(line: string, context: LinearContext): boolean {
  const [, name = '', rest = ''] = /^\s*\/([a-z]+)\s*(.*)$/s.exec(line) ?? [];
  const command = COMMANDS[name];
  if (command === undefined || (name === 'stop' && rest !== '')) return false;
  command(context, rest.trim());
  return true;
}

const COMMANDS: { readonly [name: string]: (context: LinearContext, rest: string) => void } = {
  help: ({ say }) => say(helpWords()),
  keys: ({ say }) => say(helpWords()),
  stop({ session, store, say }) {
    if (store.getState().session.activity.kind === 'idle') say(['The model does nothing now. /stop ID stops a task.']);
    else session.interrupt();
  },
  tasks({ store, say }) {
    const tasks = allTasks(store.getState().tasks);
    say(tasks.length === 0 ? ['There are no tasks.'] : tasks.map((task) => taskStateWords(task, store.now())));
  },
  log: (context, rest) => withTask(rest, context, (id) => void sayLog(id, context)),
  send(context, rest) {
    const [, typed = '', text = ''] = /^(\S*)\s?(.*)$/s.exec(rest) ?? [];
    withTask(typed, context, (id) => {
      const task = context.store.getState().tasks.byId[id];
      if (task === undefined || !hasOpenStdin(task)) context.say(['Nothing can be typed into it.']);
      else context.session.sendToTask(id, `${text}\n`, { eof: false });
    });
  },
  timeline({ store, say }) {
    const state = store.getState();
    const { worked, saved, waitedForTasks } = overlapOf(state.timeline, timelineTasks(state), store.now());
    const words = (ms: number) => secondsWords(ms);
    say([
      `Worked for ${words(worked)}, of which ${words(waitedForTasks)} waiting for tasks alone. Working side by side saved ${words(saved)}.`,
    ]);
  },
  ledger({ store, say }) {
    const { ledger } = store.getState();
    const lines = ledger.entries.map(
      (entry) => `Task ${entry.taskId}: ${screenLine(entry.line)}: ${stateOf(deliveryWords(entry, ledger, PLAIN))}`,
    );
    say(lines.length === 0 ? ['The model was told of no task yet.'] : lines);
  },
};

const PLAIN = { ...createTheme({ colours: false }), bold: plain, dim: plain };
const LOG_LINES = 20;

function plain(text: string): string {
  return text;
}

/** Without the sign before it. */
function stateOf([long = '']: readonly string[]): string {
  return long.replace(/^[^\p{Letter}]+/u, '');
}

function helpWords(): readonly string[] {
  return [
    'Type a prompt and Enter. A line that ends in \\ goes on. Questions are answered by words.',
    '!COMMAND: run a command here. &COMMAND: run it in the background.',
    '/stop: interrupt the model; tasks go on.',
    ...allCommands.map((command) => `${usageOf(command)}: ${command.words}.`),
  ];
}

function withTask(typed: string, { store, say }: LinearContext, use: (id: TaskId) => void): void {
  const [id, ...others] = typed === '' ? [] : store.getState().tasks.order.filter((each) => each.startsWith(typed));
  if (id === undefined) say([typed === '' ? 'Say the id of a task; /tasks lists them.' : `There is no task ${typed}.`]);
  else if (others.length > 0) say([`More than one task begins with ${typed}.`]);
  else use(id);
}

async function sayLog(id: TaskId, { session, say }: LinearContext): Promise<void> {
  const { lines, atStart } = await session.readLog(id, { before: 'end', bytes: LOG_PAGE_BYTES });
  const last = lines.slice(-LOG_LINES);
  const all = atStart && last.length === lines.length;
  say([
    lines.length === 0
      ? `Task ${id} has printed nothing.`
      : `Log of task ${id}${all ? '' : `, its last ${last.length} lines`}:`,
    ...last.map((line) => (line.kind === 'text' ? screenText(line.text) : 'Some output was not kept.')),
  ]);
}
