import * as esbuild from 'esbuild';
import { dirname } from 'node:path';
import { fileReferences } from './file-references.js';
import { packageOptions } from './packages.js';

const NAMESPACE = 'worker';

/**
 * `new URL('./name-worker.js', import.meta.url)` points to a bundle of its own beside the program: a worker thread
 * loads nothing else.
 *
 * @type {import('esbuild').Plugin}
 */
export const workers = {
  name: 'workers',
  setup(build) {
    build.onResolve({ filter: /-worker\.js$/ }, async ({ path, resolveDir, pluginData }) => {
      if (pluginData === NAMESPACE) return undefined;
      const found = await build.resolve(path, { resolveDir, kind: 'import-statement', pluginData: NAMESPACE });
      return { ...found, namespace: NAMESPACE };
    });
    build.onLoad({ filter: /./, namespace: NAMESPACE }, async ({ path }) => ({
      contents: await bundled(path),
      loader: 'file',
      resolveDir: dirname(path),
    }));
    return references.setup(build);
  },
};

const references = fileReferences({
  name: 'worker-references',
  filter: /src\/agent\/tools\/[\w-]+\.ts$/,
  files: 1,
  pattern: /new URL\('(\.\/[\w-]+-worker\.js)', import\.meta\.url\)/g,
});

/** @param {string} path */
async function bundled(path) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [path],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    minify: true,
    legalComments: 'none',
    write: false,
    ...packageOptions,
  });
  return outputFiles[0]?.contents ?? '';
}
