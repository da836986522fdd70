import { Box } from 'ink';
import type { ConversationIndex } from './conversation-index.ts';
import { ConversationPane } from './conversation-pane.tsx';
import { Header, TasksHeader } from './header.tsx';
import { InputLine } from './input-line.tsx';
import { createLayout, type Layout, type Region, type Size } from './layout.ts';
import { QuestionDialog } from './question-dialog.tsx';
import { QuitDialog } from './quit-dialog.tsx';
import { Divider, Rule, StepRule, TasksRule } from './rules.tsx';
import { useStoreState } from './screen-context.tsx';
import { dialogOf, questionRest, taskRows, wantedRows, type Dialog } from './screen-layout.ts';
import { SendingLine } from './sending-line.tsx';
import { StatusLine } from './status-line.tsx';
import { Popup } from './popup.tsx';
import { TaskPane } from './task-pane.tsx';

/** Conversation, tasks, input and status. */
export function MainScreen({ size, index }: { readonly size: Size; readonly index: ConversationIndex }) {
  const dialog = useStoreState(dialogOf);
  const inputRows = useStoreState((state) => wantedRows(state, size));
  const rows = useStoreState(taskRows);
  const pane = useStoreState(({ ui }) => ui.pane);
  const layout = createLayout({ ...size, inputRows, dialog: dialog !== null, taskRows: rows, pane });
  if (layout.kind === 'too-small') return null;
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows}>
      {layout.kind === 'wide' ? (
        <WideBody layout={layout} index={index} />
      ) : (
        <NarrowBody layout={layout} index={index} />
      )}
      <Bottom regions={layout.regions} dialog={dialog} />
      <Popup above={popupRoom(layout)} />
    </Box>
  );
}

/** What lies between the header and the input, beside the tasks. */
function popupRoom({ regions }: Exclude<Layout, { kind: 'too-small' }>): Region {
  const { conversation, inputRule } = regions;
  return { ...conversation, height: inputRule.y - conversation.y };
}

function WideBody({
  layout,
  index,
}: {
  readonly layout: Extract<Layout, { kind: 'wide' }>;
  readonly index: ConversationIndex;
}) {
  const { header, headerDivider, headerTasks, headerRule, conversation, divider, tasks, inputRule } = layout.regions;
  return (
    <>
      <Box>
        <Header region={header} model={false} summary={false} />
        <Divider region={headerDivider} />
        <TasksHeader region={headerTasks} />
      </Box>
      <Rule region={headerRule} crossing={{ at: divider.x, sign: '┼' }} />
      <Box>
        <ConversationPane region={conversation} index={index} />
        <Divider region={divider} />
        <TaskPane region={tasks} as="pane" />
      </Box>
      <Rule region={inputRule} crossing={{ at: divider.x, sign: '┴' }} />
    </>
  );
}

function NarrowBody({
  layout,
  index,
}: {
  readonly layout: Extract<Layout, { kind: 'narrow' }>;
  readonly index: ConversationIndex;
}) {
  const { header, headerRule, conversation, tasksRule, tasks, inputRule } = layout.regions;
  return (
    <>
      <Header region={header} model={layout.regions.status.height === 1} summary={tasks.height === 0} />
      <Rule region={headerRule} />
      <ConversationPane region={conversation} index={index} />
      {tasks.height > 0 && (
        <>
          <TasksRule region={tasksRule} />
          <TaskPane region={tasks} as="strip" />
        </>
      )}
      <StepRule region={inputRule} />
    </>
  );
}

type BottomRegions = Readonly<Record<'conversation' | 'input' | 'statusRule' | 'status', Region>>;

function Bottom({ regions, dialog }: { readonly regions: BottomRegions; readonly dialog: Dialog | null }) {
  const { conversation, input, statusRule, status } = regions;
  const long = useStoreState((state) => questionRest(state, input).lowest > 0);
  return (
    <>
      {dialog === null && <InputLine region={input} conversation={conversation} />}
      {dialog === 'question' && <QuestionDialog region={input} />}
      {dialog === 'sending' && <SendingLine region={input} />}
      {dialog === 'quit' && <QuitDialog region={input} />}
      {statusRule.height > 0 && <Rule region={statusRule} />}
      <StatusLine region={status} long={long} />
    </>
  );
}
