import { fileReferences } from './file-references.js';

/** `new URL('./name.sh', import.meta.url)` points to a copy of the script beside the bundle. */
export const shellScripts = fileReferences({
  name: 'shell-scripts',
  filter: /src\/background\/local\/[\w-]+\.ts$/,
  files: 1,
  pattern: /new URL\('(\.\/[\w-]+\.sh)', import\.meta\.url\)/g,
});
