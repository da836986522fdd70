/**
 * The gate before everything that runs a command or changes a file; the same for foreground, background and woken turns.
 *
 * - One question at a time, in the order in which they came.
 * - An answer "for this session" covers its kind, commands or file changes, also for questions that already wait.
 * - Only an answer of the human's opens it. An interrupted turn is a refusal.
 *
 * Deliberately not here: rules by command or path, and what is impossible anyway (the tools say that themselves).
 */
import { randomUUID } from 'node:crypto';
import type { Answer, Question } from './events.ts';
import type { AskedPermission, Permission } from './tools/tool.ts';

export interface Gate {
  /** Never rejects while `ask` does not. */
  check(permission: Exclude<Permission, { kind: 'answered' }>, signal: AbortSignal): Promise<GateAnswer>;
}

/** `text` is for the model, `summary` for the screen. */
export type GateAnswer =
  { readonly kind: 'allowed' } | { readonly kind: 'refused'; readonly text: string; readonly summary: string };

export interface GateOptions {
  /** `all`: nothing is asked. */
  readonly mode: 'ask' | 'all';
  /** Puts the question before the human. Settles soon after `signal` aborts; what it answers then does not count. */
  readonly ask: (question: Question, signal: AbortSignal) => Promise<Answer>;
}

const ALLOWED: GateAnswer = { kind: 'allowed' };

const SCOPES: { readonly [kind in AskedPermission['kind']]: string } = {
  command: 'every command',
  edit: 'every change of a file in this folder',
};

export function createGate({ mode, ask }: GateOptions): Gate {
  const allowedKinds = new Set<AskedPermission['kind']>();
  let lastInLine: Promise<unknown> = Promise.resolve();

  return {
    async check(permission, signal) {
      if (permission.kind === 'free' || mode === 'all') return ALLOWED;
      const answer = lastInLine.then(() => decide(permission, signal));
      lastInLine = answer.catch(() => undefined);
      return answer;
    },
  };

  async function decide({ kind, question }: AskedPermission, signal: AbortSignal): Promise<GateAnswer> {
    if (signal.aborted) return interrupted();
    if (allowedKinds.has(kind)) return ALLOWED;
    const answer = await ask({ ...question, id: randomUUID(), scope: SCOPES[kind] }, signal);
    if (signal.aborted) return interrupted();
    if (answer.kind === 'no') return refused(answer.word.trim());
    if (answer.kind === 'session') allowedKinds.add(kind);
    return ALLOWED;
  }
}

function interrupted(): GateAnswer {
  return {
    kind: 'refused',
    text: 'The user interrupted the turn before this was allowed. Nothing was done.',
    summary: 'interrupted',
  };
}

function refused(word: string): GateAnswer {
  const text = word
    ? `The user refused this and said: ${word}`
    : 'The user refused this. Nothing was done. Do not try to reach the same by another way; go on without it or ask.';
  return { kind: 'refused', text, summary: 'refused' };
}
