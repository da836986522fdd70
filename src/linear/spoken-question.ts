/** A question of the model in words, and the words it is answered with. */
import { cleanText } from '../background/clean-text.ts';
import type { Answer, Question } from '../agent/events.ts';
import { screenLine } from '../components/text.ts';

export function questionLines(question: Question): readonly string[] {
  const { title, body, context, why, always } = question;
  return [
    `Question: ${screenLine(title)}`,
    ...body.flatMap((line) => cleanText(line).split('\n')).filter((line) => line.trim() !== ''),
    screenLine(context),
    ...(why === undefined ? [] : [`Asked because ${screenLine(why)}.`]),
    ...(always === undefined ? [] : [`Always would keep: ${always.rules.map(screenLine).join(' ')}`]),
    answerWords(question),
  ];
}

/** The answers there are. */
export function answerWords({ scope, always, choices }: Question): string {
  if (choices !== undefined)
    return `Answer with a number from 1 to ${choices}, or with no and your own words behind it.`;
  const session = scope === '' ? '' : `session (for this session: ${screenLine(scope)}), `;
  return `Answer yes, ${session}${always === undefined ? '' : 'always, '}or no; behind no you can say why.`;
}

/** `null`: that is no answer. */
export function readAnswer(line: string, question: Question): Answer | null {
  if (question.choices !== undefined) return readChoice(line, question.choices);
  const [, word = '', rest = ''] = /^\s*([a-z]+)\b[\s,:.]*(.*)$/is.exec(line) ?? [];
  switch (word.toLowerCase()) {
    case 'y':
    case 'yes':
    case 'once':
      return rest === '' ? { kind: 'once' } : null;
    case 's':
    case 'session':
      return rest === '' && question.scope !== '' ? { kind: 'session' } : null;
    case 'a':
    case 'always':
      return rest === '' && question.always !== undefined ? { kind: 'always' } : null;
    case 'n':
    case 'no':
      return { kind: 'no', word: rest.trim() };
    default:
      return null;
  }
}

function readChoice(line: string, choices: number): Answer | null {
  const [, number, word] = /^\s*(?:(\d)|no?\b[\s,:.]*(.*))\s*$/is.exec(line) ?? [];
  if (word !== undefined) return { kind: 'no', word: word.trim() };
  const choice = Number(number) - 1;
  return choice >= 0 && choice < choices ? { kind: 'chosen', choice } : null;
}
