import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { useStdout } from 'ink';
import type { Size } from './layout.ts';

/** The window's size. Ink's own hook draws everything a second time at the start, and whenever a size is told again. */
export function useWindowSize(): Size {
  const stdout = useStdout().stdout as NodeJS.WriteStream;
  const subscribe = useCallback(
    (listener: () => void) => {
      stdout.on('resize', listener);
      return () => void stdout.off('resize', listener);
    },
    [stdout],
  );
  // A terminal that does not know its size says 0.
  const columns = useSyncExternalStore(subscribe, () => stdout.columns || 80);
  const rows = useSyncExternalStore(subscribe, () => stdout.rows || 24);
  return useMemo(() => ({ columns, rows }), [columns, rows]);
}
