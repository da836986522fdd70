import * as esbuild from 'esbuild';
import { execa } from 'execa';
import fc from 'fast-check';
import { cp, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import realStringWidth from 'string-width';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bundleOptions } from '../scripts/build/bundle.js';
import { lazyStringWidth } from '../scripts/build/lazy-string-width.js';
import { patchPlugin } from '../scripts/build/patch.js';
import { lazyIteratingSegmenter } from '../scripts/build/runtime/lazy-segmenter.ts';
import { isPlain } from '../scripts/build/runtime/plain-characters.ts';
import { writeToDist } from '../scripts/build/write-to-dist.js';

let folder: string;
const namesIn = (name: string) => readdir(join(folder, name)).catch(() => []);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meanwhile-build-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

afterAll(() => esbuild.stop());

const PLATFORM_PACKAGES = ['@anthropic-ai/bedrock-sdk', '@anthropic-ai/vertex-sdk', '@anthropic-ai/foundry-sdk'];

describe('the bundle', () => {
  test('runs without node_modules', async () => {
    const built = join(folder, 'built');
    await esbuild.build({ ...bundleOptions, outdir: built });
    const away = join(folder, 'away');
    await cp(built, away, { recursive: true });
    await writeFile(join(away, 'package.json'), '{"type":"module"}');
    await rm(built, { recursive: true });

    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    const run = (flag: string) => execa(join(away, 'cli.js'), [flag], { cwd: folder });
    expect((await run('--version')).stdout).toContain(version);
    expect((await run('--help')).stdout).toContain('--permissions');
  });

  test.skipIf(process.getuid?.() !== 0)(
    'starts for an account that the system does not know, without HOME and PATH',
    async () => {
      await esbuild.build({ ...bundleOptions, outdir: folder });
      await writeFile(join(folder, 'package.json'), '{"type":"module"}');
      await execa('chmod', ['-R', 'a+rX', folder]);
      await execa('chmod', ['a+x', dirname(folder)]);
      const run = (...args: string[]) =>
        execa(process.execPath, [join(folder, 'cli.js'), ...args], {
          ...{ cwd: folder, uid: 54_321, gid: 54_321, env: {}, extendEnv: false, reject: false, stdin: 'ignore' },
        });
      expect(await run('--help')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('--permissions') });
      const { exitCode, stderr } = await run('-p', '--model', 'offline', 'hello');
      expect(exitCode).toBe(1);
      expect(stderr).toMatch(/MEANWHILE_HOME names another place\.$/);
    },
  );

  test('imports nothing but what Node brings, and what users install for other platforms', async () => {
    const { metafile } = await esbuild.build({ ...bundleOptions, outdir: folder, metafile: true });
    const imported = Object.values(metafile.outputs).flatMap(({ imports }) => imports);
    const external = imported.filter(({ external }) => external).map(({ path }) => path.replace(/^node:/, ''));
    expect(external.filter((path) => !builtinModules.includes(path))).toEqual(PLATFORM_PACKAGES);
  });

  test('gives each name that is taken out of a package when it is needed', async () => {
    const { metafile } = await esbuild.build({ ...bundleOptions, outdir: folder, metafile: true });
    const sources = Object.keys(metafile.inputs).filter((input) => input.startsWith('src/'));
    const texts = await Promise.all(sources.map((source) => readFile(source, 'utf8')));
    const taken = texts.flatMap((text) =>
      Array.from(text.matchAll(/const \{ (.+?) \} = await import\('([^.'][^':]*)'\)/g), ([, names = '', name = '']) =>
        names.split(', ').map((each) => ({ name, taken: each.split(':')[0] ?? '' })),
      ).flat(),
    );
    expect(taken.length).toBeGreaterThan(5);
    const missing = await runBundled(
      `const missing = (name, taken) => (offered) => (offered[taken] === undefined ? [name + ' ' + taken] : []);
      Promise.all([${taken.map(({ name, taken }) => `import('${name}').then(missing('${name}', '${taken}'))`).join()}])
        .then((found) => console.log(JSON.stringify(found.flat())));`,
    );
    expect(JSON.parse(missing)).toEqual([]);
  });

  test('is not written when a patch no longer fits', async () => {
    const outdated = patchPlugin({ name: 'outdated', filter: /cli\.mjs$/, files: 1, rewrite: (source) => source });
    const program = await smallProgram('1');
    const build = esbuild.build({ ...program, plugins: [outdated, writeToDist], logLevel: 'silent' });
    await expect(build).rejects.toThrow('0 of 1 files were rewritten');
    expect(await namesIn('dist')).toEqual([]);
  });
});

