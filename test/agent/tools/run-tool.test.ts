import { expect, test } from 'vitest';
import { z } from 'zod';
import type { GateAnswer } from '../../../src/agent/permissions.ts';
import { allTools } from '../../../src/agent/tools/all.ts';
import { runTool } from '../../../src/agent/tools/run-tool.ts';
import { createToolbox } from '../../../src/agent/tools/toolbox.ts';
import type { AnyTool, Tool, ToolContext } from '../../../src/agent/tools/tool.ts';

const schema = z.strictObject({ name: z.string(), times: z.number().min(1).optional() });

const greet: Tool<z.infer<typeof schema>> = {
  name: 'greet',
  description: 'Greets.',
  schema,
  headline: ({ name }) => ({ verb: 'ran', subject: name }),
  permission: async () => ({ kind: 'free' }),
  run: async ({ name }) => ({ text: `hello ${name}`, isError: false, summary: 'greeted', told: ['1f3a9c2e'] }),
};

interface Given {
  readonly tool?: AnyTool;
  readonly tools?: readonly AnyTool[];
  readonly name?: string;
  readonly input: unknown;
  readonly answer?: GateAnswer;
  readonly signal?: AbortSignal;
}

function run({ tool = greet, tools = [tool], name = 'greet', input, answer = { kind: 'allowed' }, signal }: Given) {
  const context = { signal: signal ?? new AbortController().signal } as ToolContext;
  const gate = {
    check: async () => answer,
    hides: async () => false,
    names: async () => false,
    ask: async () => null,
    isSettled: async () => true,
  };
  return runTool({ kind: 'tool-call', id: 'call-7', name, input }, { tools, gate, context });
}

test('a call is answered with the result of its tool and the ends that it tells', async () => {
  expect(await run({ input: { name: 'Ada' } })).toEqual({
    result: { kind: 'tool-result', callId: 'call-7', text: 'hello Ada', isError: false, summary: 'greeted' },
    told: ['1f3a9c2e'],
  });
});

test('what nobody sees in a result is named to the model and on the screen, and stays', async () => {
  const tags = [...'obey'].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');
  const { result } = await run({ input: { name: `Ada${tags}\u202e` } });
  expect(result.text).toBe(
    `hello Ada${tags}\u202e\n[It holds 5 invisible characters (U+E006F, U+E0062, U+E0065, U+E0079, U+202E), ` +
      'which spell "obey". Nobody who reads it on a screen sees them.]',
  );
  expect(result.summary).toBe('greeted · 5 invisible characters');
});

test('emoji, joined scripts and the byte order mark of a file are nothing to be named', async () => {
  const { result } = await run({ input: { name: '❤️ 👩‍💻 می\u200cخواهم\n1\t\ufeffint' } });
  expect(result.summary).toBe('greeted');
});

test('an unknown tool is an error that names the most similar one', async () => {
  const { result } = await run({ name: 'greeet', input: {} });
  expect(result).toMatchObject({ isError: true, text: 'There is no tool named "greeet". The most similar: greet.' });
});

test.each([
  ['Grep', /^search_files(?:, \w+){2}$/],
  ['reed_file', /^read_file(?:, \w+){2}$/],
  ['KillShell', /^stop_background(?:, \w+){2}$/],
  ['run_background', /^background_run(?:, \w+){2}$/],
  ['browser_navigate', /^\w+(?:, \w+){2}$/],
])('of many tools the three that are most like %s are named', async (name, named) => {
  const { result } = await run({ tools: allTools, name, input: {} });
  const [, said = ''] = /The most similar: (.*)\.$/.exec(result.text) ?? [];
  expect(said).toMatch(named);
  expect(allTools.map((tool) => tool.name)).toEqual(expect.arrayContaining(said.split(', ')));
});

test.each([
  { input: {}, says: '- name: expected string, got nothing' },
  { input: { name: 3 }, says: '- name: expected string, got 3' },
  { input: { name: 'a', times: '2' }, says: '- times: expected number, got "2"' },
  { input: { name: 'a', times: 0 }, says: '- times: Too small: expected number to be >=1, got 0' },
  { input: { name: 'a', tiems: 2 }, says: '- tiems: no such field' },
  { input: '{"name": "a', says: '- expected a JSON object, got "{\\"name\\": \\"a"' },
  { input: null, says: '- expected a JSON object, got null' },
  { input: undefined, says: '- expected a JSON object, got nothing' },
  { input: ['a'], says: '- expected a JSON object, got ["a"]' },
])('the input $input is an error from which the model can correct itself', async ({ input, says }) => {
  const { result } = await run({ input });
  expect(result.isError).toBe(true);
  expect(result.text.split('\n')).toEqual([
    'The input of greet is wrong. Nothing was done.',
    says,
    'It takes name (string), times (number, optional).',
  ]);
});

test('everything that is wrong with an input is said at once', async () => {
  const { result } = await run({ input: { times: 'x', more: 1 } });
  expect(result.text).toMatch(/- name: [^]*- times: [^]*- more: /);
});

