import { useCursor } from 'ink';
import { draftMode, type DraftMode } from '../store/draft-mode.ts';
import type { Editor } from '../store/editor.ts';
import { editorView } from './editor-view.ts';
import type { Region, Size } from './layout.ts';
import { Lines } from './lines.tsx';
import type { Style, Theme } from './theme.ts';
import { useServices } from './screen-context.tsx';

/** Columns of the mark before the text. */
const MARK = 3;

/** A cell of the screen. */
export interface CursorPlace {
  readonly x: number;
  readonly y: number;
}

/** Rows that a text needs in a screen of that size. */
export function editorRows(editor: Editor, { columns, rows }: Size): number {
  return editorView(editor, { width: columns - MARK, maxRows: rows }).rows.length;
}

/** An editor behind its mark; the terminal's own cursor stands in it while it has the focus. */
export function EditorRows({
  region,
  editor,
  focused,
  placeholder,
  sign = '›',
  elsewhere = null,
}: {
  readonly region: Region;
  readonly editor: Editor;
  readonly focused: boolean;
  /** Shown while nothing is written. */
  readonly placeholder: string;
  /** Before the text, one column. */
  readonly sign?: string;
  /** Where something else is typed while this has not the focus: the terminal has one cursor, and only one hook may set it. */
  readonly elsewhere?: CursorPlace | null;
}) {
  const { theme } = useServices();
  const style = signStyle(draftMode(editor.text), theme);
  const { setCursorPosition } = useCursor();
  const { rows, cursor } = editorView(editor, { width: region.width - MARK, maxRows: region.height });
  const own = { x: region.x + MARK + cursor.column, y: region.y + cursor.row };
  setCursorPosition(focused ? own : (elsewhere ?? undefined));
  const mark = focused ? style(sign) : theme.dim(sign);
  const texts = editor.text === '' ? [theme.dim(placeholder)] : rows;
  return <Lines region={region} lines={texts.map((row, index) => ` ${index === 0 ? mark : ' '} ${row}`)} />;
}

function signStyle(mode: DraftMode, theme: Theme): Style {
  switch (mode) {
    case 'shell':
      return theme.warn;
    case 'background':
      return theme.alive;
    case 'prompt':
    case 'command':
      return theme.accent;
    default:
      return mode satisfies never;
  }
}
