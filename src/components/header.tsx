import { countTasks } from '../store/selectors.ts';
import type { SessionState, TasksState } from '../store/state.ts';
import { homePath } from './format.ts';
import type { Region } from './layout.ts';
import { Lines } from './lines.tsx';
import { useServices, useStoreState } from './screen-context.tsx';
import { displayWidth, fitLine } from './text.ts';
import type { Theme } from './theme.ts';

/**
 * Where we are; with `model`, also who answers, for screens whose last lines have no room for it; with `summary` how
 * many tasks stand how, for screens that do not show them.
 */
export function Header({ region, model, summary }: HeaderParts & { readonly region: Region }) {
  const { theme, home } = useServices();
  const info = useStoreState(({ session }) => session.info);
  const tasks = useStoreState((state) => state.tasks);
  const name = useStoreState(({ session }) => modelName(session));
  const folder = info === null ? '' : homePath(info.cwd, home);
  const parts = [summary ? taskSummary(tasks, { theme }) : '', model && name !== '' ? theme.dim(name) : ''];
  const right = parts
    .filter(Boolean)
    .map((part) => `${part} `)
    .join(theme.dim('· '));
  return <Lines region={region} lines={[fitLine(` ${theme.bold('meanwhile')}  ${folder}`, right, region.width)]} />;
}

interface HeaderParts {
  readonly model: boolean;
  readonly summary: boolean;
}

/** Heads the list of tasks: how many stand how. */
export function TasksHeader({ region }: { readonly region: Region }) {
  const { theme } = useServices();
  const tasks = useStoreState((state) => state.tasks);
  const focused = useStoreState(({ ui }) => ui.focus === 'tasks');
  const title = focused ? theme.accent(theme.bold('TASKS')) : theme.bold('TASKS');
  const summary = taskSummary(tasks, { theme, room: region.width - TITLE_COLUMNS });
  return <Lines region={region} lines={[fitLine(` ${title}   ${summary}`, '', region.width)]} />;
}

/** ` TASKS   ` */
const TITLE_COLUMNS = 9;

/** `2 running · 1 waiting · 3 done · 1 failed`; with signs for the ends where there is little room. */
export function taskSummary(
  tasks: TasksState,
  { theme, room = Infinity }: { readonly theme: Theme; readonly room?: number },
): string {
  const long = summaryWith(tasks, { theme, done: 'done', failed: 'failed' });
  return displayWidth(long) <= room ? long : summaryWith(tasks, { theme, done: '✓', failed: '✗' });
}

interface SummaryWords {
  readonly theme: Theme;
  readonly done: string;
  readonly failed: string;
}

function summaryWith(tasks: TasksState, { theme, ...words }: SummaryWords): string {
  const { running, paused, waiting, ended, failed } = countTasks(tasks);
  const parts = [
    running > 0 && theme.alive(`${running} running`),
    paused > 0 && theme.warn(`${paused} paused`),
    waiting > 0 && `${waiting} waiting`,
    ended > 0 && theme.good(`${ended} ${words.done}`),
    failed > 0 && theme.bad(`${failed} ${words.failed}`),
  ];
  return parts.filter((part) => part !== false).join(theme.dim(' · '));
}

/** The model's name; the built-in one is called what it is. */
export function modelName({ info, model, effort }: Pick<SessionState, 'info' | 'model' | 'effort'>): string {
  if (info?.provider === 'offline') return 'offline model';
  return effort === null ? model : `${model} ${effort}`;
}
