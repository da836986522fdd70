import { fileURLToPath } from 'node:url';
import { inkByRows } from './ink-by-rows.js';
import { inkWithoutDevtools } from './ink-without-devtools.js';
import { lazySegmenters } from './lazy-segmenters.js';
import { lazyStringWidth } from './lazy-string-width.js';
import { packageOptions } from './packages.js';
import { shellScripts } from './shell-scripts.js';
import { smallZod } from './small-zod.js';
import { workers } from './workers.js';
import { withLauncher } from './with-launcher.js';
import { writeToDist } from './write-to-dist.js';
import { yogaAtOnce } from './yoga-at-once.js';
import { zodInEnglish } from './zod-in-english.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * How the program is bundled: one script, because compiled code can be kept only of that (`launcher.ts`), nothing left
 * to `node_modules` but what users install themselves. What the source imports by `import()` runs when it is asked for,
 * by `require()`: kept code cannot `import()` what is Node's own, seen on Node 20
 * (https://github.com/nodejs/corepack/issues/342 met it too). React is the production one: 404 instead of 684 kB, and 7 %
 * of the start.
 *
 * @type {import('esbuild').BuildOptions}
 */
export const bundleOptions = {
  absWorkingDir: ROOT,
  entryPoints: { program: 'src/cli.ts' },
  outdir: 'dist',
  write: false,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  charset: 'ascii',
  target: 'node20',
  supported: { 'dynamic-import': false },
  jsx: 'automatic',
  minify: true,
  legalComments: 'none',
  entryNames: '[name]-[hash]',
  outExtension: { '.js': '.cjs' },
  assetNames: '[name]-[hash]',
  ...packageOptions,
  // Packages that users install beside the program; `anthropic-platforms.ts`.
  external: ['@anthropic-ai/bedrock-sdk', '@anthropic-ai/vertex-sdk', '@anthropic-ai/foundry-sdk'],
  loader: { '.sh': 'file' },
  banner: { js: `const importMetaUrl=require('node:url').pathToFileURL(__filename).href;` },
  define: {
    'process.env.NODE_ENV': '"production"',
    'process.env.DEV': '"false"',
    'import.meta.url': 'importMetaUrl',
  },
  plugins: [
    inkWithoutDevtools,
    inkByRows,
    yogaAtOnce,
    lazyStringWidth,
    lazySegmenters,
    shellScripts,
    workers,
    zodInEnglish,
    smallZod,
    withLauncher,
    writeToDist,
  ],
  logLevel: 'warning',
};
