import { Box } from 'ink';
import type { Region } from './layout.ts';
import { Lines } from './lines.tsx';
import { popupHeight, popupLines, type PopupOptions } from './popup-lines.ts';
import { useServices, useStoreState } from './screen-context.tsx';

const CHOOSER_WORDS = {
  palette: { title: 'actions and commands', empty: 'nothing is called that' },
  history: { title: 'sent before', empty: 'nothing like that was sent before' },
  model: { title: 'models', empty: 'no model is called that' },
  session: { title: 'sessions', empty: 'no session is called that' },
  leaving: { title: 'what cannot go on in another session', empty: 'that is no answer' },
} as const;

/** Over the lower part of `above`: the open list, if there is one. */
export function Popup({ above }: { readonly above: Region }) {
  const chooser = useStoreState(({ ui }) => ui.chooser);
  const completion = useStoreState(({ ui }) => (ui.chooser === null && ui.focus === 'input' ? ui.completion : null));
  if (chooser !== null) return <List above={above} {...CHOOSER_WORDS[chooser.kind]} {...chooser} />;
  if (completion?.open === true) {
    return <List above={above} empty="" {...completion} />;
  }
  return null;
}

function List({
  above,
  title,
  empty,
  matches,
  selected,
}: { readonly above: Region } & Pick<PopupOptions, 'title' | 'empty' | 'matches' | 'selected'>) {
  const { theme } = useServices();
  const { width } = above;
  const height = popupHeight(matches.length, above.height);
  const region = { x: above.x, y: above.y + above.height - height, width, height };
  const lines = popupLines({ title, empty, matches, selected, width, height, theme });
  return (
    <Box position="absolute" left={region.x} top={region.y} width={width} height={height}>
      <Lines region={region} lines={lines} />
    </Box>
  );
}