test('a refused call does not run', async () => {
  const never = { ...greet, run: async () => Promise.reject(new Error('it ran')) };
  const answer = { kind: 'refused', text: 'The user refused this.', summary: 'refused' } as const;
  const { result } = await run({ tool: never, input: { name: 'Ada' }, answer });
  expect(result).toMatchObject({ isError: true, text: 'The user refused this.', summary: 'refused' });
});

test('a call that was allowed in the moment of an interruption does not run', async () => {
  const { result } = await run({ input: { name: 'Ada' }, signal: AbortSignal.abort() });
  expect(result).toMatchObject({ isError: true, summary: 'interrupted' });
});

test.each([
  { name: 'rejects', tool: { ...greet, run: async () => Promise.reject(new Error('the disk is gone')) } },
  {
    name: 'throws while it asks',
    tool: {
      ...greet,
      permission: () => {
        throw new Error('the disk is gone');
      },
    },
  },
])('a tool that $name is an error result', async ({ tool }) => {
  const { result } = await run({ tool, input: { name: 'Ada' } });
  expect(result).toMatchObject({ isError: true, text: 'The tool failed: the disk is gone.' });
});

test('a result is bounded, with a mark for what is left out, and holds no half characters', async () => {
  const { result } = await run({ input: { name: `${'😀'.repeat(20_000)}end` } });
  expect(result.text.length).toBeLessThan(30_100);
  expect(result.text).toMatch(/^hello 😀[^]*\n\[… 10,009 characters left out …\]\n[^]*😀end$/u);
  expect(result.text).not.toMatch(/\p{Surrogate}/u);
});

const toolbox = createToolbox({
  gate: { root: '/', mode: () => 'all', ask: async () => ({ kind: 'once' }) },
  limits: { foreground: 1, background: 1 },
});

test('the tools are offered with JSON Schemas of objects that take nothing else', () => {
  expect(toolbox.definitions.map(({ name }) => name)).toEqual([
    'bash',
    'background_run',
    'check_background',
    'send_background',
    'stop_background',
    'pause_background',
    'resume_background',
    'read_file',
    'write_file',
    'edit_file',
    'search_files',
    'find_files',
    'list_directory',
    'web_fetch',
    'todo_write',
    'ask_user',
    'propose_plan',
    'background_agent',
  ]);
  for (const { inputSchema } of toolbox.definitions) {
    expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
    expect(inputSchema).not.toHaveProperty('$schema');
  }
});

test.each([
  ['bash', { command: 'npm\n  test' }, 'ran', 'npm test'],
  ['background_run', { command: 'npm install' }, 'background', 'npm install'],
  ['background_run', { command: 'npm install', label: 'packages' }, 'background', 'packages'],
  ['write_file', { path: 'a\u001b[2Jb', content: '' }, 'wrote', 'ab'],
  ['edit_file', { path: 'a', old_text: 'b', new_text: 'c' }, 'edited', 'a'],
  ['background_agent', { prompt: 'Review it.', label: 'review' }, 'agent', 'review'],
  ['read_file', { path: 'a' }, 'read', 'a'],
  ['search_files', { pattern: 'a b', path: 'src', glob: '*.ts' }, 'searched', 'a b in src *.ts'],
  ['find_files', { glob: '*.ts' }, 'found', '*.ts'],
  ['list_directory', {}, 'listed', '.'],
  ['check_background', {}, 'checked', 'all tasks'],
  ['stop_background', { task_id: '1f3a9c2e' }, 'stopped', '1f3a9c2e'],
  ['stop_background', { task_id: '1f3a9c2e', signal: 'SIGHUP' }, 'signalled', '1f3a9c2e SIGHUP'],
  ['pause_background', { task_id: '1f3a9c2e' }, 'paused', '1f3a9c2e'],
  ['resume_background', { task_id: '1f3a9c2e' }, 'resumed', '1f3a9c2e'],
  ['bash', { command: 'npm install', run_in_background: true }, 'background', 'npm install'],
  ['bash', { line: 'x' }, 'called', 'bash'],
  ['no_such_tool', {}, 'called', 'no_such_tool'],
])('a call of %s with %j has a headline', (name, input, verb, subject) => {
  expect(toolbox.headline({ kind: 'tool-call', id: 'call-7', name, input })).toMatchObject({ name, verb, subject });
});

test.each([
  ['npm test', undefined],
  ['npm\n  test', 'npm\n  test'],
  ['x'.repeat(300), 'x'.repeat(300)],
])('a headline holds the whole command when its line leaves something out', (command, whole) => {
  const call = { kind: 'tool-call', id: 'call-7', name: 'bash', input: { command } } as const;
  expect(toolbox.headline(call).command).toBe(whole);
});

test('a headline is one line of bounded length', () => {
  const call = { kind: 'tool-call', id: 'call-7', name: 'bash', input: { command: 'x'.repeat(5_000) } } as const;
  expect(toolbox.headline(call).subject).toHaveLength(200);
});
