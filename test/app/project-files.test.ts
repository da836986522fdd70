import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { projectFiles } from '../../src/app/project-files.ts';

function project(files: readonly string[]): string {
  const root = mkdtempSync(path.join(tmpdir(), 'meanwhile-files-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const file of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), '');
  }
  return root;
}

const env = { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir() };

test('in a repository they are what git tracks or would track', async () => {
  const root = project(['src/a.ts', 'new file.md', 'secret.log', 'lib/x.log', 'evil\u001B[31m.md']);
  execFileSync('git', ['init', '-q'], { cwd: root });
  writeFileSync(path.join(root, '.gitignore'), '*.log\n');
  expect([...(await projectFiles(root, env))].sort()).toEqual(['.gitignore', 'new file.md', 'src/a.ts']);
});

test('elsewhere what is near comes first, without folders that nobody writes by hand', async () => {
  const root = project(['src/deep/b.ts', 'a.md', 'node_modules/x/y.js', '.git-not/c']);
  expect(await projectFiles(root, env)).toEqual(['a.md', '.git-not/c', 'src/deep/b.ts']);
});

test('a repository cannot make it run a program', async () => {
  const root = project(['a']);
  execFileSync('git', ['init', '-q'], { cwd: root });
  const mark = path.join(root, 'ran');
  execFileSync('git', ['config', 'core.fsmonitor', `touch '${mark}'; false`], { cwd: root });
  expect(await projectFiles(root, env)).toEqual(['a']);
});

test('names that are no UTF-8 are left out: what is offered would lead to no file', async () => {
  const root = project(['a']);
  writeFileSync(Buffer.concat([Buffer.from(`${root}/latin`), Buffer.from([0xe9]), Buffer.from('.md')]), '');
  expect(await projectFiles(root, env)).toEqual(['a']);
});

test('a repository of very many files leaves none out', async () => {
  const root = project([]);
  execFileSync('git', ['init', '-q'], { cwd: root });
  const entries = Array.from(
    { length: 60_000 },
    (_, n) => `100644 e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\td${n % 70}/file${n}`,
  );
  execFileSync('git', ['update-index', '--index-info'], { cwd: root, input: `${entries.join('\n')}\n` });
  const names = await projectFiles(root, env);
  expect(names).toHaveLength(60_000);
  expect(names).toContain('d69/file59989');
});
