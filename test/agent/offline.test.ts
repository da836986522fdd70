import { expect, test } from 'vitest';
import type { Message, ToolCall, ToolResult, UserBlock } from '../../src/agent/messages.ts';
import { createOfflineProvider } from '../../src/agent/offline.ts';
import type { ModelEvent } from '../../src/agent/provider.ts';

const NOW = Date.UTC(2026, 0, 31);
const provider = createOfflineProvider({ now: () => NOW, delayMs: 0 });

async function call(messages: readonly Message[], signal = new AbortController().signal, model = provider) {
  const events: ModelEvent[] = [];
  for await (const event of model.call({ system: '', tools: [], messages }, signal)) events.push(event);
  return events;
}

type Answer = string | { readonly error: string };
/** What the tools answer, by name; `ids` are handed out to background tasks. */
type Tools = Readonly<Record<string, (input: Record<string, string>) => Answer>>;

/** Talks until the model stops; gives back each message in a few words. */
async function converse(prompt: string, { tools = TOOLS, history = [] as Message[], told = [] as UserBlock[] } = {}) {
  const messages: Message[] = [...history, { role: 'user', blocks: [...told, { kind: 'prompt', text: prompt }] }];
  const said: string[] = [];
  for (;;) {
    const last = (await call(messages)).at(-1);
    if (last?.type !== 'done') throw new Error(`It ended with ${JSON.stringify(last)}.`);
    messages.push(last.message);
    const calls = last.message.blocks.filter((block) => block.kind === 'tool-call');
    const text = last.message.blocks.map((block) => (block.kind === 'text' ? block.text : '')).join('');
    if (calls.length === 0) return { said, messages, answer: text };
    said.push(calls.map(wordsOf).join(' | '));
    messages.push({ role: 'user', blocks: calls.map((each) => resultOf(each, tools)) });
  }
}

function wordsOf({ name, input }: ToolCall): string {
  return [name, ...Object.values(input as object)].join(' ');
}

function resultOf({ id, name, input }: ToolCall, tools: Tools): ToolResult {
  const answer = tools[name]?.(input as Record<string, string>) ?? { error: `There is no tool ${name}.` };
  const [text, isError] = typeof answer === 'string' ? [answer, false] : [answer.error, true];
  return { kind: 'tool-result', callId: id, text, isError, summary: '' };
}

/** The same command always gets the same id. */
function idOf(command = ''): string {
  return Buffer.from(command).toString('hex').slice(-4).padStart(8, '0');
}

const TOOLS: Tools = {
  background_run: ({ command }) => `Background task ${idOf(command)} started: ${command}\nIts time limit is 300 s.`,
  check_background: () =>
    ['sleep 2', 'sleep 4', 'sleep 6', 'sleep 9']
      .map((command) => `[bg:${idOf(command)}] running for 0.1 s · ${command} · printed nothing`)
      .join('\n'),
  stop_background: ({ task_id }) => `Stopped.\n[bg:${task_id}] stopped: SIGTERM, stopped by the model after 1.0 s`,
  bash: ({ command }) => `completed: exit 0 after 0.1 s\noutput of ${command}`,
  read_file: ({ path }) =>
    path === 'README.md' ? '1\t# The shop\n2\tSells things.' : { error: `${path} does not exist.` },
  write_file: ({ path }) => `Wrote ${path}.`,
  edit_file: ({ path }) => `Edited ${path}.`,
};

const NOTE = (language: 'en' | 'fr') =>
  language === 'en'
    ? '# Notes\n\nCreated by the offline model of meanwhile on 2026-01-31.\n'
    : '# Notes\n\nFichier créé par le modèle hors ligne de meanwhile le 2026-01-31.\n';

test.each([
  ['Run "sleep 5 && echo done" in the background, then create a file while it runs', 'en', 'I wrote notes.md.'],
  [
    'Exécuter "sleep 5 && echo done" en arrière-plan, puis créer un fichier pendant qu\'il s\'exécute',
    'fr',
    "J'ai écrit notes.md.",
  ],
] as const)('the first thing to try: %s', async (prompt, language, words) => {
  const { said, answer } = await converse(prompt);
  expect(said).toEqual([
    'background_run sleep 5 && echo done',
    'read_file notes.md 1',
    `write_file notes.md ${NOTE(language)}`,
  ]);
  expect(answer).toContain(idOf('sleep 5 && echo done'));
  expect(answer).toContain(words);
});

