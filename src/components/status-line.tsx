import { useSyncExternalStore } from 'react';
import { keyContext } from './key-context.ts';
import type { Region } from './layout.ts';
import { Lines } from './lines.tsx';
import { useNow, useServices, useStoreState } from './screen-context.tsx';
import { isMoving, placeOf } from '../store/selectors.ts';
import { statusLines } from './status-lines.ts';

export function StatusLine({ region, long }: { readonly region: Region; readonly long: boolean }) {
  const { theme, keymap, calm = false } = useServices();
  const state = useStoreState((all) => all);
  const now = useNow(state.session.activity.kind !== 'idle');
  const hints = keymap.hintsFor(placeOf(state, now), keyContext(state, { long }));
  const { width, height } = region;
  const lines = statusLines(state, { width, height, now, theme, hints, keymap, calm });
  const moves = isMoving(state) && !calm && !state.ui.hint;
  return moves ? <MovingLines region={region} lines={lines} /> : <Lines region={region} lines={lines} />;
}

/** The sign of what goes on moves. Nothing but its row is drawn anew for that. */
function MovingLines({ region, lines }: { readonly region: Region; readonly lines: readonly string[] }) {
  const { clock } = useServices();
  const frame = useSyncExternalStore(everyFrame, () => Math.floor(clock.now() / FRAME_MS) % FRAMES.length);
  const [first = '', ...rest] = lines;
  return <Lines region={region} lines={[first.replace('●', FRAMES[frame] ?? '●'), ...rest]} />;
}

/** The first is what stands there while nothing moves. */
const FRAMES = ['●', '•', '·', '•'];
const FRAME_MS = 250;

function everyFrame(listener: () => void): () => void {
  const timer = setInterval(listener, FRAME_MS);
  return () => clearInterval(timer);
}
