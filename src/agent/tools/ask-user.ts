import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { failure } from './outcome.ts';
import { reveal } from '../../background/invisible.ts';
import type { Tool } from './tool.ts';
import { oneLine } from './words.ts';

const MOST = 6;

const schema = z.strictObject({
  question: z.string().min(1).max(2_000).describe('One or two sentences'),
  choices: z
    .array(z.string().min(1).max(200))
    .min(2)
    .max(MOST)
    .describe('Short answers, the one you recommend first; the user may also answer freely'),
});

type Input = z.infer<typeof schema>;

export const askUser: Tool<Input> = {
  name: 'ask_user',
  description:
    'Asks the user to choose and waits for the answer. Only for what you cannot find out yourself and what decides what ' +
    'you do next. Not for permission: the program asks for that.',
  schema,
  headline: ({ question }) => ({ verb: 'asked', subject: oneLine(question) }),
  permission: async () => ({ kind: 'free' }),
  async run({ question, choices }, { askUser, signal }) {
    const body = [...reveal(question), '', ...choices.map((choice, index) => `${index + 1}  ${oneLine(choice)}`)];
    const asked = { id: randomUUID(), title: 'Question', body, context: 'choose, or answer in your own words' };
    const answer = await askUser({ ...asked, scope: '', choices: choices.length }, signal);
    if (signal.aborted) return failure('The user interrupted the turn and did not answer.', 'interrupted');
    if (answer === null) {
      return failure(
        'Nobody is there to be asked. Take what is most likely right, and say what you took.',
        'nobody to ask',
      );
    }
    if (answer.kind === 'chosen') {
      const choice = choices[answer.choice] ?? '';
      return { text: `The user chose: ${choice}`, isError: false, summary: oneLine(choice) };
    }
    const word = answer.kind === 'no' ? answer.word.trim() : '';
    if (word === '')
      return failure('The user did not want to answer. Go on without it, or end your turn.', 'not answered');
    return { text: `The user answered: ${word}`, isError: false, summary: oneLine(word) };
  },
};
