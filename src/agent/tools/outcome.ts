import type { ToolOutcome } from './tool.ts';

/** Something that could not be done: `text` tells the model how to go on, `summary` is for the screen. */
export function failure(text: string, summary = 'failed'): ToolOutcome {
  return { text, isError: true, summary };
}

/** The answer of a step that could not be done, beside what it answers when it could. */
export interface Failed {
  readonly kind: 'failed';
  readonly outcome: ToolOutcome;
}

export function failed(text: string, summary?: string): Failed {
  return { kind: 'failed', outcome: failure(text, summary) };
}

/** What the system said, without its call and path: `permission denied`. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /^[A-Z][A-Z0-9]+: (.+?)(?:, \w+(?: |$).*)?$/s.exec(message)?.[1] ?? message;
}

/** The system's name for an error: `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
