import { patchPlugin } from './patch.js';

/** zod brings its sentences in fifty languages, two thirds of its code; we word mistakes in English. */
export const zodInEnglish = patchPlugin({
  name: 'zod-in-english',
  filter: /zod\/v4\/locales\/index\.js$/,
  files: 1,
  rewrite: (source) => source.match(/^export \{ default as en \}.*$/m)?.[0] ?? source,
});
