import { Box } from 'ink';
import { isEnded } from '../background/task.ts';
import { chosenInTimeline, overlapOf, timelineExtent, timelineTasks, timelineWindow } from '../store/timeline.ts';
import { createViewLayout, type Size } from './layout.ts';
import { Lines } from './lines.tsx';
import { Rule } from './rules.tsx';
import { useNow, useServices, useStoreState } from './screen-context.tsx';
import { fitLine } from './text.ts';
import { timeOfDay } from './timeline-axis.ts';
import { timelineLines } from './timeline-lines.ts';
import { ViewKeys } from './view-keys.tsx';

/** What the model and the tasks did, over the session's time. */
export function TimelineScreen({ size }: { readonly size: Size }) {
  const { theme } = useServices();
  const state = useStoreState((all) => all);
  const { timeline, session, ui } = state;
  const tasks = timelineTasks(state);
  const now = useNow(session.activity.kind !== 'idle' || tasks.some((task) => !isEnded(task)));
  const extent = timelineExtent(timeline, tasks, now);
  const window = timelineWindow(ui.timeline, extent);
  const follows = window.to >= extent.to;
  const { title, titleRule, body, keysRule, keys } = createViewLayout(size);
  const lines = timelineLines({
    timeline,
    tasks,
    chosen: chosenInTimeline(state)?.id ?? null,
    window,
    overlap: overlapOf(timeline, tasks, now),
    now,
    width: body.width - 1,
    height: body.height - 1,
    theme,
  });
  const end = follows && extent.to === now ? `now ${timeOfDay(now)}` : `until ${timeOfDay(window.to)}`;
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows}>
      <Lines region={title} lines={[fitLine(` ${theme.bold('timeline')}`, theme.dim(`${end} `), size.columns)]} />
      <Rule region={titleRule} />
      <Lines region={body} lines={['', ...lines]} />
      <Rule region={keysRule} />
      <ViewKeys region={keys} place="timeline" />
    </Box>
  );
}
