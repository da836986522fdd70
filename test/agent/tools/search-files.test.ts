import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { parseRule, type Rule } from '../../../src/agent/permissions/rules.ts';
import { openTools, type OpenToolsOptions } from '../../fixtures/open-tools.ts';

afterEach(() => vi.unstubAllEnvs());

const FILES = {
  'src/a.ts': 'one\nneedle here\nthree\n',
  'src/b.test.ts': 'needle\r\nNEEDLE\n',
  'docs/c.md': 'a.b\naxb\n',
  '.github/d.yml': 'needle: hidden\n',
  '.gitignore': 'out/\n*.secret.ts\n',
  'out/e.ts': 'needle in what git ignores\n',
  'src/f.secret.ts': 'needle in what git ignores\n',
  '.git/g.ts': 'needle of git\n',
};

function project(options: OpenToolsOptions = {}, files: { readonly [name: string]: string } = FILES) {
  const tools = openTools(options);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(tools.root, name)), { recursive: true });
    writeFileSync(path.join(tools.root, name), content);
  }
  const ask = async (name: string, input: object) => (await tools.call(name, input)).result;
  return { ...tools, ask, search: (input: object) => ask('search_files', input) };
}

describe.each([
  { which: 'on the PATH', searched: process.env['PATH'] },
  { which: 'that npm installs', searched: 'bin' },
])('the ripgrep $which', ({ searched }) => {
  test.each([
    {
      input: { pattern: 'needle' },
      found: '.github/d.yml\n1:needle: hidden\n\nsrc/a.ts\n2:needle here\n\nsrc/b.test.ts\n1:needle',
    },
    { input: { pattern: 'needle', path: 'src', glob: '*.ts', output: 'files' }, found: 'src/a.ts\nsrc/b.test.ts' },
    { input: { pattern: 'needle', glob: 'src/**/*.test.ts', output: 'files' }, found: 'src/b.test.ts' },
    { input: { pattern: 'needle', glob: '!*.test.ts', output: 'files' }, found: '.github/d.yml\nsrc/a.ts' },
    { input: { pattern: 'needle', glob: '*.{yml,md}', output: 'files' }, found: '.github/d.yml' },
    {
      input: { pattern: 'needle', path: 'src', ignore_case: true, output: 'counts' },
      found: '1\tsrc/a.ts\n2\tsrc/b.test.ts',
    },
    { input: { pattern: 'a.b', literal: true }, found: 'docs/c.md\n1:a.b' },
    { input: { pattern: 'needle', path: 'src/a.ts', context: 1 }, found: 'src/a.ts\n1-one\n2:needle here\n3-three' },
    { input: { pattern: 'one.*three', multiline: true }, found: 'src/a.ts\n1:one\n2:needle here\n3:three' },
    { input: { pattern: 'nowhere' }, found: 'Nothing matches.' },
    { input: { pattern: '-e' }, found: 'Nothing matches.' },
  ])('finds by $input', async ({ input, found }) => {
    vi.stubEnv('PATH', searched);
    expect(await project().search(input)).toMatchObject({ isError: false, text: found });
  });
});

test('files are found by name and path, those changed last first', async () => {
  const { ask, root } = project();
  utimesSync(path.join(root, 'src/a.ts'), 1_000, 2_000);
  utimesSync(path.join(root, 'src/b.test.ts'), 1_000, 1_000);
  expect(await ask('find_files', { glob: '*.ts' })).toMatchObject({
    text: 'src/a.ts\nsrc/b.test.ts',
    summary: '2 found',
  });
  expect(await ask('find_files', { glob: 'src/*.ts', limit: 1 })).toMatchObject({
    text: 'src/a.ts\n[1 more file: narrow the glob, or give a path.]',
  });
  expect(await ask('find_files', { glob: '*.py' })).toMatchObject({ text: 'No file fits *.py.', isError: false });
});

test('a folder is listed, folders first', async () => {
  const { ask, root } = project({}, { 'b.txt': 'four', 'z/inner.txt': '' });
  symlinkSync('b.txt', path.join(root, 'a.txt'));
  expect((await ask('list_directory', {})).text).toBe('z/\na.txt -> b.txt\nb.txt\t4');
  expect(await ask('list_directory', { path: 'b.txt' })).toMatchObject({ isError: true, summary: 'not a folder' });
  expect(await ask('list_directory', { path: 'no' })).toMatchObject({ isError: true, summary: 'no such folder' });
});

test('what is found is bounded, and said to be', async () => {
  const { search } = project({}, { 'a.txt': 'needle\n'.repeat(5_000), 'b.txt': `${'x'.repeat(100_000)}needle\n` });
  const few = await search({ pattern: 'needle', path: 'a.txt', limit: 3 });
  expect(few).toMatchObject({ summary: '3 matches in 1 file, and more' });
  expect(few.text.split('\n')).toHaveLength(5);
  expect((await search({ pattern: 'needle', path: 'b.txt' })).text.length).toBeLessThan(1_000);
});

test('nothing outside the project is searched, through a link neither', async () => {
  const { ask, search, root } = project();
  symlinkSync('/etc', path.join(root, 'link'));
  expect(await search({ pattern: 'root', path: '/etc' })).toMatchObject({ isError: true });
  expect(await search({ pattern: 'root', path: 'link' })).toMatchObject({ isError: true });
  expect(await search({ pattern: 'root:' })).toMatchObject({ text: 'Nothing matches.' });
  expect(await ask('find_files', { glob: '*', path: '..' })).toMatchObject({ isError: true });
});

test('a file that a rule forbids to read is not found', async () => {
  const deny = [parseRule('read(src/a.ts)')].flatMap((read): Rule[] => (read.kind === 'rule' ? [read.rule] : []));
  const { ask, search } = project({ gate: { rules: { allow: [], ask: [], deny } } });
  expect((await search({ pattern: 'needle', path: 'src', output: 'files' })).text).toBe('src/b.test.ts');
  expect((await ask('find_files', { glob: '*.ts' })).text).toBe('src/b.test.ts');
});

test('a pattern that ripgrep cannot read is an error in its words', async () => {
  expect(await project().search({ pattern: '(' })).toMatchObject({
    isError: true,
    text: expect.stringContaining('unclosed group'),
  });
});
