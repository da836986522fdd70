import { countTasks } from '../store/selectors.ts';
import type { SessionInfo } from '../agent/events.ts';
import type { TasksState } from '../store/state.ts';
import { homePath } from './format.ts';
import type { Region } from './layout.ts';
import { Lines } from './lines.tsx';
import { useServices, useStoreState } from './screen-context.tsx';
import { fitLine } from './text.ts';
import type { Theme } from './theme.ts';

/** Where we are; with `model`, also who answers, for screens whose last lines have no room for it. */
export function Header({ region, model }: { readonly region: Region; readonly model: boolean }) {
  const { theme, home } = useServices();
  const info = useStoreState(({ session }) => session.info);
  const folder = info === null ? '' : homePath(info.cwd, home);
  const right = model && info !== null ? `${theme.dim(modelName(info))} ` : '';
  return <Lines region={region} lines={[fitLine(` ${theme.bold('meanwhile')}  ${folder}`, right, region.width)]} />;
}

/** Heads the list of tasks: how many stand how. */
export function TasksHeader({ region }: { readonly region: Region }) {
  const { theme } = useServices();
  const tasks = useStoreState((state) => state.tasks);
  const focused = useStoreState(({ ui }) => ui.focus === 'tasks');
  const title = focused ? theme.accent(theme.bold('TASKS')) : theme.bold('TASKS');
  return <Lines region={region} lines={[fitLine(` ${title}   ${taskSummary(tasks, theme)}`, '', region.width)]} />;
}

/** `2 running · 1 waiting · 3 done · 1 failed` */
export function taskSummary(tasks: TasksState, theme: Theme): string {
  const { running, waiting, ended, failed } = countTasks(tasks);
  const parts = [
    running > 0 && theme.alive(`${running} running`),
    waiting > 0 && `${waiting} waiting`,
    ended > 0 && theme.good(`${ended} done`),
    failed > 0 && theme.bad(`${failed} failed`),
  ];
  return parts.filter((part) => part !== false).join(theme.dim(' · '));
}

/** The model's name; the built-in one is called what it is. */
export function modelName({ provider, model }: SessionInfo): string {
  return provider === 'offline' ? 'offline model' : model;
}
