import { fileURLToPath } from 'node:url';
import { patchPlugin } from './patch.js';

const RUNTIME = fileURLToPath(new URL('runtime/lazy-segmenter.ts', import.meta.url));
const CREATION = /^(const \w+ = )new Intl\.Segmenter\(/m;

/**
 * Ink and its text packages create an `Intl.Segmenter` when they are loaded; the first one costs 11 ms. Created at
 * its first use, and not at all for plain text, together with the lazy string-width: first frame 147 → 100 ms.
 *
 * Only ansi-tokenize gets the segmenter that skips Unicode tables: the others call `containing` on its result.
 */
export const lazySegmenters = patchPlugin({
  name: 'lazy-segmenters',
  filter: /(ink\/build\/line-update|slice-ansi\/tokenize-ansi|wrap-ansi\/index|ansi-tokenize\/build\/tokenize)\.js$/,
  files: 4,
  rewrite(source, path) {
    const factory = path.includes('ansi-tokenize') ? 'lazyIteratingSegmenter' : 'lazySegmenter';
    const rewritten = source.replace(CREATION, `$1${factory}(`);
    if (rewritten === source) return source;
    return `import { ${factory} } from ${JSON.stringify(RUNTIME)};\n${rewritten}`;
  },
});
