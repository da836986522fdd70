/** What is written keeps the bytes that it was not to change: of every kind of file that projects hold. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openTools, type OpenToolsOptions } from '../../fixtures/open-tools.ts';

function project(options: OpenToolsOptions = {}) {
  const tools = openTools(options);
  const call = async (name: string, input: object) => (await tools.call(name, input)).result;
  return {
    ...tools,
    at: (name: string) => path.join(tools.root, name),
    read: (name: string, page: object = {}) => call('read_file', { path: name, ...page }),
    write: (name: string, content: string) => call('write_file', { path: name, content }),
    edit: (name: string, old_text: string, new_text: string) => call('edit_file', { path: name, old_text, new_text }),
  };
}

test.each([
  { name: 'CRLF', old: 'a\r\nb\r\n', content: 'a\nx\n', now: 'a\r\nx\r\n', kept: 'its line ends (CRLF)' },
  {
    name: 'LF',
    old: '#!/bin/sh\ntrue\n',
    content: '#!/bin/sh\r\nx\r\n',
    now: '#!/bin/sh\nx\n',
    kept: 'its line ends (LF)',
  },
  { name: 'CR', old: 'a\rb\r', content: 'a\nx\n', now: 'a\rx\r', kept: 'its line ends (CR)' },
  { name: 'a mark', old: '\ufeffa\nb\n', content: 'a\nx\n', now: '\ufeffa\nx\n', kept: 'its byte order mark' },
  {
    name: 'CRLF and a mark',
    old: '\ufeffa\r\nb\r\n',
    content: 'a\nx\n',
    now: '\ufeffa\r\nx\r\n',
    kept: 'its line ends (CRLF) and its byte order mark',
  },
  {
    name: 'each line of a mixed file',
    old: 'a\r\nb\nc\r\nd\n',
    content: 'new\na\nx\nc\nd\nend\n',
    now: 'new\r\na\r\nx\nc\r\nd\nend\n',
    kept: 'its line ends (some CRLF, some LF)',
  },
])('write_file keeps $name, and says so', async ({ old, content, now, kept }) => {
  const { at, read, write } = project();
  writeFileSync(at('a.txt'), old);
  await read('a.txt');
  expect((await write('a.txt', content)).text).toMatch(new RegExp(`^Overwrote a.txt .*Kept: ${escaped(kept)}\\.`));
  expect(readFileSync(at('a.txt'), 'utf8')).toBe(now);
});

test('write_file says when a last line gets an end, and leaves other text as it was given', async () => {
  const { at, read, write } = project();
  writeFileSync(at('a.txt'), 'a\nb');
  await read('a.txt');
  expect((await write('a.txt', 'a\nc\n')).text).toBe(
    'Overwrote a.txt (+1 −1). Its last line had no line end and has one now.',
  );
  await write('new.txt', '\ufeffa\r\nb\n');
  expect(readFileSync(at('new.txt'), 'utf8')).toBe('\ufeffa\r\nb\n');
});

test.each([
  { name: 'Latin-1', bytes: Buffer.from('pr\xe9nom\n', 'latin1'), says: 'iconv -f ISO-8859-1 -t UTF-8 a.txt' },
  { name: 'GBK', bytes: Buffer.from([0xc4, 0xe3, 0x0a]), says: 'sed -i' },
  { name: 'UTF-16', bytes: Buffer.from('\ufeffa\n', 'utf16le'), says: 'iconv -f UTF-16 -t UTF-8 a.txt' },
  { name: 'a binary file', bytes: Buffer.from([1, 0, 255]), says: '(rm a.txt)' },
  { name: 'a picture', bytes: Buffer.from('\x89PNG\r\n\x1a\n\0\0', 'latin1'), says: '(rm a.txt)' },
  {
    name: 'one bad byte at the end',
    bytes: Buffer.concat([Buffer.from('line\n'.repeat(9_000)), Buffer.from([0xe9])]),
    says: 'iconv',
  },
])('$name is neither overwritten nor edited, and a command is named', async ({ bytes, says }) => {
  const { at, read, write, edit } = project();
  writeFileSync(at('a.txt'), bytes);
  await read('a.txt');
  for (const result of [await write('a.txt', 'new\n'), await edit('a.txt', 'a', 'b')]) {
    expect(result).toMatchObject({ isError: true, text: expect.stringContaining(says) });
  }
  expect(readFileSync(at('a.txt'))).toEqual(bytes);
});

test('the commands that are named do it', async () => {
  const { root, at, read, edit } = project();
  writeFileSync(at("it's.txt"), Buffer.from('pr\xe9nom\n', 'latin1'));
  chmodSync(at("it's.txt"), 0o640);
  const { text } = await edit("it's.txt", 'pr', 'Pr');
  const command = /(iconv .* && rm \S*?'utf8|iconv .*? && rm .*?\.utf8)/.exec(text)?.[1] ?? '';
  execFileSync('sh', ['-c', command], { cwd: root });
  expect(readFileSync(at("it's.txt"), 'utf8')).toBe('pr\u00e9nom\n');
  expect(statSync(at("it's.txt")).mode & 0o777).toBe(0o640);
  expect(readdirSync(root)).toEqual(["it's.txt"]);
  expect((await read("it's.txt")).text).toContain('pr\u00e9nom');
});

test.each([
  { name: 'the beginning', pages: [{ limit: 1 }], missing: 'lines 2–3,001' },
  { name: 'two pages', pages: [{ limit: 10 }, { offset: 12, limit: 2_000 }], missing: 'lines 11 and 2,012–3,001' },
  { name: 'all but the last line', pages: [{ limit: 2_000 }, { offset: 2_001, limit: 1_000 }], missing: 'line 3,001' },
])('a file of which $name was read is not overwritten; the rest is named', async ({ pages, missing }) => {
  const { at, read, write, edit } = project();
  const old = Array.from({ length: 3_001 }, (_, index) => `${index}\n`).join('');
  writeFileSync(at('a.txt'), old);
  for (const page of pages) await read('a.txt', page);
  expect(await write('a.txt', 'new\n')).toMatchObject({
    isError: true,
    summary: 'not read whole',
    text: expect.stringContaining(`you have not seen ${missing}.`),
  });
  expect(readFileSync(at('a.txt'), 'utf8')).toBe(old);
  for (const offset of [1, 2_001]) await read('a.txt', { offset });
  expect(await write('a.txt', 'new\n')).toMatchObject({ isError: false });
  expect(await edit('a.txt', 'new', 'newer')).toMatchObject({ isError: false });
});

test('a line that was shown cut was not seen whole', async () => {
  const { at, read, write } = project();
  writeFileSync(at('a.js'), `one\n${'x'.repeat(5_000)}\n`);
  await read('a.js');
  expect((await write('a.js', 'one\n')).text).toContain('you have not seen line 2.');
});

test('text that stands for what could not be read is not written', async () => {
  const { at, read, write, edit } = project();
  writeFileSync(at('a.txt'), 'pr\u00e9nom\n');
  writeFileSync(at('has.txt'), 'a \ufffd\n');
  await read('a.txt');
  await read('has.txt');
  for (const wrong of ['pr\ufffdnom\n', 'pr\ud83dnom\n']) {
    expect(await write('a.txt', wrong)).toMatchObject({ isError: true });
    expect(await edit('a.txt', 'pr\u00e9nom', wrong)).toMatchObject({ isError: true });
  }
  expect(readFileSync(at('a.txt'), 'utf8')).toBe('pr\u00e9nom\n');
  expect(await write('has.txt', 'b \ufffd\n')).toMatchObject({ isError: false });
});

test('a hard link stays one, by write_file and edit_file', async () => {
  const { at, read, write, edit, root } = project();
  writeFileSync(at('a.txt'), 'a much longer text\n');
  linkSync(at('a.txt'), at('b.txt'));
  await read('a.txt');
  await write('a.txt', 'short\n');
  expect(readFileSync(at('b.txt'), 'utf8')).toBe('short\n');
  await edit('b.txt', 'short', 'shorter');
  expect(readFileSync(at('a.txt'), 'utf8')).toBe('shorter\n');
  expect(readdirSync(root).toSorted()).toEqual(['a.txt', 'b.txt']);
});

test.skipIf(process.platform !== 'linux')('an access list and attributes stay, and give nobody more', async () => {
  const { at, edit } = project();
  writeFileSync(at('a.txt'), 'old\n', { mode: 0o600 });
  chmodSync(at('a.txt'), 0o600);
  // user::rw- user:1:r-- group::--- mask::r-- other::---
  const entries = [
    [1, 6, -1],
    [2, 4, 1],
    [4, 0, -1],
    [16, 4, -1],
    [32, 0, -1],
  ];
  const script = `
import os, struct, sys
acl = struct.pack('<I', 2) + b''.join(struct.pack('<HHI', t, p, i & 0xffffffff) for t, p, i in ${JSON.stringify(entries)})
os.setxattr(sys.argv[1], 'user.note', b'mine')
os.setxattr(sys.argv[1], 'system.posix_acl_access', acl)`;
  const show = `import os, sys; print([(n, os.getxattr(sys.argv[1], n)) for n in sorted(os.listxattr(sys.argv[1]))], oct(os.stat(sys.argv[1]).st_mode))`;
  const python = (code: string) => execFileSync('python3', ['-c', code, at('a.txt')], { encoding: 'utf8' });
  try {
    python(script);
  } catch {
    return; // The file system has neither.
  }
  const before = python(show);
  expect(await edit('a.txt', 'old', 'new')).toMatchObject({ isError: false });
  expect(readFileSync(at('a.txt'), 'utf8')).toBe('new\n');
  expect(python(show)).toBe(before);
});

const isRoot = process.getuid?.() === 0;

test.skipIf(!isRoot)('the owner of a file stays, and another user writes it where no file can be made', async () => {
  const { at, root, edit, read, write } = project();
  writeFileSync(at('a.txt'), 'old\n');
  chownSync(at('a.txt'), 65534, 65534);
  await edit('a.txt', 'old', 'new');
  expect(statSync(at('a.txt'))).toMatchObject({ uid: 65534, gid: 65534 });
  chmodSync(path.dirname(root), 0o711);
  chmodSync(root, 0o755);
  await read('a.txt');
  process.seteuid?.(65534);
  try {
    expect(await write('a.txt', 'newer\n')).toMatchObject({ isError: false });
    expect(await write('b.txt', 'x')).toMatchObject({
      isError: true,
      text: 'b.txt was not written: permission denied.',
    });
  } finally {
    process.seteuid?.(0);
  }
  expect(readFileSync(at('a.txt'), 'utf8')).toBe('newer\n');
  expect(readdirSync(root)).toEqual(['a.txt']);
});

test('a file that changed while the question waited is left as it is', async () => {
  const tools = project({
    answer: () => {
      writeFileSync(tools.at('a.txt'), 'theirs\n');
      return { kind: 'once' };
    },
  });
  writeFileSync(tools.at('a.txt'), 'old\n');
  await tools.read('a.txt');
  expect(await tools.write('a.txt', 'mine\n')).toMatchObject({
    isError: true,
    text: 'a.txt was changed after this was judged, so it was left as it is. Read it again.',
  });
  expect(await tools.write('b.txt', 'mine\n')).toMatchObject({ isError: false });
  writeFileSync(tools.at('a.txt'), 'old\n');
  expect(await tools.edit('a.txt', 'old', 'mine')).toMatchObject({ isError: true, summary: 'changed since' });
  expect(readFileSync(tools.at('a.txt'), 'utf8')).toBe('theirs\n');
});

test.skipIf(process.platform === 'win32')('a named pipe in place of a file holds nothing up', async () => {
  const { at, read, write, edit } = project();
  execFileSync('mkfifo', [at('pipe')]);
  for (const result of [await read('pipe'), await write('pipe', 'x'), await edit('pipe', 'a', 'b')]) {
    expect(result).toMatchObject({ isError: true, text: 'pipe is not a regular file.' });
  }
});

test('a project that is gone is said to be, and not made anew', async () => {
  const { root, call } = project();
  renameSync(root, `${root}-moved`);
  try {
    for (const [name, input] of [
      ['write_file', { path: 'new/a.txt', content: 'x' }],
      ['edit_file', { path: 'a.txt', old_text: 'a', new_text: 'b' }],
      ['read_file', { path: 'a.txt' }],
      ['list_directory', {}],
      ['search_files', { pattern: 'a' }],
      ['find_files', { glob: '*' }],
      ['background_run', { command: 'true' }],
    ] as const) {
      const { result } = await call(name, input);
      expect(result, name).toMatchObject({
        isError: true,
        text: `The project folder ${root} is gone: it was removed or renamed.`,
      });
    }
    expect(existsSync(root)).toBe(false);
  } finally {
    renameSync(`${root}-moved`, root);
  }
});

test('folders above a new file are made', async () => {
  const { at, write } = project();
  mkdirSync(at('a'));
  expect(await write('a/b/c/d.txt', 'x')).toMatchObject({ isError: false });
  expect(readFileSync(at('a/b/c/d.txt'), 'utf8')).toBe('x');
});

function escaped(text: string): string {
  return text.replace(/[()]/g, '\\$&');
}
