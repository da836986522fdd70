import type { PatternSearch } from './pattern-search.ts';
import { type PatternWatch, watchPatterns } from './pattern-watch.ts';
import { looksLikeQuestion } from './question-line.ts';
import type { LogPage, LogQuery } from './task-log.ts';
import type { Asking, Matched, Task } from './task.ts';

/** What is noticed about a task while it runs, beside its size and last line. Each verb is told what happened to it. */
export interface TaskObserver {
  /** The command runs now, or goes on after a pause. */
  running(): void;
  output(): void;
  ended(): void;
  close(): void;
}

export interface ObserveOptions {
  readonly patterns: readonly string[];
  readonly search: PatternSearch;
  /** The offset in the log from which on patterns are looked for. */
  readonly from: number;
  /** Milliseconds without output after which a line that looks like a question is one. */
  readonly silence: number;
  task(): Task;
  readLog(query: LogQuery): Promise<LogPage>;
  now(): number;
  onMatched(matched: Matched): void;
  onAsks(asks: Asking): void;
}

export function observeTask(options: ObserveOptions): TaskObserver {
  const { patterns, silence } = options;
  const watch: PatternWatch | undefined =
    patterns.length === 0 ? undefined : watchPatterns({ ...options, tell: options.onMatched });
  let silenceTimer: NodeJS.Timeout | undefined;

  function noticeSilence(): void {
    const { status, output, asks } = options.task();
    if (status.phase !== 'running' || asks?.size === output.size || !looksLikeQuestion(output.lastLine)) return;
    options.onAsks({ line: output.lastLine, silence, size: output.size });
  }

  return {
    running() {
      clearTimeout(silenceTimer);
      silenceTimer = setTimeout(noticeSilence, silence).unref();
    },
    output() {
      silenceTimer?.refresh();
      watch?.look();
    },
    ended() {
      clearTimeout(silenceTimer);
      watch?.finish();
    },
    close() {
      clearTimeout(silenceTimer);
      watch?.close();
    },
  };
}
