/** What keys may depend on, read from the state. */
import { hasOpenStdin, isAsking, isPausable, isStoppable, type Task } from '../background/task.ts';
import { foldNear } from '../store/editor-folds.ts';
import { foregroundTask, hasTask, isOwn, isWorking } from '../store/selectors.ts';
import { isStarting } from '../store/start-actions.ts';
import type { ShownItem } from './call-groups.ts';
import type { State } from '../store/state.ts';
import { chosenItem } from './chosen-item.ts';
import { chosenTask, listTasks } from './listed-tasks.ts';
import { canOpen } from './opened-lines.ts';

export type Condition = keyof typeof CONDITIONS;
export type KeyContext = ReadonlySet<Condition>;

interface Facts extends State {
  /** The task that keys are about. */
  readonly chosen: Task | undefined;
  /** What is chosen in the conversation. */
  readonly item: ShownItem | undefined;
  /** The question does not fit its room. */
  readonly long: boolean;
}

const CONDITIONS = {
  starting: isStarting,
  'offer chosen': ({ ui }) => ui.start.chosen !== null,
  coached: ({ ui }) => ui.coach !== null,
  'draft empty': ({ ui }) => ui.editor.text === '',
  queued: ({ session }) => session.queued.length > 0,
  completing: ({ ui }) => ui.completion?.open === true,
  'folded paste': ({ ui }) => foldNear(ui.editor.text, ui.editor.cursor) !== null,
  working: isWorking,
  'foreground command': ({ tasks }) => foregroundTask(tasks) !== undefined,
  unread: ({ ui, session }) => ui.editor.text === '' && session.unread.length > 0,
  confirming: ({ ui }) => ui.confirming?.kind === 'stop' || ui.confirming?.kind === 'rerun',
  task: ({ chosen }) => chosen !== undefined,
  'foreign task': ({ chosen, session }) => chosen !== undefined && !isOwn(chosen, session),
  'stoppable task': ({ chosen }) => chosen !== undefined && isStoppable(chosen),
  'pausable task': ({ chosen }) => chosen !== undefined && isPausable(chosen),
  'paused task': ({ chosen }) => chosen?.status.phase === 'paused',
  'open stdin': ({ chosen }) => chosen !== undefined && hasOpenStdin(chosen),
  'task that asks': ({ chosen }) => chosen !== undefined && isAsking(chosen) && hasOpenStdin(chosen),
  'item to open': ({ item }) => item !== undefined && canOpen(item),
  'item task': ({ item, tasks }) => item !== undefined && 'taskId' in item && hasTask(tasks, item.taskId ?? ''),
  searching: ({ ui }) => ui.search !== null,
  mouse: ({ ui }) => ui.mouse,
  scrolled: ({ ui }) => ui.scroll !== null,
  'found in log': ({ ui }) => (ui.log?.search?.places.length ?? 0) > 0,
  'task with a terminal': ({ chosen }) => chosen?.spec.pty === true,
  'filtered log': ({ ui }) => ui.log?.filtered === true,
  'searching log': ({ ui }) => ui.log?.search != null,
  'ended earlier': (state) => state.ui.pane.unfolded || listTasks(state).folded.length > 0,
  asked: ({ session }) => session.question !== null,
  'session offered': ({ session }) => (session.question?.question.scope ?? '') !== '',
  'always offered': ({ session }) => session.question?.question.always !== undefined,
  long: ({ long }) => long,
} as const satisfies Readonly<Record<string, (facts: Facts) => boolean>>;

export const allConditions = Object.keys(CONDITIONS) as readonly Condition[];

/** `long`: the question does not fit its room. */
export function keyContext(state: State, { long }: { readonly long: boolean }): KeyContext {
  const facts = { ...state, chosen: chosenTask(state), item: chosenItem(state), long };
  return new Set(allConditions.filter((condition) => CONDITIONS[condition](facts)));
}
