import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * An esbuild plugin that rewrites source files whose path matches `filter`. The build fails when fewer than `files`
 * of them were changed by `rewrite`: then the patched code is another one than the patch was made for.
 *
 * @param {{name: string, filter: RegExp, files: number, rewrite: (source: string, path: string) => string}} patch
 * @returns {import('esbuild').Plugin}
 */
export function patchPlugin({ name, filter, files, rewrite }) {
  return {
    name,
    setup(build) {
      const rewritten = new Set();
      build.onLoad({ filter }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        const contents = rewrite(source, path);
        if (contents === source) return undefined;
        rewritten.add(path);
        return { contents, loader: path.endsWith('.ts') ? 'ts' : 'js', resolveDir: dirname(path) };
      });
      build.onEnd(({ errors }) => {
        if (errors.length > 0 || rewritten.size >= files) return undefined;
        const text = `${rewritten.size} of ${files} files were rewritten: ${[...rewritten].join(', ') || 'none'}`;
        return { errors: [{ text, detail: 'The code to be replaced has changed; look at the patch.' }] };
      });
    },
  };
}
