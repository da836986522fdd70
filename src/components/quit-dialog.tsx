import type { Task } from '../background/task.ts';
import { ownLiveTasks } from '../store/selectors.ts';
import { count } from './format.ts';
import type { Keymap } from './keymap.ts';
import type { Region } from './layout.ts';
import { Lines } from './lines.tsx';
import { useNow, useServices, useStoreState } from './screen-context.tsx';
import { taskLine } from './task-lines.ts';
import type { Theme } from './theme.ts';

/** Rows around the list of tasks: with blank ones where there is room. */
const ROOMY = 6;
const TIGHT = 2;

/** The rows it would like to have, of `most` that it can get. */
export function quitRows(running: number, most: number): number {
  return running + (isRoomy(running, most) ? ROOMY : TIGHT);
}

/** Asks what is to become of the tasks that run. */
export function QuitDialog({ region }: { readonly region: Region }) {
  const { theme, keymap } = useServices();
  const tasks = ownLiveTasks(useStoreState((state) => state));
  const now = useNow(true);
  return <Lines region={region} lines={quitLines({ tasks, region, now, theme, keymap })} />;
}

function quitLines({
  tasks,
  region: { width, height },
  now,
  theme,
  keymap,
}: {
  readonly tasks: readonly Task[];
  readonly region: Region;
  readonly now: number;
  readonly theme: Theme;
  readonly keymap: Pick<Keymap, 'keyOf'>;
}): readonly string[] {
  const key = (action: string) => theme.accent(theme.bold(keymap.keyOf(action, 'quit')));
  const waiting = tasks.filter(({ status }) => status.phase === 'queued').length;
  const running = tasks.length - waiting;
  const them = running === 1 ? 'it' : 'them';
  const still = `${count(running, 'task')} ${running === 1 ? 'is' : 'are'} still running.`;
  const agents = tasks.filter(({ spec, status }) => spec.hosted !== undefined && status.phase !== 'queued').length;
  const rest = [waiting === 0 ? '' : waitingWords(waiting), agents === 0 ? '' : agentWords(agents)]
    .filter(Boolean)
    .map((words) => `  ${words}`)
    .join('');
  const title = theme.warn(theme.bold(still)) + theme.warn(rest);
  const roomy = isRoomy(tasks.length, height);
  const room = Math.max(1, height - (roomy ? ROOMY : TIGHT));
  const rows = tasks.length > room ? room - 1 : room;
  const list = tasks
    .slice(0, rows)
    .map((task) => `   ${taskLine(task, { width: width - 6, now, theme, selected: false })}`);
  const more = tasks.length > rows ? [theme.dim(`     and ${tasks.length - rows} more`)] : [];
  // What runs inside this program cannot be kept.
  const keep = agents < running || waiting > 0 ? `${key('quit keeping')} keep ${them} running      ` : '';
  const keys = `   ${keep}${key('quit stopping')} stop ${them} and quit      ${key('cancel')} stay`;
  const lines = [...list, ...more];
  return roomy ? ['', `   ${title}`, '', ...lines, '', keys] : [`   ${title}`, ...lines, keys];
}

function waitingWords(waiting: number): string {
  const [wait, they] = waiting === 1 ? ['waits', 'It'] : ['wait', 'They'];
  return `${waiting} ${wait} in the queue. ${they} will not start when you quit.`;
}

function agentWords(agents: number): string {
  return agents === 1
    ? 'One runs inside meanwhile and ends with it.'
    : `${agents} run inside meanwhile and end with it.`;
}

function isRoomy(tasks: number, height: number): boolean {
  return height - ROOMY >= Math.min(tasks, 3);
}
