/**
 * A command exchanges folders and files of the project for links to outside while the file tools work. Whatever the
 * moment: no byte from outside is read, none is written there, and nothing is left over.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createFileImages } from '../../../src/agent/undo/file-images.ts';
import { createUndo } from '../../../src/agent/undo/undo.ts';
import { openTools, type OpenToolsOptions, temporaryFolder } from '../../fixtures/open-tools.ts';

const SECRET = 'PRIVATE KEY';

test.runIf(process.platform === 'linux')(
  'nothing outside is read, listed, written, removed or made under exchanged links',
  async () => {
    const { root, call, outside } = project({
      gate: { mode: () => 'edits' },
      answer: () => ({ kind: 'no', word: '' }),
    });
    const stop = await swap(
      [path.join(root, 'd'), path.join(root, 'link')],
      [path.join(root, 'e/key'), path.join(root, 'e/link')],
    );
    const answers = new Set<string>();
    let worked = 0;
    for (let round = 0; round < 120; round += 1) {
      for (const [name, input] of [
        ['read_file', { path: 'd/key' }],
        ['read_file', { path: 'link/key' }],
        ['read_file', { path: 'e/key' }],
        ['read_file', { path: 'd/in/key' }],
        ['search_files', { pattern: '.' }],
        ['search_files', { pattern: '.', path: 'd/in' }],
        ['find_files', { glob: '*', path: 'd/in' }],
        ['list_directory', { path: 'd' }],
        ['list_directory', { path: 'd/in' }],
        ['write_file', { path: `d/in/new-${round}`, content: 'ours\n' }],
        ['write_file', { path: `d/in/deep-${round}/new`, content: 'ours\n' }],
        ['edit_file', { path: 'd/in/key', old_text: 'ours', new_text: `ours${round}` }],
        ['write_file', { path: `d/new-${round}`, content: 'ours\n' }],
        ['write_file', { path: `d/deep-${round}/new`, content: 'ours\n' }],
        ['write_file', { path: 'd/key', content: 'ours\n' }],
        ['edit_file', { path: 'd/key', old_text: 'ours', new_text: `ours${round}` }],
        ['edit_file', { path: 'e/key', old_text: 'ours', new_text: 'ours' }],
      ] as const) {
        const { result } = await call(name, input);
        answers.add(result.text);
        if (!result.isError) worked += 1;
      }
    }
    await stop();
    expect([...answers].filter((text) => text.includes(SECRET) || text.includes('hidden-name'))).toEqual([]);
    // The tools were at work, and the exchange hit them.
    expect(worked).toBeGreaterThan(0);
    expect([...answers].join('\n')).toMatch(/moved or replaced by a link just now/);
    expectUntouched(outside);
    expect(leftovers(root)).toEqual([]);
  },
  120_000,
);

test.runIf(process.platform === 'linux')(
  'taking a change back under an exchanged link touches nothing outside',
  async () => {
    const { root, outside } = project();
    const images = createFileImages(path.join(root, 'images'));
    const undo = createUndo({ root, images, now: Date.now, emit: (event) => undo.fold(event) });
    const change = { before: 'before\n', after: `${SECRET}\n`, mode: 0o600 };
    await undo.changing({ file: path.join(root, 'd/in/key'), ...change });
    writeFileSync(path.join(root, 'd/in/key'), change.after);
    const stop = await swap([path.join(root, 'd'), path.join(root, 'link')]);
    const sentences = new Set<string>();
    // On a busy machine the exchange may win every time for a while.
    for (let round = 0; round < 150 || (!sentences.has('moved') && round < 5_000); round += 1) {
      for (const way of ['undo', 'redo'] as const) {
        const moved = await undo.move(way);
        sentences.add(moved.kind === 'refused' ? moved.sentence : moved.kind);
      }
    }
    await stop();
    expect([...sentences]).toContain('moved');
    expectUntouched(outside);
    expect(leftovers(root)).toEqual([]);
  },
  120_000,
);

test.each(['a folder', 'a file'])('%s that becomes a link while the question waits is not followed', async (what) => {
  const { root, call, outside, questions } = project({
    answer: () => {
      const place = path.join(root, what === 'a file' ? 'd/key' : 'd');
      renameSync(place, `${place}-moved`);
      symlinkSync(what === 'a file' ? path.join(outside, 'key') : outside, place);
      return { kind: 'once' };
    },
  });
  const { result } = await call('edit_file', { path: 'd/key', old_text: 'ours', new_text: 'new' });
  expect(questions).toHaveLength(1);
  expect(result.text).toBe('d/key was not changed: it was moved or replaced by a link just now.');
  expect(readFileSync(path.join(outside, 'key'), 'utf8')).toBe(`${SECRET}\n`);
  expect(leftovers(root)).toEqual([]);
});

function project(options: OpenToolsOptions = {}) {
  const tools = openTools(options);
  const outside = temporaryFolder();
  onTestFinished(() => rmSync(outside, { recursive: true }));
  mkdirSync(path.join(outside, 'in'));
  for (const folder of ['.', 'in']) {
    writeFileSync(path.join(outside, folder, 'key'), `${SECRET}\n`);
    writeFileSync(path.join(outside, folder, 'hidden-name'), '');
  }
  for (const folder of ['d', 'd/in', 'e']) {
    mkdirSync(path.join(tools.root, folder));
    writeFileSync(path.join(tools.root, folder, 'key'), 'ours\n');
  }
  symlinkSync(outside, path.join(tools.root, 'link'));
  symlinkSync(path.join(outside, 'key'), path.join(tools.root, 'e/link'));
  return { ...tools, outside };
}

/** Exchanges the paths of each pair until what it answers is called. */
async function swap(...pairs: readonly (readonly [string, string])[]): Promise<() => Promise<void>> {
  const swapper = spawn('python3', ['test/fixtures/programs/swap-links.py', ...pairs.flat()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(swapper, 'close');
  const stop = async () => {
    swapper.kill('SIGKILL');
    await closed;
  };
  onTestFinished(stop);
  await once(swapper.stdout, 'data');
  return stop;
}

function expectUntouched(outside: string): void {
  expect(readdirSync(outside).toSorted()).toEqual(['hidden-name', 'in', 'key']);
  expect(readdirSync(path.join(outside, 'in')).toSorted()).toEqual(['hidden-name', 'key']);
  for (const key of ['key', 'in/key']) expect(readFileSync(path.join(outside, key), 'utf8')).toBe(`${SECRET}\n`);
}

/** Temporary files of ours below a folder. */
function leftovers(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    if (lstatSync(file).isDirectory()) return leftovers(file);
    return name.endsWith('.tmp') ? [file] : [];
  });
}
