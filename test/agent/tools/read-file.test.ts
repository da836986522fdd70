import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openTools } from '../../fixtures/open-tools.ts';

function project(files: { readonly [name: string]: string | Uint8Array }) {
  const tools = openTools();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(tools.root, name)), { recursive: true });
    writeFileSync(path.join(tools.root, name), content);
  }
  const read = async (input: object) => (await tools.call('read_file', input)).result;
  return { ...tools, read };
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}\n`).join('');

test('lines come with their numbers and nothing else', async () => {
  const { read } = project({ 'a.txt': 'one\n\n  three' });
  expect(await read({ path: 'a.txt' })).toMatchObject({
    text: '1\tone\n2\t\n3\t  three',
    isError: false,
    summary: '1–3 of 3',
  });
});

test.each([
  {
    name: 'the first lines',
    input: { limit: 2 },
    first: '1\tline 1',
    last: '[3 more lines: go on with offset 3.]',
    summary: '1–2 of 5',
  },
  {
    name: 'lines from the middle',
    input: { offset: 3, limit: 2 },
    first: '3\tline 3',
    last: '[1 more line: go on with offset 5.]',
    summary: '3–4 of 5',
  },
  { name: 'the rest', input: { offset: 4 }, first: '4\tline 4', last: '5\tline 5', summary: '4–5 of 5' },
])('$name of a file can be read, and what remains is told', async ({ input, first, last, summary }) => {
  const { read } = project({ 'a.txt': numbers(5) });
  const result = await read({ path: 'a.txt', ...input });
  expect(result.text.split('\n').at(0)).toBe(first);
  expect(result.text.split('\n').at(-1)).toBe(last);
  expect(result.summary).toBe(summary);
});

test('2,000 lines are read when no limit is given', async () => {
  const { read } = project({ 'a.txt': numbers(2_500) });
  const result = await read({ path: 'a.txt' });
  expect(result.summary).toBe('1–2,000 of 2,500');
  expect(result.text).toContain('[500 more lines: go on with offset 2001.]');
});

test('a page ends early, with a whole line, when the lines are long', async () => {
  const { read } = project({ 'a.txt': `${'x'.repeat(999)}\n`.repeat(100) });
  const result = await read({ path: 'a.txt' });
  expect(result.text.length).toBeLessThanOrEqual(30_000);
  expect(result.text).toContain('[80 more lines: go on with offset 21.]');
});

test('lines of a huge file are not all counted', async () => {
  const { read } = project({ 'a.log': `${'x'.repeat(1_023)}\n`.repeat(40 * 1_024) });
  const result = await read({ path: 'a.log', limit: 2 });
  expect(result).toMatchObject({ isError: false, summary: '1–2 of many' });
  expect(result.text).toContain('[many more lines: go on with offset 3.]');
});

test('a very long line is cut and says by how much', async () => {
  const { read } = project({ 'a.js': `${'x'.repeat(5_000_000)}\nlast\n` });
  const result = await read({ path: 'a.js' });
  expect(result.text).toBe(`1\t${'x'.repeat(2_000)} [… 4,998,000 more characters]\n2\tlast`);
});

test('characters that lie across the pieces of a large file stay whole', async () => {
  const { read } = project({ 'a.txt': `${'é'.repeat(1_000)}\n`.repeat(200) });
  const result = await read({ path: 'a.txt', offset: 60, limit: 10 });
  expect(result.text).not.toContain('\ufffd');
  expect(result.summary).toBe('60–69 of 200');
});

test('CRLF and a byte order mark are not part of the lines', async () => {
  const { read } = project({ 'a.txt': '\ufeffone\r\ntwo\r\n' });
  const result = await read({ path: 'a.txt' });
  expect(result.text).toBe(
    '1\tone\n2\ttwo\n[The lines end in CRLF. The file begins with a byte order mark. edit_file and write_file keep that.]',
  );
});

test('lines that end in CR alone are lines, and mixed ends are said', async () => {
  const { read } = project({ 'cr.txt': 'one\rtwo\r', 'mixed.txt': 'one\r\ntwo\nthree', 'lf.txt': 'a\rb\nc\r' });
  const keep = 'edit_file and write_file keep that.]';
  expect((await read({ path: 'cr.txt' })).text).toBe(`1\tone\n2\ttwo\n[The lines end in CR. ${keep}`);
  expect((await read({ path: 'mixed.txt' })).text).toBe(
    `1\tone\n2\ttwo\n3\tthree\n[Some lines end in CRLF, some in LF. ${keep}`,
  );
  expect((await read({ path: 'lf.txt' })).text).toBe('1\ta\rb\n2\tc\r');
});

test('bytes that are not UTF-8 are said to be', async () => {
  const { read, root } = project({});
  writeFileSync(path.join(root, 'latin.txt'), Buffer.from('caf\xe9\n', 'latin1'));
  expect((await read({ path: 'latin.txt' })).text).toBe(
    '1\tcaf\ufffd\n[\ufffd may stand for bytes that are not UTF-8.]',
  );
});

test('an empty file is said to be empty', async () => {
  const { read } = project({ 'a.txt': '' });
  expect(await read({ path: 'a.txt' })).toMatchObject({ text: 'a.txt is empty.', isError: false });
});

test.each([
  {
    name: 'a line after the last',
    input: { path: 'a.txt', offset: 9 },
    says: 'a.txt has only 2 lines; there is no line 9.',
  },
  { name: 'a folder', input: { path: 'src' }, says: 'src is a folder. List it with list_directory' },
  { name: 'a binary file', input: { path: 'logo.png' }, says: 'logo.png is a binary file (4 bytes).' },
  {
    name: 'a missing file',
    input: { path: 'src/mian.ts' },
    says: 'src/mian.ts does not exist. Similar names there: src/main.ts.',
  },
  { name: 'a missing folder', input: { path: 'nowhere/a.txt' }, says: 'nowhere/a.txt does not exist.' },
  { name: 'a path through a file', input: { path: 'a.txt/b' }, says: 'a part of the path is a file' },
])('$name is an error that says what is there', async ({ input, says }) => {
  const { read } = project({ 'a.txt': 'one\ntwo\n', 'src/main.ts': '', 'logo.png': Uint8Array.of(137, 80, 0, 71) });
  expect(await read(input)).toMatchObject({ isError: true, text: expect.stringContaining(says) });
});

test('a named pipe is refused and does not block', async () => {
  const { root, read } = project({});
  execFileSync('mkfifo', [path.join(root, 'pipe')]);
  expect(await read({ path: 'pipe' })).toMatchObject({ isError: true, text: 'pipe is not a regular file.' });
});
