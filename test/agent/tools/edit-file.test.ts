import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseRule } from '../../../src/agent/permissions/rules.ts';
import { openTools, type OpenToolsOptions } from '../../fixtures/open-tools.ts';

function fileOf(content: string | Uint8Array, options: OpenToolsOptions = {}) {
  const tools = openTools(options);
  const file = path.join(tools.root, 'a.txt');
  writeFileSync(file, content);
  const edit = async (oldText: string, newText: string) =>
    (await tools.call('edit_file', { path: 'a.txt', old_text: oldText, new_text: newText })).result;
  return { ...tools, file, edit, content: () => readFileSync(file, 'utf8') };
}

test.each([
  { name: 'a word', before: 'a b c', change: ['b', 'x'], after: 'a x c' },
  { name: 'several lines', before: 'a\nb\nc\n', change: ['a\nb', 'x\ny\nz'], after: 'x\ny\nz\nc\n' },
  { name: 'the end', before: 'a\nb', change: ['b', ''], after: 'a\n' },
  { name: 'text with signs that a pattern would read', before: 'f(.*)', change: ['(.*)', "$&$1$'"], after: "f$&$1$'" },
  { name: 'a line in a file with CRLF', before: 'a\r\nb\r\n', change: ['b', 'x\ny'], after: 'a\r\nx\r\ny\r\n' },
  { name: 'lines in a file with CRLF', before: 'a\r\nb\r\nc', change: ['a\nb', 'x\ny'], after: 'x\r\ny\r\nc' },
  { name: 'LF lines in a mixed file', before: 'a\r\nb\nc', change: ['b\nc', 'x\ny'], after: 'a\r\nx\ny' },
  { name: 'CRLF lines in a mixed file', before: 'a\r\nb\r\nc\n', change: ['a\nb', 'x\ny'], after: 'x\r\ny\r\nc\n' },
  { name: 'the first line after a byte order mark', before: '\ufeffa\nb', change: ['a\n', 'x\n'], after: '\ufeffx\nb' },
] as const)('$name is replaced and the rest stays as it was', async ({ before, change, after }) => {
  const { edit, content } = fileOf(before);
  expect(await edit(change[0], change[1])).toMatchObject({ isError: false });
  expect(content()).toBe(after);
});

test('the change goes along for the screen, and of a long one the beginning', async () => {
  const { call } = fileOf('one\ntwo\nthree\n');
  const edited = await call('edit_file', { path: 'a.txt', old_text: 'two', new_text: '2' });
  const lines = ['@@ line 1 @@', ' one', '-two', '+2', ' three'];
  expect(edited.change).toEqual({ lines, hidden: 0, added: 1, removed: 1 });
  const written = await call('write_file', { path: 'b.txt', content: 'x\n'.repeat(1_000) });
  expect(written.change?.lines).toHaveLength(300);
  expect(written.change).toMatchObject({ hidden: 701, added: 1_000, removed: 0 });
});

test('the answer says where, how much, and how the lines are now', async () => {
  const { edit } = fileOf('one\r\ntwo\r\nthree\r\nfour\r\nfive\r\n');
  const result = await edit('two', '2\n2b');
  const lines = '1\tone\n2\t2\n3\t2b\n4\tthree\n5\tfour';
  expect(result).toMatchObject({ text: `Edited a.txt at line 2 (+2 −1).\n${lines}`, summary: '+2 −1' });
});

test('of several places each is shown, with its numbers in the file as it is now', async () => {
  const { call } = fileOf(Array.from({ length: 30 }, (_, index) => `line ${index + 1}\n`).join(''));
  const edits = [
    { old_text: 'line 2\n', new_text: '' },
    { old_text: 'line 20\n', new_text: 'line 20\nand more\n' },
  ];
  const { text } = (await call('edit_file', { path: 'a.txt', edits })).result;
  expect(text.split('\n').slice(1)).toEqual([
    '1\tline 1',
    '2\tline 3',
    '3\tline 4',
    '…',
    '18\tline 19',
    '19\tline 20',
    '20\tand more',
    '21\tline 21',
    '22\tline 22',
  ]);
});

test('of many and long lines the answer shows some and says how to see the others', async () => {
  const { edit } = fileOf('one\ntwo\n');
  const { text } = await edit('one', Array.from({ length: 100 }, () => 'x'.repeat(5_000)).join('\n'));
  expect(text.split('\n')).toHaveLength(22);
  expect(text).toMatch(/\n\[81 more lines: read_file shows them\.\]$/);
  expect(text.length).toBeLessThan(7_000);
});

test('of a file that must not be read without a word no lines are shown', async () => {
  const parsed = parseRule('read(a.txt)');
  const rules = { allow: [], ask: parsed.kind === 'rule' ? [parsed.rule] : [], deny: [] };
  const { edit } = fileOf('secret: 1\nname: 2\n', { gate: { rules }, answer: () => ({ kind: 'once' }) });
  expect(await edit('name', 'title')).toMatchObject({ text: 'Edited a.txt at line 2 (+1 −1).' });
});

