/** The story of the demo as a scripted Messages API, for the pictures of the README. */
import { call, gate, say, uses, type Gate, type Part, type Reply } from '../../test/fixtures/api-replies.ts';
import type { Script } from '../../test/fixtures/api-server.ts';
import { partFor } from '../../src/demo/story.ts';

/** How fast the commands of the project go, in milliseconds a step. */
export const pace = { PACE_TESTS: '110', PACE_BUILD: '70', PACE_LINKS: '330' };

/** Each answer goes by what the model is told, so that it does not matter which command ends first. */
export function createStory(): { readonly script: Script; readonly answerLast: () => void } {
  const last = gate();
  const script: Script = ({ messages }, n): Reply => {
    const counted = uses({ input_tokens: 900 * n, output_tokens: 240, cache_read_input_tokens: 9_000 + 1_500 * n });
    return [counted, ...answerTo(messages, last)];
  };
  return { script, answerLast: last.release };
}

function answerTo(messages: Parameters<typeof partFor>[0], last: Gate): readonly Part[] {
  const part = partFor(messages);
  if (part === undefined) return [say('I wait for the rest.')];
  // The last answer is held back, so that a picture can show what is not answered yet.
  if (part.say.startsWith('The build is done')) return [say(`${part.say} `, last, 'I wait for the links.')];
  return [say(part.say), ...(part.calls ?? []).map(({ name, input }) => call(name, input))];
}
