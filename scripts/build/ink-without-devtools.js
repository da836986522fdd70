import { patchPlugin } from './patch.js';

/**
 * Ink imports `react-devtools-core` when `DEV` is set: a package that is not installed, so that neither bundling nor
 * leaving it out of the bundle works. Neither does it read its own version then: a script cannot wait for that.
 */
export const inkWithoutDevtools = patchPlugin({
  name: 'ink-without-devtools',
  filter: /ink\/build\/reconciler\.js$/,
  files: 1,
  rewrite: (source) =>
    source.replace("await import('./devtools.js');", '').replace('await loadPackageJson()', 'packageInfo'),
});
