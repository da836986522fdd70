import { fileURLToPath } from 'node:url';

const RUNTIME = fileURLToPath(new URL('runtime/string-width.ts', import.meta.url));

/**
 * string-width compiles regular expressions over all emoji when it is loaded: about 35 ms. Every import of it gets the
 * one in `runtime/`, which loads the real one when it is needed.
 *
 * @type {import('esbuild').Plugin}
 */
export const lazyStringWidth = {
  name: 'lazy-string-width',
  setup(build) {
    build.onResolve({ filter: /^string-width$/ }, ({ importer }) =>
      importer === RUNTIME ? undefined : { path: RUNTIME },
    );
  },
};
