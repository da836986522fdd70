import type { Import } from './imports.ts';

const LAYERS = ['background', 'agent', 'store', 'components'];

/** Pure files that every folder to their right may import. */
const VOCABULARY = [
  'background/task.ts',
  'background/task-log.ts',
  'background/task-outcome.ts',
  'background/clean-text.ts',
  'background/cut.ts',
  'background/invisible.ts',
  'background/start-command.ts',
  'agent/messages.ts',
  'agent/events.ts',
];

/** Files that read no file, start no process and know no time but what they are given. */
const PURE = [
  ...VOCABULARY,
  /^background\/(outbox|digest|progress|progress-figures|scheduler|screen-lines|terminal-line)\.ts$/,
  /^background\/digest\//,
  /^store\//,
  /^components\/(keymap|layout|text|format)\.ts$/,
];

/** Which files may import a package. A package that is not here belongs to nobody. */
const OWNERS: readonly { readonly name: string; readonly owners: readonly RegExp[] }[] = [
  { name: 'execa', owners: [/^background\/local\//] },
  { name: '@anthropic-ai/sdk', owners: [/^agent\/anthropic[\w-]*\.ts$/, /^agent\/offline/] },
  { name: '@anthropic-ai/bedrock-sdk', owners: [/^agent\/anthropic-platforms\.ts$/] },
  { name: '@anthropic-ai/vertex-sdk', owners: [/^agent\/anthropic-platforms\.ts$/] },
  { name: '@anthropic-ai/foundry-sdk', owners: [/^agent\/anthropic-platforms\.ts$/] },
  { name: 'undici', owners: [/^agent\/network\/dispatchers\.ts$/] },
  { name: '@modelcontextprotocol/sdk', owners: [/^agent\/mcp\//] },
  { name: 'zod', owners: [/^agent\/tools\//, /^config/] },
  { name: '@xterm/headless', owners: [/^background\/local\/terminal-screen\.ts$/] },
  { name: 'unbash', owners: [/^agent\/permissions\//] },
  { name: 'picomatch', owners: [/^agent\/glob\.ts$/] },
  { name: 'html-to-text', owners: [/^agent\/tools\/page-text-worker\.js$/] },
  { name: 'yaml', owners: [/^agent\/knowledge\//] },
  { name: 'ajv', owners: [/^headless\/structured-result\.ts$/] },
  { name: 'jsonc-parser', owners: [/^config\//] },
  { name: 'diff', owners: [/^agent\/tools\//, /^components\/changed-words\.ts$/] },
  { name: 'zustand', owners: [/^store\//, /^components\//] },
  { name: 'react', owners: [/^components\//, /^app\.tsx$/] },
  { name: 'ink', owners: [/^components\//, /^app\.tsx$/] },
  { name: 'fuzzysort', owners: [/^store\/fuzzy\.ts$/] },
  { name: 'marked', owners: [/^export\//, /^components\/markdown[\w-]*\.ts$/] },
  { name: 'highlight.js', owners: [/^components\/highlight(?:-languages)?\.ts$/] },
  { name: 'ansi-styles', owners: [/^components\/theme\.ts$/] },
  { name: 'slice-ansi', owners: [/^components\//] },
  { name: 'wrap-ansi', owners: [/^components\//] },
  { name: 'supports-hyperlinks', owners: [/^app\/terminal-links\.ts$/] },
  { name: 'string-width', owners: [/^components\//, /^background\/terminal-line\.ts$/] },
];

/** What is against the rules of DESIGN, one sentence each. */
export function violations(imports: readonly Import[]): readonly string[] {
  return [
    ...imports.filter(goesAgainstTheArrow).map(({ from, to }) => `${from} may not import ${to}`),
    ...imports.filter(takesAForeignPackage).map(({ from, to }) => `${from} does not own the package ${to}`),
    ...imports.filter(leavesPurity).map(({ from, to }) => `${from} is pure and may not import ${to}`),
    ...cycles(imports).map((cycle) => `a cycle: ${cycle.join(' -> ')}`),
  ];
}

function goesAgainstTheArrow({ from, to, isOurs }: Import): boolean {
  if (!isOurs) return false;
  const [fromLayer, toLayer] = [layerOf(from), layerOf(to)];
  // Files beside the folders join them and may import all; no folder imports one of them.
  if (fromLayer === LAYERS.length) return false;
  if (toLayer === fromLayer || toLayer === fromLayer - 1) return false;
  return !(toLayer < fromLayer && VOCABULARY.includes(to));
}

function layerOf(file: string): number {
  const layer = LAYERS.findIndex((folder) => file.startsWith(`${folder}/`));
  return layer === -1 ? LAYERS.length : layer;
}

function takesAForeignPackage({ from, to, isOurs }: Import): boolean {
  if (isOurs || to.startsWith('node:')) return false;
  const entry = OWNERS.find(({ name }) => to === name || to.startsWith(`${name}/`));
  return !entry?.owners.some((owner) => owner.test(from));
}

function leavesPurity({ from, to }: Import): boolean {
  return to.startsWith('node:') && PURE.some((file) => (typeof file === 'string' ? file === from : file.test(from)));
}

/**
 * At least one cycle of each knot of files that need each other to run. `import type` makes none: a step may name the
 * types of the sequence it belongs to.
 */
function cycles(imports: readonly Import[]): readonly (readonly string[])[] {
  const found: string[][] = [];
  const finished = new Set<string>();
  const visit = (file: string, path: readonly string[]) => {
    const start = path.indexOf(file);
    if (start !== -1) found.push([...path.slice(start), file]);
    if (start !== -1 || finished.has(file)) return;
    const imported = imports.filter(({ from, isOurs, isTypeOnly }) => isOurs && !isTypeOnly && from === file);
    imported.forEach(({ to }) => visit(to, [...path, file]));
    finished.add(file);
  };
  imports.forEach(({ from }) => visit(from, []));
  return found;
}
