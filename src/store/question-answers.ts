/** The answers that a question without numbered choices can be given, in their order. */
import type { Question } from '../agent/events.ts';

export type AnswerKind = 'once' | 'session' | 'always' | 'no';

export function answerKinds({ scope, always }: Pick<Question, 'scope' | 'always'>): readonly AnswerKind[] {
  return [
    'once',
    ...(scope === '' ? [] : ['session' as const]),
    ...(always === undefined ? [] : ['always' as const]),
    'no',
  ];
}

/** How many there are, numbered choices included. */
export function answerCount(question: Question): number {
  return question.choices ?? answerKinds(question).length;
}
