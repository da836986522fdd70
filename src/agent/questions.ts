/** Questions to the human: asked as an event, answered by a verb of the session, withdrawn by an interruption. */
import type { AgentEvent, Answer, Question } from './events.ts';

export interface Questions {
  /** Settles with the human's answer, or, when `signal` aborts first, with a no without a word. Never rejects. */
  ask(question: Question, signal: AbortSignal): Promise<Answer>;
  /** The next question of the session's own agent waits for others to be answered, or no longer does. */
  waiting(isWaiting: boolean, callId?: string): void;
  /** No effect when that question is not open. */
  answer(id: string, answer: Answer): void;
}

export function createQuestions(ports: { emit(event: AgentEvent): void; now(): number }): Questions {
  const open = new Map<string, (answer: Answer | 'withdrawn') => void>();
  return {
    ask: (question, signal) =>
      new Promise((resolve) => {
        const settle = (answer: Answer | 'withdrawn') => {
          if (!open.delete(question.id)) return;
          signal.removeEventListener('abort', withdraw);
          ports.emit({ type: 'question_answered', id: question.id, answer });
          resolve(answer === 'withdrawn' ? { kind: 'no', word: '' } : answer);
        };
        const withdraw = () => settle('withdrawn');
        open.set(question.id, settle);
        ports.emit({ type: 'question_asked', at: ports.now(), question });
        if (signal.aborted) withdraw();
        else signal.addEventListener('abort', withdraw);
      }),
    waiting: (isWaiting, callId) =>
      ports.emit({
        type: 'question_waiting',
        at: ports.now(),
        isWaiting,
        ...(callId === undefined ? {} : { callId }),
      }),
    answer: (id, answer) => open.get(id)?.(answer),
  };
}
