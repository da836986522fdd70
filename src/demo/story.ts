/** What the model of the demo says: a script, told by what is new in the conversation, on the real loop, tools and tasks. */
import { readConversation, type Messages } from '../agent/offline/conversation.ts';
import { replyTo, type Reply } from '../agent/offline/reply.ts';

export const prompt = 'start the shop, run tests, lint and a build, and write the config meanwhile';

/** On the screen when the model has done what it was asked. */
export const ending = 'All 15 tests pass now';

type Call = { readonly name: string; readonly input: Readonly<Record<string, unknown>> };
/** What the model says, and the tools that it calls. */
export interface Part {
  readonly say: string;
  readonly calls?: readonly Call[];
}

/** The next message. Which command ends first does not matter: each answer goes by what the model is told. */
export function storyReply({ messages }: { readonly messages: Messages }, now: number): Reply {
  const talk = readConversation(messages);
  const asked = talk.open.filter((text) => text !== prompt);
  const { say, calls = [] } = partFor(messages) ?? { say: asked.length > 0 ? '' : replyTo({ messages }, now).text };
  const text = [...(asked.length > 0 ? [SCRIPTED] : []), say].filter(Boolean).join('\n\n');
  return { text, calls: calls.map((call, index) => ({ ...call, id: `toolu_demo_${talk.length}_${index}` })) };
}

const SCRIPTED =
  'Your message came with this request, in the middle of the work. I am a script and cannot act on it; a model would.';

/** Nothing when the story has nothing to say of what is new. */
export function partFor(messages: Messages): Part | undefined {
  const answered = messages.findLastIndex(({ role }) => role === 'assistant');
  const told = JSON.stringify(messages.slice(answered + 1).map(({ content }) => content));
  if (answered === -1) return START;
  if (told.includes('dist/shop.js')) return { say: 'The build is done.' };
  if (told.includes('15 passed')) return { say: `**${ending}.** The build and the check of links still run.` };
  if (told.includes('AssertionError')) return LOOK;
  if (STARTED.test(told)) return told.includes('npm run dev') ? WRITTEN : { say: 'The tests run again.' };
  if (told.includes('export const total')) return REPAIR;
  if (told.includes('checked 38 files')) return { say: 'Lint finds nothing.' };
  return undefined;
}

const STARTED = /Background task [0-9a-f]{8} (?:started|queued)/;
const CONFIG = '{\n  "port": 8080,\n  "database": "env:DATABASE_URL"\n}\n';
const CENTS = 'prices.reduce((sum, price) => sum + Math.round(price * 100), 0) / 100';

const START: Part = {
  say: 'These are slow, so I start them in the background and write the configuration meanwhile.',
  calls: [
    background({ command: 'npm run dev', label: 'dev server', timeout: 0 }),
    background({ command: 'npm test' }),
    background({ command: 'npm run lint' }),
    background({ command: 'npm run build' }),
    background({ command: 'node links.js', label: 'check links' }),
    { name: 'write_file', input: { path: 'config/app.json', content: CONFIG } },
  ],
};

const WRITTEN: Part = { say: 'They run; the configuration takes the database from `DATABASE_URL`.' };

const LOOK: Part = {
  say: 'One test fails; I look at it while the build goes on.',
  calls: [{ name: 'read_file', input: { path: 'cart.js' } }],
};

const REPAIR: Part = {
  say: 'Prices are added as fractions. I add cents instead, and test again:',
  calls: [
    {
      name: 'edit_file',
      input: { path: 'cart.js', old_text: 'prices.reduce((sum, price) => sum + price, 0)', new_text: CENTS },
    },
    background({ command: 'npm test', label: 'test again' }),
  ],
};

function background(input: Call['input']): Call {
  return { name: 'background_run', input };
}
