import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { resolveInProject } from '../../../src/agent/tools/project-path.ts';
import { temporaryFolder } from '../../fixtures/open-tools.ts';

function project() {
  const parent = temporaryFolder();
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  const root = path.join(parent, 'shop');
  mkdirSync(path.join(root, 'src'), { recursive: true });
  mkdirSync(path.join(parent, 'shop-secrets'));
  writeFileSync(path.join(root, 'src', 'a.ts'), '');
  writeFileSync(path.join(parent, 'shop-secrets', 'key'), '');
  return { parent, root };
}

test.each([
  ['src/a.ts', 'src/a.ts'],
  ['./src/../src/a.ts', 'src/a.ts'],
  ['src', 'src'],
  ['.', '.'],
  ['new/deep/file.ts', 'new/deep/file.ts'],
  ['..hidden', '..hidden'],
])('%j stays inside', async (wanted, shown) => {
  const { root } = project();
  expect(await resolveInProject(root, wanted)).toEqual({ kind: 'inside', file: path.resolve(root, shown), shown });
});

test('an absolute path inside is as good as a relative one', async () => {
  const { root } = project();
  const result = await resolveInProject(root, path.join(root, 'src/a.ts'));
  expect(result).toMatchObject({ kind: 'inside', shown: 'src/a.ts' });
});

test.each([
  '..',
  '../shop-secrets/key',
  '../new',
  'src/../../x',
  '/etc/passwd',
  '/',
  '~',
  '~/.ssh/id_rsa',
  '/proc/self/environ',
])('%j is refused with the name of the project folder', async (wanted) => {
  const { root } = project();
  const result = await resolveInProject(root, wanted);
  expect(result).toMatchObject({ kind: 'refused', sentence: expect.stringContaining(root) });
});

test.each([
  ['', 'The path is empty.'],
  ['a\0b', 'The path holds a NUL byte.'],
  ['src/a.ts/b', 'src/a.ts/b cannot be reached: a part of the path is a file, not a folder.'],
])('%j is refused: %s', async (wanted, sentence) => {
  const { root } = project();
  expect(await resolveInProject(root, wanted)).toEqual({ kind: 'refused', sentence });
});

test.each([
  { name: 'a link to a file outside', target: '../shop-secrets/key', wanted: 'link' },
  { name: 'a file under a link to a folder outside', target: '../shop-secrets', wanted: 'link/key' },
  { name: 'a new file under a link to a folder outside', target: '../shop-secrets', wanted: 'link/new/file' },
  { name: 'a link to a file outside that does not exist yet', target: '../shop-secrets/new', wanted: 'link' },
  { name: 'a link in a circle', target: 'link', wanted: 'link' },
])('$name is refused', async ({ target, wanted }) => {
  const { root } = project();
  symlinkSync(target, path.join(root, 'link'));
  expect(await resolveInProject(root, wanted)).toMatchObject({ kind: 'refused' });
});

test('a link that stays inside leads to its target', async () => {
  const { root } = project();
  symlinkSync('src', path.join(root, 'link'));
  const result = await resolveInProject(root, 'link/a.ts');
  expect(result).toEqual({ kind: 'inside', file: path.join(root, 'src/a.ts'), shown: 'src/a.ts' });
});

test.each(['/proc/self/environ', '/sys/kernel', '/dev/null'])(
  '%s is refused in a project that is the whole disk',
  async (wanted) => {
    expect(await resolveInProject('/', wanted)).toMatchObject({ kind: 'refused' });
  },
);
