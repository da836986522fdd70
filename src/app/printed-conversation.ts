/** The conversation as it is left on the normal screen, when the program's own screen is gone. */
import { commandLine } from '../background/start-command.ts';
import { createConversationIndex } from '../components/conversation-index.ts';
import { createLineCache } from '../components/conversation-lines.ts';
import type { MarkdownLexer } from '../components/markdown-lexer.ts';
import type { Theme } from '../components/theme.ts';
import type { Item } from '../store/item.ts';

export interface PrintOptions {
  readonly items: readonly Item[];
  readonly columns: number;
  readonly theme: Theme;
  /** `null` when it never was loaded. */
  readonly markdown: MarkdownLexer | null;
  readonly sessionId: string;
}

/** A shell is not to be buried. */
const MOST_LINES = 200;

/** Its last lines, and where the rest is; none when nothing was said. */
export function printedConversation({ items, columns, theme, markdown, sessionId }: PrintOptions): readonly string[] {
  if (!isUsed(items)) return [];
  const index = createConversationIndex(createLineCache({ theme, markdown }));
  index.update(items, columns);
  const total = index.total();
  const lines = index.lines(Math.max(0, total - MOST_LINES), total);
  const rest = `   … only the last ${MOST_LINES} lines; all of it: ${commandLine(`export ${sessionId}`)}`;
  return [...(total > MOST_LINES ? [theme.dim(rest), ''] : []), ...lines.map((line) => line.trimEnd()), ''];
}

/** Whether anything was said or run, so that there is something to come back to. */
export function isUsed(items: PrintOptions['items']): boolean {
  return items.some(({ kind }) => kind !== 'note' && kind !== 'problem');
}