describe('dist', () => {
  const namesEnding = async (end: string) => (await namesIn('dist')).filter((name) => name.endsWith(end));
  const build = async (printed: string) => esbuild.build(await smallProgram(printed));

  test('keeps what a running program may still import, for a day', async () => {
    await build('1');
    const [old = ''] = await namesEnding('.sh');
    await build('2');
    expect(await namesEnding('.sh')).toHaveLength(2);

    const twoDaysAgo = new Date(Date.now() - 2 * 24 * 60 * 60 * 1000);
    await utimes(join(folder, 'dist', old), twoDaysAgo, twoDaysAgo);
    await build('2');
    expect(await namesEnding('.sh')).not.toContain(old);
  });

  test('survives builds at the same time', async () => {
    const program = await smallProgram('1');
    await Promise.all(Array.from({ length: 4 }, () => esbuild.build(program)));
    expect(await namesEnding('.tmp')).toEqual([]);
    expect((await execa(join(folder, 'dist/cli.js'))).stdout).toBe('1');
  });
});

/** Options to build a program that prints a file beside it. */
async function smallProgram(printed: string): Promise<esbuild.BuildOptions> {
  const entry = join(folder, 'cli.mjs');
  await writeFile(join(folder, 'printed.sh'), printed);
  await writeFile(
    entry,
    `#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import name from './printed.sh';
process.stdout.write(readFileSync(new URL(name, import.meta.url), 'utf8'));`,
  );
  return {
    entryPoints: { cli: entry },
    outdir: join(folder, 'dist'),
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    assetNames: '[name]-[hash]',
    loader: { '.sh': 'file' },
    plugins: [writeToDist],
  };
}

/** What a script prints that is bundled as the program is. */
async function runBundled(contents: string): Promise<string> {
  const { entryPoints, plugins, ...options } = bundleOptions;
  const stdin = { contents, sourcefile: 'bundled.mjs', resolveDir: '.' };
  const { outputFiles } = await esbuild.build({ ...options, stdin, outdir: folder, write: false });
  const file = join(folder, 'bundled.cjs');
  await writeFile(file, outputFiles[0]?.contents ?? '');
  return (await execa(process.execPath, [file])).stdout;
}

describe('plain characters', () => {
  const plain = Array.from({ length: 0x10000 }, (_, unit) => unit).filter(isPlain);
  const characters = plain.map((unit) => String.fromCharCode(unit));

  test('are one column wide', () => {
    expect(characters.filter((character) => realStringWidth(character) !== 1)).toEqual([]);
  });

  test('never join to one grapheme', () => {
    const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
    const text = fc.array(fc.constantFrom(...characters, '\n', '\t', '\x1b[31m')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (input) => {
        const lazy = lazyIteratingSegmenter(undefined, { granularity: 'grapheme' });
        expect([...lazy.segment(input)]).toEqual([...segmenter.segment(input)]);
      }),
    );
  });
});

test('the lazy string-width measures what the real one does', async () => {
  const stringWidth = await bundledStringWidth();
  const escapes = fc.constantFrom('\x1b[1;31m', '\x1b[m', '\x1b', '\x1b[2J', '\x1b[31', '\x1b]8;;x\x07', '\x9b31m');
  const parts = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.string(), escapes);
  fc.assert(
    fc.property(fc.array(parts), fc.constantFrom(...OPTIONS), (input, options) => {
      const text = input.join('');
      expect(stringWidth(text, options)).toBe(realStringWidth(text, options));
    }),
  );
});

const OPTIONS = [undefined, {}, { countAnsiEscapeCodes: true }, { ambiguousIsNarrow: false }];

async function bundledStringWidth(): Promise<typeof realStringWidth> {
  const file = join(folder, 'string-width.mjs');
  await esbuild.build({
    stdin: { contents: `export { default } from 'string-width';`, resolveDir: '.' },
    plugins: [lazyStringWidth],
    bundle: true,
    format: 'esm',
    outfile: file,
  });
  return ((await import(file)) as { default: typeof realStringWidth }).default;
}
