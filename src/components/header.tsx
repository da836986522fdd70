import { useMemo } from 'react';
import { countTasks } from '../store/selectors.ts';
import type { SessionState, TasksState } from '../store/state.ts';
import { homePath } from './format.ts';
import type { Region } from './layout.ts';
import { Lines } from './lines.tsx';
import { useServices, useStoreState } from './screen-context.tsx';
import { displayWidth, fitLine, screenLine, truncate } from './text.ts';
import type { Theme } from './theme.ts';

/**
 * Where we are, on which branch and in which session, above the conversation and coloured while that has the keys; with `model`, also who answers, for screens whose last lines have no room for it; with `summary` how
 * many tasks stand how, for screens that do not show them.
 */
export function Header({ region, model, summary }: HeaderParts & { readonly region: Region }) {
  const { theme, home } = useServices();
  const info = useStoreState(({ session }) => session.info);
  const tasks = useStoreState((state) => state.tasks);
  const name = useStoreState(({ session }) => modelName(session));
  const focused = useStoreState(({ ui }) => ui.focus === 'conversation');
  const called = useStoreState(({ session }) => session.title);
  const branch = useBranch();
  const folder = info === null ? '' : homePath(info.cwd, home);
  const about = [branch, called === null ? null : `“${screenLine(called)}”`]
    .flatMap((words) => (words === null ? [] : [theme.dim(words)]))
    .join(theme.dim(' · '));
  const parts = [summary ? taskSummary(tasks, { theme }) : '', model && name !== '' ? theme.dim(name) : ''];
  const right = parts
    .filter(Boolean)
    .map((part) => `${part} `)
    .join(theme.dim('· '));
  const title = focused ? theme.accent(theme.bold('meanwhile')) : theme.bold('meanwhile');
  return <Lines region={region} lines={[fitLine(` ${title}  ${folder}  ${about}`, right, region.width)]} />;
}

/** Looked at anew whenever something else is done: a command may have changed it. */
function useBranch(): string | null {
  const { gitBranch } = useServices();
  const activity = useStoreState(({ session }) => session.activity.kind);
  return useMemo(() => gitBranch?.() ?? null, [gitBranch, activity]);
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
  const room = region.width - TITLE_COLUMNS - 1;
  const summary = truncate(taskSummary(tasks, { theme, room }), room);
  return <Lines region={region} lines={[` ${title}   ${summary}`]} />;
}

/** ` TASKS   ` */
const TITLE_COLUMNS = 9;

/** `2 running · 1 waiting · 1 left running · 3 done · 1 failed`; with signs for the ends, or for all, where there is little room. */
export function taskSummary(
  tasks: TasksState,
  { theme, room = Infinity }: { readonly theme: Theme; readonly room?: number },
): string {
  const forms = [WORDS, { ...WORDS, done: '✓', failed: '✗' }, SIGNS].map((words) => summaryWith(tasks, words, theme));
  return forms.find((form) => displayWidth(form) <= room) ?? forms.at(-1) ?? '';
}

/** What stands behind each count. */
type SummaryWords = Readonly<Record<'running' | 'paused' | 'waiting' | 'left' | 'done' | 'failed', string>>;

const WORDS: SummaryWords = {
  running: 'running',
  paused: 'paused',
  waiting: 'waiting',
  left: 'left running',
  done: 'done',
  failed: 'failed',
};
const SIGNS: SummaryWords = { running: '●', paused: '‖', waiting: '◌', left: '●', done: '✓', failed: '✗' };

function summaryWith(tasks: TasksState, words: SummaryWords, theme: Theme): string {
  const { running, paused, waiting, left, ended, failed } = countTasks(tasks);
  const parts = [
    running > 0 && theme.alive(`${running} ${words.running}`),
    paused > 0 && theme.warn(`${paused} ${words.paused}`),
    waiting > 0 && `${waiting} ${words.waiting}`,
    left > 0 && theme.warn(`${left} ${words.left}`),
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
