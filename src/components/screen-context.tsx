/** What every part of the screen reads: the store, the look, the clock. */
import { createContext, use, useSyncExternalStore } from 'react';
import type { State } from '../store/state.ts';
import type { Usage } from '../store/usage.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from './clock.ts';
import type { KeySource } from './key-presses.ts';
import type { Keymap } from './keymap.ts';
import type { MouseSource } from './mouse.ts';
import type { Theme } from './theme.ts';

export type EditedText =
  { readonly kind: 'edited'; readonly text: string } | { readonly kind: 'failed'; readonly sentence: string };

export interface ScreenServices {
  readonly store: Store;
  readonly theme: Theme;
  readonly keymap: Keymap;
  readonly clock: Clock;
  readonly mouse?: MouseSource;
  /** Without one every key counts as coming alone. */
  readonly keySource?: KeySource;
  /** Nothing moves by itself. */
  readonly calm?: boolean;
  /** Lets the user edit a text in their own editor, on a terminal that is free for it. Never rejects. */
  editText(text: string): Promise<EditedText>;
  /** The user's home folder, shown as `~`. */
  readonly home: string;
  /** The branch that is checked out where the program runs; without it none is shown. */
  readonly gitBranch?: () => string | null;
  /** The terminal makes links of OSC 8. */
  readonly links: boolean;
}

export const ScreenContext = createContext<ScreenServices | null>(null);

export function useServices(): ScreenServices {
  const services = use(ScreenContext);
  if (services === null) throw new Error('This part of the screen needs a ScreenContext around it.');
  return services;
}

/** A part of the state; the selector answers the same object while nothing in it changed. */
export function useStoreState<T>(selector: (state: State) => T): T {
  const { store } = useServices();
  return useSyncExternalStore(store.subscribe, () => selector(store.getState()));
}

/** The time; draws anew every second while `ticking`. */
export function useNow(ticking: boolean): number {
  const { clock } = useServices();
  useSyncExternalStore(ticking ? clock.subscribe : neverChanges, clock.ticks);
  return clock.now();
}

/** What running tasks use of the machine; looked at only while a part of the screen that shows it is there. */
export function useUsage(shown: boolean): Usage {
  const { usage } = useServices().store;
  return useSyncExternalStore(shown ? usage.subscribe : neverChanges, usage.get);
}

function neverChanges(): () => void {
  return () => undefined;
}
