/** Views lie on one another: closing one leads back to where it was opened. Pure. */
import type { UiState } from './ui-state.ts';

type Views = Pick<UiState, 'view' | 'behind'>;

/** No view but the main one: what is behind it is over. */
export const MAIN_ALONE = { view: 'main', behind: [], log: null } as const satisfies Partial<UiState>;

/** With a view on top; one that lies below is come back to. */
export function withView({ view, behind }: Views, wanted: UiState['view']): Views {
  const open = [...behind, view];
  const at = open.indexOf(wanted);
  return { view: wanted, behind: at === -1 ? open : open.slice(0, at) };
}

/** Without the view on top. A log stays open as long as its view does. */
export function withoutView({ behind, log }: UiState): Views & Pick<UiState, 'log'> {
  const view = behind.at(-1) ?? 'main';
  return { view, behind: behind.slice(0, -1), log: behind.includes('log') ? log : null };
}
