/** What running tasks use of the machine: asked for only while somebody looks. */
import type { TaskId, TaskUsage } from '../background/task.ts';

export type Usage = ReadonlyMap<TaskId, TaskUsage>;

export interface UsageSource {
  /** Calls the listener at every news, until the returned function is called. */
  subscribe(listener: () => void): () => void;
  /** The last news; nothing while nobody listens. */
  get(): Usage;
}

export function createUsageSource(watch: (tell: (usage: Usage) => void) => () => void): UsageSource {
  const listeners = new Set<() => void>();
  let usage: Usage = NOTHING;
  let unwatch: () => void = () => undefined;

  return {
    get: () => usage,
    subscribe(listener) {
      if (listeners.size === 0) {
        unwatch = watch((news) => {
          usage = news;
          for (const each of listeners) each();
        });
      }
      listeners.add(listener);
      return () => {
        if (!listeners.delete(listener) || listeners.size > 0) return;
        unwatch();
        usage = NOTHING;
      };
    },
  };
}

const NOTHING: Usage = new Map();
