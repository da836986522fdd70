/** A question of the model in words, and the words it is answered with. */
import { cleanText } from '../background/clean-text.ts';
import { revealLine } from '../background/invisible.ts';
import type { Answer, Question } from '../agent/events.ts';
import { foldRepeats, type FoldedLine } from '../components/fold-repeats.ts';
import { count } from '../components/format.ts';
import { screenLine } from '../components/text.ts';

export function questionLines(question: Question): readonly string[] {
  const { title, body, context, why, always, document } = question;
  const lines = [...(document === undefined ? [] : [document, '']), ...body].flatMap((line) =>
    cleanText(line).split('\n'),
  );
  return [
    `Question: ${screenLine(title)}${lines.length < LONG ? '' : ` ${count(lines.length, 'line')}:`}`,
    ...foldRepeats(lines).flatMap(bodyWords),
    revealLine(context),
    ...(why === undefined ? [] : [`Asked because ${revealLine(why)}.`]),
    ...(always === undefined ? [] : [`Always would keep: ${always.rules.map(revealLine).join(' ')}`]),
    answerWords(question),
  ].filter((line) => line !== '');
}

/** From so many lines on a listener wants to know how many will come. */
const LONG = 8;

/** A few blank lines only part others; what was folded says what it stands for. */
function bodyWords(line: FoldedLine): readonly string[] {
  if (line.kind === 'repeats') return [`(${line.words})`];
  return line.text.trim() === '' ? [] : [line.text];
}

/** The answers there are. */
export function answerWords({ scope, always, choices }: Question): string {
  if (choices !== undefined)
    return `Answer with a number from 1 to ${choices}, or with no and your own words behind it.`;
  const session = scope === '' ? '' : `session (for this session: ${revealLine(scope)}), `;
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
