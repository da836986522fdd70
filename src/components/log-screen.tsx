import { Box, useCursor } from 'ink';
import type { LogView } from '../store/ui-state.ts';
import { isEnded, type Task } from '../background/task.ts';
import { lastEntryOf } from '../store/ledger.ts';
import { confirmingWords } from './confirming-words.ts';
import { keyContext } from './key-context.ts';
import { createViewLayout, type Size } from './layout.ts';
import { deliveryFact } from './ledger-lines.ts';
import { Lines } from './lines.tsx';
import { logPosition, logTitle } from './log-lines.ts';
import { logRows } from './log-rows.ts';
import { Rule } from './rules.tsx';
import { useNow, useServices, useStoreState, useUsage } from './screen-context.tsx';
import { SendingLine } from './sending-line.tsx';
import { hintLine } from './status-lines.ts';
import { displayWidth, fitLine, screenLine } from './text.ts';

/** One task's log on the whole screen. */
export function LogScreen({ size, view }: { readonly size: Size; readonly view: LogView }) {
  const { theme, links } = useServices();
  const task = useStoreState(({ tasks }) => tasks.byId[view.taskId]);
  const typing = useStoreState(({ ui }) => ui.sending !== null);
  const now = useNow(task !== undefined && !isEnded(task));
  const usage = useUsage(task !== undefined && !isEnded(task)).get(view.taskId);
  const quoted = useStoreState(({ tasks }) => tasks.quoted[view.taskId]);
  const ledger = useStoreState((state) => state.ledger);
  const entry = lastEntryOf(ledger, view.taskId);
  const isMuted = ledger.muted.includes(view.taskId);
  const delivery = isMuted ? 'muted' : entry === undefined ? undefined : deliveryFact(entry, ledger);
  const { title, titleRule, body, keysRule, keys } = createViewLayout(size);
  const { width, height } = body;
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows}>
      <Lines
        region={title}
        lines={task === undefined ? [] : [logTitle(task, { width, now, theme, usage, links, delivery })]}
      />
      <Rule region={titleRule} />
      <Lines
        region={body}
        lines={logRows(view, {
          width,
          height,
          theme,
          ended: task !== undefined && isEnded(task),
          quoted: quoted ?? [],
        })}
      />
      <Rule region={keysRule} />
      {typing ? <SendingLine region={keys} /> : <LogKeys region={keys} view={view} height={height} task={task} />}
    </Box>
  );
}

function LogKeys({
  region,
  view,
  height,
  task,
}: {
  readonly region: ReturnType<typeof createViewLayout>['keys'];
  readonly view: LogView;
  readonly height: number;
  readonly task: Task | undefined;
}) {
  const { theme, keymap } = useServices();
  const state = useStoreState((all) => all);
  const live = task !== undefined && !isEnded(task);
  const quoted = region.width >= WIDE && (state.tasks.quoted[view.taskId] ?? []).length > 0;
  const right = `${logPosition(view, { height, theme, live, quoted, size: task?.output.size ?? 0 })} `;
  const typed = typedIn(view);
  const words = confirmingWords(state, keymap) ?? state.ui.hint;
  const hints = keymap.hintsFor(typed?.place ?? 'log', keyContext(state, { long: false }));
  const left =
    words === null ? hintLine(hints, { width: region.width - displayWidth(right) - 3, theme }) : theme.warn(words);
  const { setCursorPosition } = useCursor();
  const column =
    typed === null ? 0 : displayWidth(` ${typed.lead}${screenLine(typed.editor.text.slice(0, typed.editor.cursor))}`);
  const isTyping = typed !== null && words === null;
  setCursorPosition(isTyping ? { x: region.x + Math.min(column, region.width - 1), y: region.y } : undefined);
  if (isTyping) {
    const line = ` ${theme.accent(typed.lead)}${screenLine(typed.editor.text)}`;
    const room = Math.max(0, region.width - displayWidth(line) - 3);
    return (
      <Lines region={region} lines={[fitLine(line, `${hintLine(hints, { width: room, theme })} `, region.width)]} />
    );
  }
  const room = region.width - displayWidth(right) - 2;
  // What has to be said goes before where one is.
  const where = words !== null && displayWidth(left) > room ? '' : right;
  return <Lines region={region} lines={[fitLine(` ${left}`, where, region.width)]} />;
}

/** From here on the bottom has room to say what the mark in the margin means. */
const WIDE = 100;

/** What is being typed, in which place, and what stands before it. */
function typedIn({ search, filtered, saving }: LogView) {
  if (search?.typing === true)
    return { place: 'log search', lead: filtered ? '&' : '/', editor: search.editor } as const;
  return saving === null ? null : ({ place: 'log file', lead: 'save as ', editor: saving } as const);
}
