import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const NAME = 'small-zod';
const PACKAGES = /^zod\/(mini|v4\/locales\/en\.js)$/;

/**
 * Settings are checked before the first frame, by the small form of zod. It has its own copy of what both forms share:
 * in a chunk shared with the tools' whole zod, none of which settings need, it would be ten times as large (18 instead
 * of 4 ms before the first frame on Node 20).
 *
 * @type {import('esbuild').Plugin}
 */
export const smallZod = {
  name: NAME,
  setup(build) {
    /** @param {string} path */
    const ours = (path) => ({ path, namespace: NAME, sideEffects: false });
    build.onResolve({ filter: PACKAGES, namespace: 'file' }, ({ path }) =>
      ours(fileURLToPath(import.meta.resolve(path))),
    );
    build.onResolve({ filter: /^\./, namespace: NAME }, ({ path, importer }) => ours(resolve(dirname(importer), path)));
    build.onLoad({ filter: /\.js$/, namespace: NAME }, async ({ path }) => ({
      contents: await readFile(path, 'utf8'),
      resolveDir: dirname(path),
    }));
  },
};