test('what has no free place yet is said to be queued, not started', async () => {
  const tools = { ...TOOLS, background_run: () => 'Background task 1f3a9c2e queued: make\nIt waits for a free place.' };
  const { answer } = await converse('Run "make" in the background', { tools });
  expect(answer).toContain('Task 1f3a9c2e is queued and starts when a place is free: `make`.');
  expect(answer).not.toContain('was started');
});

test.each([
  ['Start 3 background tasks: "sleep 2", "sleep 4", "sleep 6". Check their status.', 'Status:'],
  [
    'Démarrer 3 tâches en arrière-plan : "sleep 2", "sleep 4", "sleep 6". Vérifier leur statut.',
    'Voici où elles en sont :',
  ],
])('the second thing to try: %s', async (prompt, words) => {
  const { said, answer } = await converse(prompt);
  expect(said).toEqual([
    'background_run sleep 2 | background_run sleep 4 | background_run sleep 6',
    'check_background',
  ]);
  expect(answer).toContain(words);
  expect(answer).toContain(`[bg:${idOf('sleep 6')}] running`);
  expect(answer, 'only those of this prompt').not.toContain('sleep 9');
});

test.each([
  ['Run pytest in the background and keep working on other things', 'It begins with: The shop'],
  ["Exécuter pytest en arrière-plan et continuer à travailler sur d'autres choses", 'Il commence par : The shop'],
])('the third thing to try: %s', async (prompt, words) => {
  const { said, answer } = await converse(prompt);
  expect(said).toEqual(['background_run pytest', 'read_file README.md 40']);
  expect(answer).toContain(words);
});

test('an end that the status tells is not promised again', async () => {
  const check_background = () => `[bg:${idOf('sleep 2')}] completed: exit 0 after 2.0 s · sleep 2 · printed nothing`;
  const tools = { ...TOOLS, check_background };
  const { answer } = await converse('Run "sleep 2" in the background. Check its status.', { tools });
  expect(answer).toContain('completed: exit 0');
  expect(answer).not.toContain('I will report');
});

test('a name that is taken is left alone', async () => {
  const read_file: Tools[string] = ({ path }) =>
    path === 'notes.md' ? '1\tmine' : { error: `${path} does not exist.` };
  const { said, answer } = await converse('create a file', { tools: { ...TOOLS, read_file } });
  expect(said).toEqual(['read_file notes.md 1', 'read_file notes-2.md 1', `write_file notes-2.md ${NOTE('en')}`]);
  expect(answer).toContain('I chose notes-2.md, which was free');
});

test.each<[string, string[], string]>([
  ['run ls -la', ['bash ls -la'], 'output of ls -la'],
  ['read README', ['read_file README.md'], 'Sells things.'],
  ['write "hi" to a.md, then read it', ['write_file a.md hi', 'read_file a.md'], 'a.md could not be read:'],
  ['edit a.md: replace "x" with "y"', ['edit_file a.md x y'], 'I edited a.md.'],
  ['read it', [], 'Which file?'],
  ['status', ['check_background'], 'sleep 9'],
  ['status of "sleep 4"', ['check_background'], '· sleep 4 ·'],
  ['check 1f3a9c2e', ['check_background 1f3a9c2e'], 'Status:'],
  ['stop 1f3a9c2e', ['stop_background 1f3a9c2e'], 'stopped by the model'],
  ['stop "sleep 4"', ['check_background', `stop_background ${idOf('sleep 4')}`], 'stopped by the model'],
  ['stop "npm"', ['check_background'], 'I know of no task that runs “npm”.'],
  ['hello', [], 'offline demo model (no AI)'],
  ['thank you', [], 'You are welcome.'],
  ['help', [], 'ANTHROPIC_API_KEY'],
  ['que sais-tu faire ?', [], 'ANTHROPIC_API_KEY'],
  ['What is the meaning of life?', [], 'I did not understand “What is the meaning of life”.'],
  ['Quel est le sens de la vie ?', [], "Je n'ai pas compris « Quel est le sens de la vie »."],
])('%s', async (prompt, said, words) => {
  const talk = await converse(prompt);
  expect(talk.said).toEqual(said);
  expect(talk.answer).toContain(words);
});

test.each([
  ['a script of package.json', '1\t{ "scripts": { "test": "vitest" } }', 'package.json', 'npm test'],
  ['the files of another language', undefined, 'Cargo.toml\nsrc/', 'cargo test'],
])('"run the tests" does it as the project says: by %s', async (_, manifest, files, command) => {
  const tools = {
    ...TOOLS,
    read_file: () => manifest ?? { error: 'package.json does not exist.' },
    list_directory: () => files,
  };
  const { said } = await converse('run the tests', { tools });
  expect(said).toEqual(['read_file package.json | list_directory', `background_run ${command}`]);
});

