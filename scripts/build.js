// npm run build: bundles src/ into dist/. With --watch: again whenever a source changes.
import * as esbuild from 'esbuild';
import { bundleOptions } from './build/bundle.js';

if (process.argv.includes('--watch')) {
  const context = await esbuild.context({ ...bundleOptions, logLevel: 'info' });
  await context.watch();
} else {
  // esbuild has printed what is wrong.
  await esbuild.build(bundleOptions).catch(() => process.exit(1));
}
