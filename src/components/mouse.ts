/** What the mouse did, and how a terminal reports it (xterm's SGR mode, 1006). */

export type MouseEvent =
  /** The left button, pressed. Columns and rows count from 0. */
  | { readonly kind: 'press'; readonly x: number; readonly y: number }
  /** `by`: -1 is upwards. */
  | { readonly kind: 'wheel'; readonly x: number; readonly y: number; readonly by: 1 | -1 };

export interface MouseSource {
  subscribe(listener: (event: MouseEvent) => void): () => void;
}

const REPORT = /^\u001B\[<(\d{1,4});(\d{1,5});(\d{1,5})([Mm])$/;

/**
 * What a report means: `ESC [ < button ; column ; row`, and `M` for a press or `m` for a release. Nothing for a release, a
 * movement, another button, a wheel that goes sideways, and what is no report.
 */
export function readMouse(report: string): MouseEvent | undefined {
  const [, code, column, row, final] = REPORT.exec(report) ?? [];
  // Shift, Alt and Ctrl change nothing.
  const button = Number(code) & ~28;
  const place = { x: Number(column) - 1, y: Number(row) - 1 };
  if (final !== 'M') return undefined;
  if (button === 0) return { kind: 'press', ...place };
  if (button === 64 || button === 65) return { kind: 'wheel', ...place, by: button === 64 ? -1 : 1 };
  return undefined;
}
