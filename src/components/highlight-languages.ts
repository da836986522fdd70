/** Which languages code is highlighted in, by the names that models and people write behind a fence. */
import type { LanguageFn } from 'highlight.js';

type Load = () => Promise<{ readonly default: LanguageFn }>;

/** The name under which the language of a fence is known; nothing for one that stays plain. */
export function languageOf(name: string): string | undefined {
  const lower = name.toLowerCase();
  if (Object.hasOwn(LANGUAGES, lower)) return lower;
  return Object.hasOwn(ALIASES, lower) ? ALIASES[lower] : undefined;
}

export const LANGUAGES: Readonly<Record<string, Load>> = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'),
  css: () => import('highlight.js/lib/languages/css'),
  diff: () => import('highlight.js/lib/languages/diff'),
  dockerfile: () => import('highlight.js/lib/languages/dockerfile'),
  elixir: () => import('highlight.js/lib/languages/elixir'),
  go: () => import('highlight.js/lib/languages/go'),
  graphql: () => import('highlight.js/lib/languages/graphql'),
  haskell: () => import('highlight.js/lib/languages/haskell'),
  ini: () => import('highlight.js/lib/languages/ini'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  kotlin: () => import('highlight.js/lib/languages/kotlin'),
  lua: () => import('highlight.js/lib/languages/lua'),
  makefile: () => import('highlight.js/lib/languages/makefile'),
  nginx: () => import('highlight.js/lib/languages/nginx'),
  perl: () => import('highlight.js/lib/languages/perl'),
  php: () => import('highlight.js/lib/languages/php'),
  powershell: () => import('highlight.js/lib/languages/powershell'),
  protobuf: () => import('highlight.js/lib/languages/protobuf'),
  python: () => import('highlight.js/lib/languages/python'),
  r: () => import('highlight.js/lib/languages/r'),
  ruby: () => import('highlight.js/lib/languages/ruby'),
  rust: () => import('highlight.js/lib/languages/rust'),
  scala: () => import('highlight.js/lib/languages/scala'),
  scss: () => import('highlight.js/lib/languages/scss'),
  sql: () => import('highlight.js/lib/languages/sql'),
  swift: () => import('highlight.js/lib/languages/swift'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
};

const ALIASES: Readonly<Record<string, string>> = {
  ...all('bash', ['sh', 'shell', 'zsh', 'console', 'shell-session', 'sh-session', 'shellscript']),
  ...all('c', ['h']),
  ...all('cpp', ['c++', 'cc', 'cxx', 'hpp', 'hxx']),
  ...all('csharp', ['cs', 'c#']),
  ...all('diff', ['patch']),
  ...all('dockerfile', ['docker', 'containerfile']),
  ...all('elixir', ['ex', 'exs']),
  ...all('go', ['golang']),
  ...all('haskell', ['hs']),
  ...all('ini', ['toml', 'conf', 'cfg', 'properties', 'dotenv', 'env']),
  ...all('javascript', ['js', 'jsx', 'mjs', 'cjs', 'node']),
  ...all('json', ['jsonc', 'json5', 'jsonl']),
  ...all('kotlin', ['kt', 'kts']),
  ...all('makefile', ['make', 'mk']),
  ...all('perl', ['pl']),
  ...all('powershell', ['ps1', 'pwsh']),
  ...all('protobuf', ['proto']),
  ...all('python', ['py', 'python3']),
  ...all('ruby', ['rb']),
  ...all('rust', ['rs']),
  ...all('scss', ['sass', 'less']),
  ...all('sql', ['postgresql', 'mysql', 'sqlite', 'psql']),
  ...all('typescript', ['ts', 'tsx', 'mts', 'cts']),
  ...all('xml', ['html', 'svg', 'xhtml', 'vue', 'svelte']),
  ...all('yaml', ['yml']),
};

function all(language: string, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, language]));
}
