/** The text of a page, made in a worker thread that may take only so much time and memory. */
import { Worker } from 'node:worker_threads';

export type PageText =
  | { readonly kind: 'text'; readonly text: string }
  /** `reason` follows "could not be converted:". */
  | { readonly kind: 'failed'; readonly reason: string };

export interface PageTextOptions {
  /** The address that its links are relative to. */
  readonly baseUrl: string;
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly timeout?: number;
}

const TIMEOUT = 10_000;
/** Megabytes. A page of 2 MiB that people wrote takes under 60. */
const MEMORY = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 };

/** Never rejects. */
export function textOfPage(html: string, { baseUrl, signal, timeout = TIMEOUT }: PageTextOptions): Promise<PageText> {
  if (signal.aborted) return Promise.resolve(INTERRUPTED);
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./page-text-worker.js', import.meta.url), {
      workerData: { html, baseUrl },
      resourceLimits: MEMORY,
      env: {},
    });
    const settle = (result: PageText) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', interrupt);
      void worker.terminate();
      resolve(result);
    };
    const interrupt = () => settle(INTERRUPTED);
    const timer = setTimeout(() => settle(failed(`it takes longer than ${timeout / 1_000} s`)), timeout);
    signal.addEventListener('abort', interrupt);
    worker.on('message', (text: string) => settle({ kind: 'text', text }));
    worker.on('error', (error) => settle(failed(reasonOf(error))));
    worker.on('exit', () => settle(failed('the conversion ended early')));
  });
}

const INTERRUPTED: PageText = { kind: 'failed', reason: 'it was interrupted' };

function failed(reason: string): PageText {
  return { kind: 'failed', reason };
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return `it takes more than ${MEMORY.maxOldGenerationSizeMb} MB of memory`;
  }
  return error instanceof Error ? error.message : String(error);
}
