import type { State } from '../store/state.ts';
import { Box } from 'ink';
import { draftMode } from '../store/draft-mode.ts';
import { EditorRows, editorRows } from './editor-rows.tsx';
import type { Region, Size } from './layout.ts';
import { Lines } from './lines.tsx';
import { useServices, useStoreState } from './screen-context.tsx';
import { searchColumn } from './search-view.ts';
import { fitLine, screenLine } from './text.ts';

/** Of what waits for the next call at most so many prompts are shown. */
const QUEUED_ROWS = 2;

const MODE_SIGNS = { prompt: '›', command: '›', shell: '$', background: '$' } as const;
export const CHOOSERS = {
  palette: { sign: ':', placeholder: 'which action or command?' },
  history: { sign: '/', placeholder: 'words of what was sent' },
  model: { sign: ':', placeholder: 'which model?' },
  session: { sign: ':', placeholder: 'which session?' },
  leaving: { sign: '?', placeholder: 'go there or stay?' },
} as const;

/** Rows that the draft, and what was sent before and still waits, need. */
export function inputRows({ ui, session }: State, size: Size): number {
  return Math.min(session.queued.length, QUEUED_ROWS) + editorRows(ui.chooser?.query ?? ui.editor, size);
}

/** The user's line; above it what they sent while the model works. */
export function InputLine({ region, conversation }: { readonly region: Region; readonly conversation: Region }) {
  const { theme } = useServices();
  const editor = useStoreState(({ ui }) => ui.editor);
  const focused = useStoreState(({ ui }) => ui.focus === 'input');
  const chooser = useStoreState(({ ui }) => ui.chooser);
  const column = useStoreState(({ ui }) => (ui.search === null ? null : searchColumn(ui.search)));
  const queued = useStoreState(({ session }) => session.queued);
  const shown = queued.slice(0, Math.min(QUEUED_ROWS, region.height - 1));
  const more = queued.length - shown.length;
  const lines = shown.map(({ text }, index) => {
    const rest = more > 0 && index === shown.length - 1 ? `and ${more} more ` : '';
    return theme.dim(fitLine(`   joins the next call: ${screenLine(text)}`, rest, region.width));
  });
  const rest = { ...region, y: region.y + shown.length, height: region.height - shown.length };
  return (
    <Box flexDirection="column" width={region.width} height={region.height} flexShrink={0}>
      {lines.length > 0 && <Lines region={{ ...region, height: lines.length }} lines={lines} />}
      {chooser === null ? (
        <EditorRows
          region={rest}
          editor={editor}
          focused={focused}
          placeholder="Ask meanwhile to do something"
          elsewhere={column === null ? null : lastRow(conversation, column)}
          sign={MODE_SIGNS[draftMode(editor.text)]}
        />
      ) : (
        <EditorRows region={rest} editor={chooser.query} focused {...CHOOSERS[chooser.kind]} />
      )}
    </Box>
  );
}

/** A search is typed there. */
function lastRow({ x, y, width, height }: Region, column: number) {
  return { x: x + Math.min(column, width - 1), y: y + height - 1 };
}
