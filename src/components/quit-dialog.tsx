import type { Task } from '../background/task.ts';
import { liveTasks } from '../store/selectors.ts';
import { count } from './format.ts';
import type { Region } from './layout.ts';
import { Lines } from './lines.tsx';
import { useNow, useServices, useStoreState } from './screen-context.tsx';
import { taskLine } from './task-lines.ts';
import type { Theme } from './theme.ts';

/** Rows around the list of tasks. */
const AROUND = 6;

/** Rows in which all running tasks can be listed. */
export function quitRows(running: number): number {
  return running + AROUND;
}

/** Asks what is to become of the tasks that run. */
export function QuitDialog({ region }: { readonly region: Region }) {
  const { theme } = useServices();
  const tasks = liveTasks(useStoreState((state) => state.tasks));
  const now = useNow(true);
  return <Lines region={region} lines={quitLines({ tasks, region, now, theme })} />;
}

function quitLines({
  tasks,
  region: { width, height },
  now,
  theme,
}: {
  readonly tasks: readonly Task[];
  readonly region: Region;
  readonly now: number;
  readonly theme: Theme;
}): readonly string[] {
  const key = (name: string) => theme.accent(theme.bold(name));
  const still = tasks.length === 1 ? 'is still running' : 'are still running';
  const title = theme.warn(theme.bold(`${count(tasks.length, 'task')} ${still}.`));
  const room = Math.max(1, height - AROUND);
  const rows = tasks.length > room ? room - 1 : room;
  const list = tasks
    .slice(0, rows)
    .map((task) => `   ${taskLine(task, { width: width - 6, now, theme, selected: false })}`);
  const more = tasks.length > rows ? [theme.dim(`     and ${tasks.length - rows} more`)] : [];
  const keys = `   ${key('k')} keep them running   ${key('s')} stop them and quit   ${key('esc')} stay`;
  return ['', `   ${title}`, '', ...list, ...more, '', keys];
}
