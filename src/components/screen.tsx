import { useMemo, useSyncExternalStore } from 'react';
import { Box, Text } from 'ink';
import { createConversationIndex } from './conversation-index.ts';
import { createLineCache } from './conversation-lines.ts';
import { createHighlighter } from './highlight.ts';
import { HelpScreen } from './help-screen.tsx';
import { LedgerScreen } from './ledger-screen.tsx';
import { LogScreen } from './log-screen.tsx';
import { MainScreen } from './main-screen.tsx';
import type { MarkdownLexer } from './markdown-lexer.ts';
import { parseDocument } from './question-document.ts';
import { ScreenContext, useServices, useStoreState, type ScreenServices } from './screen-context.tsx';
import { TimelineScreen } from './timeline-screen.tsx';
import { useKeys } from './use-keys.ts';
import { useWindowSize } from './use-window-size.ts';
import { ViewChooser } from './view-chooser.tsx';
import { coachText } from './coach-text.ts';
import { Lines } from './lines.tsx';
import { isTooSmall } from './layout.ts';

/** The whole program as one frame of the terminal's size. */
export function Screen({
  services,
  markdown,
}: {
  readonly services: ScreenServices;
  /** `null` until it is loaded. */
  readonly markdown: MarkdownLexer | null;
}) {
  return (
    <ScreenContext value={services}>
      <Views markdown={markdown} theme={services.theme} />
    </ScreenContext>
  );
}

function Views({
  markdown,
  theme,
}: {
  readonly markdown: MarkdownLexer | null;
  readonly theme: ScreenServices['theme'];
}) {
  const view = useStoreState(({ ui }) => ui.view);
  const window = useWindowSize();
  const coach = useStoreState(({ ui }) => ui.coach);
  const coachLines = useMemo(
    () => coachText(coach, { columns: window.columns, theme, canSkip: view === 'main' }),
    [coach, window, theme, view],
  );
  const size = useMemo(() => ({ ...window, rows: window.rows - coachLines.length }), [window, coachLines]);
  const highlighter = useMemo(createHighlighter, []);
  // What is drawn anew when more colours are to be had is what is in view; heights do not depend on them.
  useSyncExternalStore(highlighter.subscribe, highlighter.version);
  const { store, clock } = useServices();
  // Items of another session have the same numbers.
  const index = useMemo(
    () => createConversationIndex(createLineCache({ theme, markdown, highlighter, now: clock.now })),
    [theme, markdown, highlighter, store, clock],
  );
  const log = useStoreState(({ ui }) => ui.log);
  const asked = useStoreState(({ session }) => session.question?.question);
  if (asked !== undefined && markdown !== null) parseDocument(asked, markdown);
  useKeys({ index, size });
  if (isTooSmall(size)) return <TooSmall {...size} />;
  const whole = wholeView();
  return (
    <Box flexDirection="column">
      {whole === null ? (
        <MainScreen size={size} index={index} />
      ) : (
        <>
          {whole}
          <ViewChooser size={size} />
        </>
      )}
      <Lines region={{ x: 0, y: size.rows, width: size.columns, height: coachLines.length }} lines={coachLines} />
    </Box>
  );

  function wholeView() {
    if (view === 'help') return <HelpScreen size={size} />;
    if (view === 'ledger') return <LedgerScreen size={size} />;
    if (view === 'timeline') return <TimelineScreen size={size} />;
    return view === 'log' && log !== null ? <LogScreen size={size} view={log} /> : null;
  }
}

function TooSmall({ columns, rows }: { readonly columns: number; readonly rows: number }) {
  return (
    <Box width={columns} height={rows}>
      <Text wrap="truncate">The window is too small.</Text>
    </Box>
  );
}
