import { useInput, usePaste } from 'ink';
import type { ConversationIndex } from './conversation-index.ts';
import { createKeyHandler } from './key-handler.ts';
import { readKeyPresses } from './key-presses.ts';
import type { Size } from './layout.ts';
import { useServices } from './screen-context.tsx';
import { useTerminal } from './use-terminal.ts';

/** The one place where keys come in. */
export function useKeys({ index, size }: { readonly index: ConversationIndex; readonly size: Size }): void {
  const { store, keymap } = useServices();
  const terminal = useTerminal();
  const handler = createKeyHandler({ store, keymap, terminal, index, size });
  useInput((input, key) => {
    for (const press of readKeyPresses(input, key)) handler.press(press);
  });
  usePaste(handler.paste);
}
