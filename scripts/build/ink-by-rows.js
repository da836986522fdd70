import { fileURLToPath } from 'node:url';
import { patchPlugin } from './patch.js';

const OUTPUT = "import Output from './output.js';";
const SANITIZE = 'const sanitizeAnsi = (text) => {';

/** @param {string} name */
const runtime = (name) => JSON.stringify(fileURLToPath(new URL(`runtime/${name}.ts`, import.meta.url)));

/**
 * Ink takes every visible line apart into cells in every frame, also when nothing changed in it. Rows are put together
 * from whole lines instead, and plain text is not searched for harmful sequences.
 *
 * `test/ink-by-rows.test.ts` holds what is shown against what Ink shows.
 */
export const inkByRows = patchPlugin({
  name: 'ink-by-rows',
  filter: /ink\/build\/(renderer|sanitize-ansi)\.js$/,
  files: 2,
  rewrite: (source) =>
    source
      .replace(
        OUTPUT,
        `import Cells from './output.js';
import { composingRows } from ${runtime('row-output')};
const Output = composingRows(Cells);`,
      )
      .replace(
        SANITIZE,
        `import { isPlainText } from ${runtime('plain-text')};
${SANITIZE}
    if (isPlainText(text)) return text;`,
      ),
});
