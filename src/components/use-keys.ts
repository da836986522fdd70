import { useEffect, useMemo, useRef } from 'react';
import { useInput, usePaste } from 'ink';
import { createAnswerGuard } from './answer-guard.ts';
import type { ConversationIndex } from './conversation-index.ts';
import { createKeyHandler } from './key-handler.ts';
import { readKeyPresses } from './key-presses.ts';
import { createMouseHandler } from './mouse-handler.ts';
import type { Size } from './layout.ts';
import { useServices } from './screen-context.tsx';
import { useTerminal } from './use-terminal.ts';

/** The one place where keys and the mouse come in. */
export function useKeys({ index, size }: { readonly index: ConversationIndex; readonly size: Size }): void {
  const { store, keymap, mouse, keySource, editText, calm = false } = useServices();
  const terminal = useTerminal();
  const ports = { store, keymap, terminal, editText, index, size };
  const guard = useMemo(createAnswerGuard, [store]);
  const handler = createKeyHandler(ports, guard);
  const onMouse = useRef(createMouseHandler({ ...ports, calm }));
  onMouse.current = createMouseHandler({ ...ports, calm });
  useEffect(() => mouse?.subscribe((event) => onMouse.current(event)), [mouse]);
  useInput((input, key) => {
    const alone = keySource?.isAlone() ?? true;
    for (const press of readKeyPresses(input, key)) handler.press(press, alone);
  });
  usePaste(handler.paste);
}
