import { Box } from 'ink';
import { EditorRows } from './editor-rows.tsx';
import { CHOOSERS } from './input-line.tsx';
import { keyContext } from './key-context.ts';
import { createViewLayout, type Size } from './layout.ts';
import { Lines } from './lines.tsx';
import { Popup } from './popup.tsx';
import { useServices, useStoreState } from './screen-context.tsx';
import { hintLine } from './status-lines.ts';
import { displayWidth, fitLine } from './text.ts';

/** Over a view that takes the whole screen: the open list, and what is typed to choose from it in the last line. */
export function ViewChooser({ size }: { readonly size: Size }) {
  const { theme, keymap } = useServices();
  const chooser = useStoreState(({ ui }) => ui.chooser);
  const state = useStoreState((all) => all);
  if (chooser === null) return null;
  const { body, keys } = createViewLayout(size);
  const hints = hintLine(keymap.hintsFor('chooser', keyContext(state, { long: false })), {
    width: Math.floor(keys.width / 2),
    theme,
  });
  const last = { left: keys.x, top: keys.y, width: keys.width, height: keys.height };
  const room = { ...keys, width: keys.width - displayWidth(hints) - 2 };
  return (
    <>
      <Popup above={body} />
      <Box position="absolute" {...last}>
        <Lines region={keys} lines={[fitLine('', `${hints} `, keys.width)]} />
      </Box>
      <Box position="absolute" {...last}>
        <EditorRows region={room} editor={chooser.query} focused {...CHOOSERS[chooser.kind]} />
      </Box>
    </>
  );
}