test('where the project does not say how, it is asked for the command', async () => {
  const { said, answer } = await converse('run the tests', { tools: { ...TOOLS, list_directory: () => 'notes.md' } });
  expect(said).toHaveLength(1);
  expect(answer).toContain('I found no test command in this project.');
});

test('what it understands is listed once', async () => {
  const first = await converse('What is the meaning of life?');
  expect(first.answer).toContain('Read README.md');
  const second = await converse('And of death?', { history: first.messages });
  expect(second.answer).toBe('I did not understand “of death”.\n\nType “help” for what I understand.');
});

test('stopping all stops what runs', async () => {
  const list = [
    `[bg:00000001] running for 3.0 s · npm start · printed nothing`,
    `[bg:00000002] completed: exit 0 after 2.0 s · echo running · last line: running`,
    `[bg:00000003] queued · npm test · printed nothing`,
  ].join('\n');
  const { said } = await converse('stop all tasks', { tools: { ...TOOLS, check_background: () => list } });
  expect(said).toEqual(['check_background', 'stop_background 00000001 | stop_background 00000003']);
});

test('a later prompt knows the tasks and the file of an earlier one', async () => {
  const { messages } = await converse('run "sleep 9" in the background and create a.md with "x"');
  expect((await converse('stop it', { history: messages })).said).toEqual([`stop_background ${idOf('sleep 9')}`]);
  expect((await converse('read it', { history: messages })).said).toEqual(['read_file a.md']);
});

test.each<[string, Tools[string], string, string]>([
  [
    'run "x" in the background',
    () => ({ error: 'The user refused this and said: not now' }),
    'background_run',
    'not now',
  ],
  ['run x', () => ({ error: 'The user refused this.' }), 'bash', 'did not run to its end'],
  ['create a.md', () => ({ error: 'The disk is full.' }), 'write_file', 'a.md was not written:'],
  ['replace "a" with "b" in a.md', () => ({ error: 'not unique' }), 'edit_file', 'a.md was not changed:'],
  ['stop 1f3a9c2e', () => ({ error: 'There is no task' }), 'stop_background', 'Task 1f3a9c2e was not stopped:'],
])('%s: an error is told, and nothing is claimed', async (prompt, answer, tool, words) => {
  const talk = await converse(prompt, { tools: { ...TOOLS, [tool]: answer } });
  expect(talk.answer).toContain(words);
  expect(talk.answer).not.toMatch(/was started|I wrote|I edited|I will report/);
});

test('a file that has to be read before it is overwritten is read', async () => {
  let isRead = false;
  const tools: Tools = {
    read_file: () => ((isRead = true), '1\told'),
    write_file: () =>
      isRead ? 'Overwrote a.md (1 line).' : { error: 'a.md is there already. Read it with read_file' },
  };
  const { said, answer } = await converse('create a.md with "x"', { tools });
  expect(said).toEqual(['write_file a.md x', 'read_file a.md', 'write_file a.md x']);
  expect(answer).toContain('I wrote a.md');
});

const NOTICE = `<background-results>
[bg:1f3a9c2e] completed: exit 0 after 5.0 s · sleep 5 && echo done · printed 5 bytes
done

[bg:2a3b4c5d] failed: exit 1 after 12.4 s · pytest · printed 900 bytes
collected 3 items
E   assert 1 == 2
1 failed, 2 passed
[more: check_background with task_id 2a3b4c5d and grep, tail or offset]

[bg:3b4c5d6e] failed: exit 3 after 1.0 s · ./check · printed 900 bytes
to be looked at
[more: check_background with task_id 3b4c5d6e and grep, tail or offset]
</background-results>
This was reported by the program. No human spoke, and it approves nothing.`;

const notice: UserBlock = { kind: 'notice', text: NOTICE, tasks: [] };

test.each([
  [
    'Run pytest in the background',
    'Task 1f3a9c2e completed: `sleep 5 && echo done` (exit 0 after 5.0 s). Its last line: done',
  ],
  ['Exécuter pytest en arrière-plan', 'La tâche 1f3a9c2e est terminée : `sleep 5 && echo done` (exit 0 after 5.0 s)'],
])('after %s a notice is answered in that language, each task by itself', async (prompt, words) => {
  const { messages } = await converse(prompt);
  const last = (await call([...messages, { role: 'user', blocks: [notice] }])).at(-1);
  const text = last?.type === 'done' && last.message.blocks[0]?.kind === 'text' ? last.message.blocks[0].text : '';
  expect(text).toContain(words);
  expect(text).toContain('assert 1 == 2');
  expect(text).toContain('2a3b4c5d');
  expect(text).toContain('to be looked at');
  expect(text).not.toContain('check_background');
});

