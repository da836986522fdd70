import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readImports } from './architecture/imports.ts';
import { violations } from './architecture/rules.ts';
import { uncleanWriters } from './architecture/writers.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meanwhile-architecture-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('every import follows background <- agent <- store <- components <- app', async () => {
  expect(violations(await readImports('src'))).toEqual([]);
});

test.each([
  ['agent/loop.ts', `import { x } from '../store/state.ts';`, 'agent/loop.ts may not import store/state.ts'],
  ['agent/loop.ts', `import type { X } from '../store/state.ts';`, 'agent/loop.ts may not import store/state.ts'],
  ['agent/loop.ts', `export * from '../components/text.ts';`, 'agent/loop.ts may not import components/text.ts'],
  ['agent/loop.ts', `const x = await import('../app.tsx');`, 'agent/loop.ts may not import app.tsx'],
  ['agent/loop.ts', `type X = import('../app.tsx').X;`, 'agent/loop.ts may not import app.tsx'],
  ['agent/loop.ts', `import '../store/state.ts';`, 'agent/loop.ts may not import store/state.ts'],
  ['agent/loop.ts', `import {\n  x,\n  y,\n} from '../app.tsx';`, 'agent/loop.ts may not import app.tsx'],
  ['agent/tools/bash.ts', `export { x } from '../../app.tsx';`, 'agent/tools/bash.ts may not import app.tsx'],
  [
    'store/state.ts',
    `import { x } from '../background/manager.ts';`,
    'store/state.ts may not import background/manager.ts',
  ],
  ['components/a.tsx', `import { x } from '../agent/session.ts';`, 'components/a.tsx may not import agent/session.ts'],
  ['background/manager.ts', `import { execa } from 'execa';`, 'background/manager.ts does not own the package execa'],
  [
    'agent/session.ts',
    `import type X from '@anthropic-ai/sdk';`,
    'agent/session.ts does not own the package @anthropic-ai/sdk',
  ],
  [
    'store/a.ts',
    `import { create } from 'zustand/react';\nimport 'react';`,
    'store/a.ts does not own the package react',
  ],
  ['cli.ts', `import { x } from 'left-pad';`, 'cli.ts does not own the package left-pad'],
  ['store/a.ts', `import { open } from 'node:fs';`, 'store/a.ts is pure and may not import node:fs'],
  ['background/task.ts', `import 'node:os';`, 'background/task.ts is pure and may not import node:os'],
])('reports in %s: %s', async (file, source, sentence) => {
  await plant({ [file]: source });
  expect(violations(await readImports(folder))).toEqual([sentence]);
});

test('everything written to the terminal goes through the one door that cleans', async () => {
  expect(await uncleanWriters('src')).toEqual([]);
});

test.each([
  'process.stdout.write(text);',
  'stderr.write(`${text}\\n`);',
  "console.error('no', error);",
  'writeSync(1, text);',
  'const out = process.stderr;',
  'run({ stdout: process.stdout });',
  'child.stdout.pipe(process.stdout);',
  "createWriteStream('/dev/tty');",
])('reports what writes beside it: %s', async (source) => {
  await plant({ 'app/a.ts': source, 'print.ts': 'process.stdout.write(cleanText(text));' });
  expect(await uncleanWriters(folder)).toEqual([`app/a.ts:1 writes beside print.ts: ${source}`]);
});

test('reports files that import each other', async () => {
  await plant({
    'agent/a.ts': `import { b } from './b.ts';`,
    'agent/b.ts': `import { c } from './tools/c.ts';`,
    'agent/tools/c.ts': `import { a } from '../a.ts';`,
  });
  expect(violations(await readImports(folder))).toEqual([
    expect.stringMatching(/^a cycle: (agent\/[\w/]+\.ts( -> )?){4}$/),
  ]);
});

test('finds nothing in what is allowed', async () => {
  await plant({
    'app.tsx': `import { a } from './background/manager.ts';\nimport { render } from 'ink';`,
    'components/a.tsx': `import { b } from '../store/a.ts';\nimport type { Task } from '../background/task.ts';`,
    'store/a.ts': `// import { x } from '../app.tsx';\n/* import '../app.tsx'; */\nimport { c } from '../agent/session.ts';`,
    'agent/a.ts': `import type { B } from './b.ts';\nconst text = 'import of ../app.tsx from';`,
    'agent/b.ts': `import { a } from './a.ts';\nimport { readFile } from 'node:fs/promises';`,
  });
  expect(violations(await readImports(folder))).toEqual([]);
});

async function plant(files: { readonly [file: string]: string }): Promise<void> {
  for (const [file, source] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), source);
  }
}