test.each([
  { name: 'missing text', old: 'five', says: 'old_text does not stand in a.txt. Read the file again.' },
  {
    name: 'text that differs in white space',
    old: 'if (x) {\n  y();\n}',
    says: 'This differs only in white space or in how signs are encoded, from line 2 on:\n\tif (x)  {\n\t\ty();\n\t}',
  },
  { name: 'an accent in one sign', old: 'say "café"', says: 'from line 8 on:\nsay “cafe\u0301”' },
  { name: 'text that goes on differently', old: 'if (x) {\n  z();', says: 'Its first line stands at line 2, but' },
  { name: 'text that stands twice', old: 'end', says: 'old_text stands 2 times in a.txt (lines 5, 6).' },
  { name: 'text that overlaps itself', old: 'aa', says: 'old_text stands 2 times in a.txt (lines 7, 7).' },
  { name: 'blank text', old: ' \n ', says: 'old_text does not stand in a.txt.' },
  { name: 'empty text', old: '', says: 'old_text is empty.' },
  { name: 'the same text', old: 'new', says: 'old_text and new_text are the same.' },
])('$name is an error that helps to correct it', async ({ old, says }) => {
  const before = 'start\n\tif (x)  {\n\t\ty();\n\t}\nend\nend\naaa\nsay “cafe\u0301”\n';
  const { edit, content } = fileOf(before);
  expect(await edit(old, 'new')).toMatchObject({ isError: true, text: expect.stringContaining(says) });
  expect(content()).toBe(before);
});

test('of text that stands very often only some places are named', async () => {
  const { edit } = fileOf('x\n'.repeat(200_000));
  const { text } = await edit('x', 'y');
  expect(text).toContain('stands 200,000 times in a.txt (lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …)');
});

test('all places are replaced when that is said', async () => {
  const { call, content } = fileOf('a b\na\r\nc\na\nc\naa');
  const input = { path: 'a.txt', old_text: 'a', new_text: 'x', replace_all: true };
  expect((await call('edit_file', input)).result.text).toMatch(
    /^Edited a\.txt at lines 1, 2, 4, 6, 6 \(\+4 −4\)\.\n1\tx b\n2\tx\n/,
  );
  await call('edit_file', { path: 'a.txt', old_text: 'x\nc', new_text: 'y\nd', replace_all: true });
  expect(content()).toBe('x b\ny\r\nd\ny\nd\nxx');
});

test('several edits are made at once, each in what those before it made', async () => {
  const { call, content, questions } = fileOf('one\ntwo\n', { answer: () => ({ kind: 'once' }) });
  const edits = [
    { old_text: 'one', new_text: 'two' },
    { old_text: 'two', new_text: 'three', replace_all: true },
  ];
  expect((await call('edit_file', { path: 'a.txt', edits })).result).toMatchObject({
    isError: false,
    summary: '+2 −2',
  });
  expect(content()).toBe('three\nthree\n');
  expect(questions).toHaveLength(1);
});

test('of several edits none is made when one cannot be', async () => {
  const { call, content } = fileOf('one\ntwo\n');
  const edits = [
    { old_text: 'one', new_text: '1' },
    { old_text: 'zwei', new_text: '2' },
  ];
  const { result } = await call('edit_file', { path: 'a.txt', edits });
  expect(result).toMatchObject({ isError: true, text: expect.stringMatching(/^Edit 2 of 2: .* None of the edits/s) });
  expect(content()).toBe('one\ntwo\n');
  const neither = await call('edit_file', { path: 'a.txt' });
  expect(neither.result.text).toBe('Give old_text and new_text, or a list of edits.');
});

test('a file that is not UTF-8 is left alone', async () => {
  const { edit, file } = fileOf(Uint8Array.of(0x61, 0xe9, 0x62));
  expect(await edit('a', 'b')).toMatchObject({ isError: true, text: expect.stringContaining('not text in UTF-8') });
  expect([...readFileSync(file)]).toEqual([0x61, 0xe9, 0x62]);
});

test('the mode of the file stays', async () => {
  const { edit, file } = fileOf('a');
  chmodSync(file, 0o640);
  await edit('a', 'b');
  expect(statSync(file).mode & 0o777).toBe(0o640);
});

test('the question shows the path and the change', async () => {
  const { edit, questions } = fileOf('1\n2\n3\n4\n5\n6\n', { answer: () => ({ kind: 'once' }) });
  await edit('4', 'four');
  expect(questions).toMatchObject([
    { title: 'Edit this file?', body: ['a.txt', '@@ line 2 @@', ' 2', ' 3', '-4', '+four', ' 5', ' 6'] },
  ]);
});

test('an edit that cannot be made is not asked', async () => {
  const { edit, questions } = fileOf('a', { answer: () => ({ kind: 'once' }) });
  expect(await edit('b', 'c')).toMatchObject({ isError: true });
  expect(questions).toEqual([]);
});

test('a file that changed while the question waited is looked at again', async () => {
  const changed = fileOf('a', {
    answer: () => {
      writeFileSync(changed.file, 'b');
      return { kind: 'once' };
    },
  });
  expect(await changed.edit('a', 'c')).toMatchObject({ isError: true });
  expect(changed.content()).toBe('b');
});
