import { say } from '../../test/fixtures/api-replies.ts';
import type { Figure } from './figure.ts';
import { withProgram } from './with-program.ts';

/** About as many characters of such text are a token; fewer than the API counts, so that the figure is no less. */
const CHARS_PER_TOKEN = 3.5;

/** What the first request of an empty project takes before anything is said: system prompt and tools. */
export async function measurePrompt(): Promise<readonly Figure[]> {
  const sent = await withProgram({ script: () => say('Hello.') }, async ({ program, api, send }) => {
    await send('Say hello');
    await program.waitFor('Hello.');
    return api.requests[0]?.body;
  });
  const tokens = (part: unknown) => Math.ceil(JSON.stringify(part ?? '').length / CHARS_PER_TOKEN);
  const [system, tools] = [tokens(sent?.system), tokens(sent?.tools)];
  const of = `characters / ${CHARS_PER_TOKEN}`;
  return [
    { name: 'system prompt', value: system, unit: 'tokens', target: null, of, samples: [system] },
    { name: 'tools', value: tools, unit: 'tokens', target: null, of, samples: [tools] },
    {
      name: 'first request, system and tools',
      value: system + tools,
      unit: 'tokens',
      target: 5_500,
      of: 'the two above',
      samples: [system + tools],
    },
  ];
}
