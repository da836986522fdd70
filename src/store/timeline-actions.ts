/** What the user can do with the timeline. */
import {
  chosenInTimeline,
  panTimeline,
  timelineExtent,
  timelineTasks,
  wholeTimeline,
  zoomTimeline,
  type Span,
} from './timeline.ts';
import type { UiPorts } from './ui-ports.ts';
import { withView } from './views.ts';

export interface TimelineActions {
  showTimeline(): void;
  /** By a part of its width; negative is back in time. */
  panTimeline(by: number): void;
  /** Shows `factor` times as much. */
  zoomTimeline(factor: number): void;
  /** Shows everything again. */
  fitTimeline(): void;
  /** The task above or below; infinitely far is the first or the last. */
  chooseInTimeline(by: number): void;
}

export function createTimelineActions({
  store,
  act,
  now,
}: UiPorts & {
  now(): number;
}): TimelineActions {
  const ui = () => store.getState().ui;

  function extent(): Span {
    const state = store.getState();
    return timelineExtent(state.timeline, timelineTasks(state), now());
  }

  return {
    showTimeline: () => act({ ...withView(ui(), 'timeline'), timeline: wholeTimeline }),
    panTimeline: (by) => act({ timeline: panTimeline(ui().timeline, by, extent()) }),
    zoomTimeline: (factor) => act({ timeline: zoomTimeline(ui().timeline, factor, extent()) }),
    fitTimeline: () => act({ timeline: wholeTimeline }),
    chooseInTimeline(by) {
      const tasks = timelineTasks(store.getState());
      const chosen = chosenInTimeline(store.getState());
      const at = tasks.findIndex(({ id }) => id === chosen?.id);
      act({ selected: tasks[Math.max(0, Math.min(tasks.length - 1, at + by))]?.id ?? null });
    },
  };
}
