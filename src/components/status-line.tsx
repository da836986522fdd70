import { keyContext } from './key-context.ts';
import type { Region } from './layout.ts';
import { Lines } from './lines.tsx';
import { useNow, useServices, useStoreState } from './screen-context.tsx';
import { placeOf } from '../store/selectors.ts';
import { statusLines } from './status-lines.ts';

export function StatusLine({ region, long }: { readonly region: Region; readonly long: boolean }) {
  const { theme, keymap, calm = false } = useServices();
  const state = useStoreState((all) => all);
  const now = useNow(state.session.activity.kind !== 'idle');
  const hints = keymap.hintsFor(placeOf(state, now), keyContext(state, { long }));
  const { width, height } = region;
  return <Lines region={region} lines={statusLines(state, { width, height, now, theme, hints, keymap, calm })} />;
}
