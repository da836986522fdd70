import { patchPlugin } from './patch.js';

const LOADING =
  /\(function\(\)\{return w\|\|"function"!=typeof WebAssembly\.instantiateStreaming.*?\.catch\(ca\);return\{\}/s;
const AT_ONCE = `
var bytes = Buffer.from(H.slice(H.indexOf(',') + 1), 'base64');
a(new WebAssembly.Instance(new WebAssembly.Module(bytes), d));
return {}`;

/**
 * Yoga's loader calls `fetch('data:…')` for its WebAssembly, which makes Node load its HTTP client (30 ms before the
 * first frame), and compiles it in the background, for which a module has to wait: then it could be no script that is
 * compiled before (`launcher.ts`). Compiled at once it takes a few milliseconds.
 */
export const yogaAtOnce = patchPlugin({
  name: 'yoga-at-once',
  filter: /yoga-layout\/dist\/(src\/index|binaries\/yoga-wasm-base64-esm)\.js$/,
  files: 2,
  rewrite: (source) =>
    source.replace(LOADING, AT_ONCE).replace('wrapAssembly(await loadYoga())', 'wrapAssembly(loaded())') +
    (source.includes('await loadYoga()') ? LOADED : ''),
});

/** The loader fills the object that it is given before it returns. */
const LOADED = `
function loaded() {
  const module = {};
  loadYoga(module);
  return module;
}`;
