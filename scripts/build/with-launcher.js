import { transform } from 'esbuild';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Adds `cli.js`, which loads the bundled program by its name (`launcher.ts`).
 *
 * @type {import('esbuild').Plugin}
 */
export const withLauncher = {
  name: 'with-launcher',
  setup(build) {
    build.onEnd(async ({ outputFiles }) => {
      const program = outputFiles?.find(({ path }) => path.endsWith('.cjs'));
      if (outputFiles === undefined || program === undefined) return;
      const source = await readFile(new URL('launcher.ts', import.meta.url), 'utf8');
      const { code } = await transform(source, {
        loader: 'ts',
        target: 'node20',
        minify: true,
        define: {
          PROGRAM: JSON.stringify(basename(program.path)),
          PROGRAM_DIGEST: JSON.stringify(createHash('sha256').update(program.contents).digest('hex')),
        },
      });
      const contents = Buffer.from(code);
      outputFiles.push({ path: join(dirname(program.path), 'cli.js'), contents, text: code, hash: '' });
    });
  },
};
