import type { Place } from '../store/selectors.ts';
import { keyContext } from './key-context.ts';
import type { Region } from './layout.ts';
import { Lines } from './lines.tsx';
import { useServices, useStoreState } from './screen-context.tsx';
import { hintLine } from './status-lines.ts';

/** The last line of a view that takes the whole screen: its keys, or what the program has to say about the last one. */
export function ViewKeys({ region, place }: { readonly region: Region; readonly place: Place }) {
  const { theme, keymap } = useServices();
  const line = useStoreState((state) =>
    state.ui.hint === null
      ? hintLine(keymap.hintsFor(place, keyContext(state, { long: false })), { width: region.width - 2, theme })
      : theme.warn(state.ui.hint),
  );
  return <Lines region={region} lines={[` ${line}`]} />;
}
