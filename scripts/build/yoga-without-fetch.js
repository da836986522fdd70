import { patchPlugin } from './patch.js';

/**
 * Yoga's loader calls `fetch('data:…')` for its WebAssembly when there is a global `fetch`, which makes Node load its
 * HTTP client: about 30 ms before the first frame. Without one it decodes the text itself.
 */
export const yogaWithoutFetch = patchPlugin({
  name: 'yoga-without-fetch',
  filter: /yoga-wasm-base64-esm\.js$/,
  files: 1,
  rewrite: (source) => (source.includes('typeof fetch') ? `const fetch = undefined;\n${source}` : source),
});
