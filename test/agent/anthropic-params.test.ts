import { expect, test } from 'vitest';
import { toParams } from '../../src/agent/anthropic-params.ts';
import type { Message } from '../../src/agent/messages.ts';

const TOOL = { name: 'bash', description: 'Runs.', inputSchema: { type: 'object' as const } };
const CACHE = { cache_control: { type: 'ephemeral' } };

function params(messages: readonly Message[], request = {}) {
  return toParams({ system: 'Be brief.', tools: [TOOL], messages, ...request }, { model: 'm', maxTokens: 9 });
}

const prompt = (text: string): Message => ({ role: 'user', blocks: [{ kind: 'prompt', text }] });

test('a request carries model, limit, system prompt and tools, each with a cache mark at its end', () => {
  const tools = [TOOL, { ...TOOL, name: 'read_file' }];
  expect(params([prompt('hi')], { tools })).toEqual({
    model: 'm',
    max_tokens: 9,
    stream: true,
    system: [{ type: 'text', text: 'Be brief.', ...CACHE }],
    tools: [
      { name: 'bash', description: 'Runs.', input_schema: { type: 'object' } },
      { name: 'read_file', description: 'Runs.', input_schema: { type: 'object' }, ...CACHE },
    ],
    messages: [{ role: 'user', content: [{ type: 'text', text: 'hi', ...CACHE }] }],
  });
});

test('what is empty is left out', () => {
  expect(Object.keys(params([prompt('hi')], { system: ' ', tools: [] }))).toEqual([
    'model',
    'max_tokens',
    'stream',
    'messages',
  ]);
});

test('what the model said goes back unchanged, thinking with its signature', () => {
  const said: Message = {
    role: 'assistant',
    blocks: [
      { kind: 'thinking', text: 'Hm.', signature: 'sig' },
      { kind: 'redacted-thinking', data: 'xyz' },
      { kind: 'text', text: 'Starting.' },
      { kind: 'tool-call', id: 't1', name: 'bash', input: { command: 'ls' } },
    ],
  };
  expect(params([prompt('hi'), said, prompt('on')]).messages[1]).toEqual({
    role: 'assistant',
    content: [
      { type: 'thinking', thinking: 'Hm.', signature: 'sig' },
      { type: 'redacted_thinking', data: 'xyz' },
      { type: 'text', text: 'Starting.' },
      { type: 'tool_use', id: 't1', name: 'bash', input: { command: 'ls' } },
    ],
  });
});

test('results of tools come first, notices and shell commands are text, only the last block has a cache mark', () => {
  const told: Message = {
    role: 'user',
    blocks: [
      { kind: 'notice', text: '<background-results>…', tasks: [] },
      { kind: 'tool-result', callId: 't1', text: 'ok', isError: false, summary: '' },
      { kind: 'tool-result', callId: 't2', text: '', isError: true, summary: '' },
      { kind: 'shell', command: 'ls', text: 'The user ran ls.', taskId: '1f3a9c2e' },
    ],
  };
  const call = (id: string) => ({ kind: 'tool-call', id, name: 'bash', input: {} }) as const;
  const said: Message = { role: 'assistant', blocks: [call('t1'), call('t2')] };
  expect(params([prompt('hi'), said, told]).messages.slice(2)).toEqual([
    {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 't1', content: 'ok' },
        { type: 'tool_result', tool_use_id: 't2', content: '(no text)', is_error: true },
        { type: 'text', text: '<background-results>…' },
        { type: 'text', text: 'The user ran ls.', ...CACHE },
      ],
    },
  ]);
});

test('roles alternate, whatever the history holds', () => {
  const empty: Message = { role: 'assistant', blocks: [{ kind: 'text', text: ' \n' }] };
  const thinking: Message = { role: 'assistant', blocks: [{ kind: 'thinking', text: 'Hm.', signature: 's' }] };
  expect(params([prompt('a'), empty, prompt('b'), thinking, prompt('  '), prompt('c')]).messages).toEqual([
    {
      role: 'user',
      content: [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
        { type: 'text', text: 'c', ...CACHE },
      ],
    },
  ]);
});

test.each([['{"command": "rm'], [['a']], [null], [7]])('tool input %j, no object, goes back inside one', (input) => {
  const said: Message = { role: 'assistant', blocks: [{ kind: 'tool-call', id: 't', name: 'bash', input }] };
  expect(params([prompt('hi'), said]).messages[1]?.content).toMatchObject([{ input: { invalid_input: input } }]);
});