test('a notice that comes while work goes on is answered, and the work goes on', async () => {
  const messages: Message[] = [{ role: 'user', blocks: [{ kind: 'prompt', text: 'run ls, then run pwd' }] }];
  const first = (await call(messages)).at(-1);
  if (first?.type !== 'done') throw new Error('It did not answer.');
  const results = first.message.blocks
    .filter((block) => block.kind === 'tool-call')
    .map((each) => resultOf(each, TOOLS));
  const last = (await call([...messages, first.message, { role: 'user', blocks: [...results, notice] }])).at(-1);
  expect(last).toMatchObject({
    message: {
      blocks: [
        { kind: 'text', text: expect.stringMatching(/^Task 1f3a9c2e completed[^]*Running `pwd`\.$/) },
        { kind: 'tool-call', input: { command: 'pwd' } },
      ],
    },
  });
});

test('a warning of the program is no request', async () => {
  const warning: UserBlock = { kind: 'notice', text: '<warning>New: .envrc.</warning>', tasks: [] };
  const last = (await call([{ role: 'user', blocks: [warning, { kind: 'prompt', text: 'run ls' }] }])).at(-1);
  const blocks = last?.type === 'done' ? last.message.blocks : [];
  expect(JSON.stringify(blocks)).not.toContain('envrc');
  expect(blocks.at(-1)).toMatchObject({ kind: 'tool-call', input: { command: 'ls' } });
});

test('a prompt that comes while work goes on is done after it', async () => {
  const messages: Message[] = [{ role: 'user', blocks: [{ kind: 'prompt', text: 'run ls' }] }];
  const first = (await call(messages)).at(-1);
  if (first?.type !== 'done') throw new Error('It did not answer.');
  const results = first.message.blocks
    .filter((block) => block.kind === 'tool-call')
    .map((each) => resultOf(each, TOOLS));
  const prompt: UserBlock = { kind: 'prompt', text: 'run "sleep 2" in the background' };
  const last = (await call([...messages, first.message, { role: 'user', blocks: [...results, prompt] }])).at(-1);
  expect(last).toMatchObject({ message: { blocks: [{}, { name: 'background_run', input: { command: 'sleep 2' } }] } });
});

test('what was interrupted is given up', async () => {
  const messages: Message[] = [{ role: 'user', blocks: [{ kind: 'prompt', text: 'run ls, then run pwd' }] }];
  const first = (await call(messages)).at(-1);
  if (first?.type !== 'done') throw new Error('It did not answer.');
  const bash = () => ({ error: 'The user interrupted this command; it is being stopped.' });
  const results = first.message.blocks
    .filter((block) => block.kind === 'tool-call')
    .map((each) => resultOf(each, { bash }));
  const blocks: UserBlock[] = [...results, { kind: 'prompt', text: 'thanks' }];
  const last = (await call([...messages, first.message, { role: 'user', blocks }])).at(-1);
  expect(last).toMatchObject({ message: { blocks: [{ kind: 'text', text: 'You are welcome.' }] } });
});

test('what the user ran by hand is no prompt', async () => {
  const text = 'The user ran this command. It is for your information and asks for no answer.\n$ run ls\n';
  const { said } = await converse('hello', { told: [{ kind: 'shell', command: 'run ls', text, taskId: '1f3a9c2e' }] });
  expect(said).toEqual([]);
});

test('it streams word by word and can be aborted', async () => {
  const slow = createOfflineProvider({ delayMs: 20 });
  const controller = new AbortController();
  const events: ModelEvent[] = [];
  const messages: Message[] = [{ role: 'user', blocks: [{ kind: 'prompt', text: 'help' }] }];
  for await (const event of slow.call({ system: '', tools: [], messages }, controller.signal)) {
    events.push(event);
    if (events.length === 3) controller.abort();
  }
  expect(events.slice(0, 3).map((event) => event.type)).toEqual(['text_delta', 'text_delta', 'text_delta']);
  expect(events.at(-1)).toMatchObject({ type: 'aborted', partial: { blocks: [{ kind: 'text' }] } });
  expect(events.length).toBeLessThan(8);
});

test('it says what it is, and counts no tokens', async () => {
  expect([provider.name, provider.model]).toEqual(['offline', 'offline']);
  const last = (await call([{ role: 'user', blocks: [{ kind: 'prompt', text: 'hello' }] }])).at(-1);
  expect(last).toMatchObject({ stopReason: 'end_turn', usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 } });
});
