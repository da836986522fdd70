import { patchPlugin } from './patch.js';

const REFERENCE = /new URL\('(\.\/[\w-]+\.sh)', import\.meta\.url\)/g;

/**
 * `new URL('./name.sh', import.meta.url)` points to a copy beside the bundle, whose name holds its hash: a program
 * that runs keeps the script it was built with.
 */
export const shellScripts = patchPlugin({
  name: 'shell-scripts',
  filter: /src\/background\/local\/[\w-]+\.ts$/,
  files: 1,
  rewrite(source) {
    let imports = '';
    const rewritten = source.replace(REFERENCE, (_, path) => {
      const name = `shellScript${imports.length}`;
      imports += `import ${name} from '${path}';`;
      return `new URL(${name}, import.meta.url)`;
    });
    return imports + rewritten;
  },
});
