import { patchPlugin } from './patch.js';

/**
 * Makes `new URL('./name', import.meta.url)` point to a copy of that file beside the bundle, whose name holds its hash:
 * a program that runs keeps the file it was built with. `pattern` matches one such expression, its first group the path.
 *
 * @param {{name: string, filter: RegExp, files: number, pattern: RegExp}} references
 * @returns {import('esbuild').Plugin}
 */
export function fileReferences({ name, filter, files, pattern }) {
  return patchPlugin({
    name,
    filter,
    files,
    rewrite(source) {
      let imports = '';
      const rewritten = source.replace(pattern, (_, path) => {
        const file = `referencedFile${imports.length}`;
        imports += `import ${file} from '${path}';`;
        return `new URL(${file}, import.meta.url)`;
      });
      return imports + rewritten;
    },
  });
}
