import { useCursor } from 'ink';
import type { Editor } from '../store/editor.ts';
import { editorView } from './editor-view.ts';
import type { Region, Size } from './layout.ts';
import { Lines } from './lines.tsx';
import { useServices } from './screen-context.tsx';

/** Columns of the mark before the text. */
const MARK = 3;

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
}: {
  readonly region: Region;
  readonly editor: Editor;
  readonly focused: boolean;
  /** Shown while nothing is written. */
  readonly placeholder: string;
}) {
  const { theme } = useServices();
  const { setCursorPosition } = useCursor();
  const { rows, cursor } = editorView(editor, { width: region.width - MARK, maxRows: region.height });
  setCursorPosition(focused ? { x: region.x + MARK + cursor.column, y: region.y + cursor.row } : undefined);
  const mark = focused ? theme.accent('›') : theme.dim('›');
  const texts = editor.text === '' ? [theme.dim(placeholder)] : rows;
  return <Lines region={region} lines={texts.map((row, index) => ` ${index === 0 ? mark : ' '} ${row}`)} />;
}
