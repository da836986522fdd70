/** What the packages need to be bundled as ES modules: a `require` for those in CommonJS. */
export const packageOptions = {
  banner: {
    js: `import{createRequire as createRequireHere}from'node:module';const require=createRequireHere(import.meta.url);`,
  },
  // Its CommonJS form cannot be bundled.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
};
