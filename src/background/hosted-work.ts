/**
 * What runs inside this program in place of a command: a second agent, or a call that somebody else carries out. To the
 * manager it is a task like every other, with its log, its end and its stop; it only cannot outlive the program.
 *
 * Contract: it never rejects, it settles once, and soon after `signal` aborts.
 */
import type { TaskId, TaskSpec } from './task.ts';

export type HostedWork = (task: HostedTask, ports: HostedPorts) => Promise<HostedResult>;

export interface HostedTask {
  readonly id: TaskId;
  readonly spec: TaskSpec;
}

export interface HostedPorts {
  /** Writes to the log; whoever reads it gets it cleaned. */
  print(text: string): void;
  /** Aborted when the task is stopped. */
  readonly signal: AbortSignal;
}

/** `answer`: what is told of it in place of a digest of its log. `failure`: why it came to nothing, in a few words. */
export interface HostedResult {
  readonly answer?: string;
  readonly failure?: string;
}
