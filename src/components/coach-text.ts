import { padEnd, wrap } from './text.ts';
import type { Theme } from './theme.ts';

const SKIP = '  · esc skips the tour';

/** The lines that lead through the demo, below everything else and as wide as the window; none without a tour. */
export function coachText(
  coach: string | null,
  { columns, theme, canSkip }: { readonly columns: number; readonly theme: Theme; readonly canSkip: boolean },
): readonly string[] {
  if (coach === null) return [];
  return wrap(`${coach}${canSkip ? SKIP : ''}`, columns - 5).map((line, index) =>
    theme.accent(theme.bold(padEnd(`${index === 0 ? ' ▶ ' : '   '}${line}`, columns))),
  );
}
