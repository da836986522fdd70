import { startOffers } from '../store/start-actions.ts';
import type { Region } from './layout.ts';
import { Lines } from './lines.tsx';
import { useServices, useStoreState } from './screen-context.tsx';
import { welcomeLines } from './welcome-lines.ts';

/** In place of the conversation before anything was said. */
export function WelcomePane({ region }: { readonly region: Region }) {
  const { theme, keymap } = useServices();
  const ui = useStoreState((state) => state.ui);
  const session = useStoreState((state) => state.session);
  const instructions = useStoreState(({ knowledge }) => knowledge.instructions);
  const lines = welcomeLines({
    width: region.width,
    height: region.height,
    theme,
    keymap,
    offline: session.info?.provider === 'offline',
    sandbox: session.sandbox,
    read: instructions.map(({ shown }) => shown),
    offers: startOffers({ ui, session }),
    chosen: ui.start.chosen,
  });
  return <Lines region={region} lines={lines} />;
}
