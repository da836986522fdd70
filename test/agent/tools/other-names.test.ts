import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { allTools } from '../../../src/agent/tools/all.ts';
import { withOwnNames } from '../../../src/agent/tools/other-names.ts';
import { openTools } from '../../fixtures/open-tools.ts';

test.each([
  ['read_file', { file_path: 'a.ts' }, { path: 'a.ts' }],
  ['write_file', { file_path: 'a.ts', contents: 'x' }, { path: 'a.ts', content: 'x' }],
  ['edit_file', { file_path: 'a', old_string: 'x', new_string: 'y' }, { path: 'a', old_text: 'x', new_text: 'y' }],
  [
    'edit_file',
    { path: 'a', edits: [{ old_string: 'x', new_string: 'y' }] },
    { path: 'a', edits: [{ old_text: 'x', new_text: 'y' }] },
  ],
  ['bash', { cmd: 'ls', description: 'List the files' }, { command: 'ls' }],
  ['background_run', { cmd: 'npm test', description: 'tests' }, { command: 'npm test', label: 'tests' }],
  ['check_background', { id: '1f3a9c2e', wait: true }, { task_id: '1f3a9c2e', wait: 300 }],
  ['check_background', { wait: false }, {}],
  ['check_background', { wait: 20 }, { wait: 20 }],
  ['send_background', { task_id: '1f3a9c2e', text: 'y\n' }, { task_id: '1f3a9c2e', input: 'y\n' }],
  ['search_files', { query: 'a', directory: 'src', '-i': true }, { pattern: 'a', path: 'src', ignore_case: true }],
  ['find_files', { pattern: '*.ts' }, { glob: '*.ts' }],
  [
    'todo_write',
    { todos: [{ content: 'Test', status: 'in_progress', activeForm: 'Testing' }] },
    { todos: [{ text: 'Test', state: 'doing' }] },
  ],
])('%s takes %j', (name, given, taken) => {
  const own = withOwnNames(name, given);
  expect(own).toEqual(taken);
  const tool = allTools.find((one) => one.name === name);
  expect(tool?.schema.safeParse(own)).toMatchObject({ success: true });
});

test.each([
  ['read_file', { path: 'a', file_path: 'b' }],
  ['read_file', { file_path: 'b', path: 'a' }],
  ['edit_file', { path: 'a', old_text: 'x', old_string: 'z', new_text: 'y' }],
])('%s refuses a name beside the right one: %j', (name, given) => {
  expect(withOwnNames(name, given)).toEqual(given);
  const tool = allTools.find((one) => one.name === name);
  expect(tool?.schema.safeParse(withOwnNames(name, given))).toMatchObject({ success: false });
});

test.each([undefined, null, 'a', 3, ['a']])('an input that is no object stays: %j', (input) => {
  expect(withOwnNames('bash', input)).toEqual(input);
});

test('what servers offer and what nobody knows stays as it came', () => {
  expect(withOwnNames('mcp__files__read', { file_path: 'a' })).toEqual({ file_path: 'a' });
  expect(withOwnNames('constructor', { file_path: 'a' })).toEqual({ file_path: 'a' });
});

test('an edit under the names of other programs is made, and looks on the screen like any', async () => {
  const { root, call, toolbox } = openTools();
  writeFileSync(path.join(root, 'a.txt'), 'one\n');
  const input = { file_path: 'a.txt', old_string: 'one', new_string: 'two' };
  expect((await call('edit_file', input)).result.isError).toBe(false);
  expect(readFileSync(path.join(root, 'a.txt'), 'utf8')).toBe('two\n');
  expect(toolbox.headline({ kind: 'tool-call', id: '1', name: 'edit_file', input })).toMatchObject({
    verb: 'edited',
    subject: 'a.txt',
  });
});
