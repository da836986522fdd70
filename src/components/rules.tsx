import { useStoreState, useServices } from './screen-context.tsx';
import { taskSummary } from './header.tsx';
import type { Region } from './layout.ts';
import { Lines } from './lines.tsx';
import { displayWidth, truncate } from './text.ts';
import { stepWords } from './todo-lines.ts';

/** A horizontal rule; at column `crossing` it meets the vertical one, with the sign given. */
export function Rule({
  region,
  crossing,
}: {
  readonly region: Region;
  readonly crossing?: { readonly at: number; readonly sign: '┼' | '┴' | '┬' };
}) {
  const { theme } = useServices();
  const line =
    crossing === undefined
      ? '─'.repeat(region.width)
      : '─'.repeat(crossing.at) + crossing.sign + '─'.repeat(region.width - crossing.at - 1);
  return <Lines region={region} lines={[theme.rule(line)]} />;
}

export function Divider({ region }: { readonly region: Region }) {
  const { theme } = useServices();
  return <Lines region={region} lines={Array.from({ length: region.height }, () => theme.rule('│'))} />;
}

/** Above the tasks where they stand below the conversation. */
export function TasksRule({ region }: { readonly region: Region }) {
  const { theme } = useServices();
  const tasks = useStoreState((state) => state.tasks);
  const focused = useStoreState(({ ui }) => ui.focus === 'tasks');
  const title = focused ? theme.accent(theme.bold('TASKS')) : theme.bold('TASKS');
  return <TitledRule region={region} title={`${title}  ${taskSummary(tasks, { theme })}`} />;
}

/** Above the input where no pane at the side has room for the model's steps: the step it is at. */
export function StepRule({ region }: { readonly region: Region }) {
  const { theme } = useServices();
  const todos = useStoreState(({ session }) => session.todos);
  const words = stepWords(todos, { theme });
  return words === '' ? <Rule region={region} /> : <TitledRule region={region} title={words} />;
}

/** A rule that begins with words, and goes on behind them. */
function TitledRule({ region, title }: { readonly region: Region; readonly title: string }) {
  const { theme } = useServices();
  const start = `${theme.rule('──')} ${truncate(title, region.width - 6)} `;
  return <Lines region={region} lines={[start + theme.rule('─'.repeat(region.width - displayWidth(start)))]} />;
}
