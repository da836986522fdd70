import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { parseRule, type Rule } from '../../../src/agent/permissions/rules.ts';
import { openTools, temporaryFolder, type OpenToolsOptions } from '../../fixtures/open-tools.ts';

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

test.each([
  ['search_files', { pattern: 'needle', path: 'doc' }, 'doc does not exist. Similar names there: docs.'],
  ['search_files', { pattern: 'needle', path: 'src/nowhere' }, 'src/nowhere does not exist.'],
  ['find_files', { pattern: '*.ts', path: 'doc' }, 'doc does not exist. Similar names there: docs.'],
  ['list_directory', { path: 'doc' }, 'doc does not exist. Similar names there: docs.'],
])('%s of a folder that is not there says so: %j', async (name, input, text) => {
  expect(await project().ask(name, input)).toMatchObject({ isError: true, text });
});

describe('where ripgrep cannot be run', () => {
  const LONG = `${'x'.repeat(395)} needle needle ${'y'.repeat(300)} needle`;
  const TREE = {
    ...FILES,
    'src/a/z.ts': 'in a folder\nneedle\n\nfar\naway\nfrom\nthe next\nneedle',
    'src/a.test.ts': '  needle at the end  \n',
    'src/ä ö/ü.ts': 'needle: Grüße\n',
    'docs/long.md': `${LONG}\n${'z'.repeat(500)}\nneedle\n`,
    'docs/.gitignore': '*.log\n!kept.log\n',
    'docs/lost.log': 'needle\n',
    'docs/kept.log': 'needle\n',
    'tracked.secret.ts': 'needle that git tracks although it ignores it\n',
    'binary.dat': 'needle\0\n',
    'bom.txt': '\ufeffneedle first\n',
    'inner/repository/.gitignore': 'no.txt\n',
    'inner/repository/no.txt': 'needle\n',
    'inner/repository/yes.txt': 'needle\n',
    'empty.txt': '',
    'multi.txt': 'begin {\n  needle\n}\nbegin { needle }\nbegin\n',
    'git-not/ours.txt': 'needle',
  };

  function openTree(options: OpenToolsOptions = {}) {
    const opened = project(
      options,
      Object.fromEntries(Object.entries(TREE).filter(([name]) => !name.startsWith('.git/'))),
    );
    const git = (...args: string[]) => execFileSync('git', args, { cwd: opened.root });
    git('init', '-q');
    git('init', '-q', 'inner/repository');
    git('add', '-f', 'tracked.secret.ts', 'src/a.ts');
    symlinkSync('src/a.ts', path.join(opened.root, 'link.ts'));
    writeFileSync(path.join(opened.root, 'utf16.txt'), Buffer.from('\ufeffneedle in UTF-16\n', 'utf16le'));
    const slowly = async (name: string, input: object) => {
      const folder = temporaryFolder();
      onTestFinished(() => rmSync(folder, { recursive: true }));
      // No program, though it says that it is one.
      writeFileSync(path.join(folder, 'rg'), '\x7fELF', { mode: 0o755 });
      vi.stubEnv('PATH', `${folder}${path.delimiter}${process.env['PATH']}`);
      const { text, ...result } = await opened.ask(name, input);
      vi.unstubAllEnvs();
      const [note, ...lines] = text.split('\n').reverse();
      return { ...result, text: lines.reverse().join('\n'), note };
    };
    return { ...opened, slowly };
  }

  test.each([
    { pattern: 'needle' },
    { pattern: 'needle', context: 1 },
    { pattern: 'needle', context: 3, path: 'src' },
    { pattern: 'NEEDLE', ignore_case: true, output: 'counts' },
    { pattern: 'needle', output: 'files', glob: '*.ts' },
    { pattern: 'needle', output: 'files', glob: 'src/**/*.{ts,md}' },
    { pattern: 'needle', output: 'files', glob: '!*.ts' },
    { pattern: 'needle', output: 'files', glob: '!src' },
    { pattern: 'needle', output: 'files', glob: '!src/a/**' },
    { pattern: 'needle', path: 'out' },
    { pattern: 'needle', path: 'src/a.ts', context: 1 },
    { pattern: 'needle', path: 'docs' },
    { pattern: 'z{400}', context: 1, path: 'docs' },
    { pattern: 'begin.*?needle.*?\\}', multiline: true },
    { pattern: 'begin.*?needle.*?\\}', multiline: true, output: 'counts' },
    { pattern: '^$' },
    { pattern: '^needle(?: |$)' },
    { pattern: '[[:upper:]]+\\b' },
    { pattern: '(?i)NEEDLE at' },
    { pattern: '(?P<first>need)le\\-?' },
    { pattern: 'Grü\\p{L}e' },
    { pattern: 'a.b', literal: true },
    { pattern: 'begin {', literal: true },
    { pattern: 'nowhere' },
    { pattern: 'needle', limit: 2 },
  ])('%j finds the same', async (input) => {
    const { ask, slowly } = openTree();
    const expected = await ask('search_files', input);
    expect(await slowly('search_files', input)).toEqual({
      ...expected,
      note: expect.stringContaining('no ripgrep that runs'),
    });
  });

  test.each([
    { glob: '*.ts' },
    { glob: '*' },
    { glob: 'src/**' },
    { glob: '*.ts', path: 'src/a', limit: 1 },
    { glob: '*.py' },
  ])('finds the same files by %j', async (input) => {
    const { ask, slowly, root } = openTree();
    // Those that changed at the same moment come in any order.
    for (const [age, name] of ['src/a.ts', 'src/a/z.ts', 'src/a.test.ts'].entries()) {
      utimesSync(path.join(root, name), 1_000, 1_000 - age);
    }
    const sorted = ({ text, ...rest }: { readonly text: string }) => ({ ...rest, files: text.split('\n').sort() });
    const { note: _, ...found } = await slowly('find_files', input);
    expect(sorted(found)).toEqual(sorted(await ask('find_files', input)));
  });

  test('a pattern that never ends is given up, and said to be', async () => {
    const { slowly, root } = openTree();
    writeFileSync(path.join(root, 'evil.txt'), `${'a'.repeat(40)}!\n`);
    expect(await slowly('search_files', { pattern: '(a+)+$', path: 'evil.txt' })).toMatchObject({
      isError: true,
      summary: 'too slow',
    });
  });

  test('a pattern that cannot be read is an error', async () => {
    const { slowly } = openTree();
    expect(await slowly('search_files', { pattern: '(' })).toMatchObject({
      isError: true,
      note: expect.stringContaining('Unterminated group'),
    });
  });

  test('a file that a rule forbids to read is not found', async () => {
    const deny = [parseRule('read(src/a.ts)')].flatMap((read): Rule[] => (read.kind === 'rule' ? [read.rule] : []));
    const { slowly } = openTree({ gate: { rules: { allow: [], ask: [], deny } } });
    expect((await slowly('search_files', { pattern: 'needle here' })).text).toBe('Nothing matches.');
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
