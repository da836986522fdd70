/**
 * Words that make a known command run another one, or write and read where no redirection shows it: `git fetch
 * --upload-pack=…`, `rg --pre …`. No `*` of a rule stands for them; where they are meant they have to be written.
 */
interface Telling {
  /** Long options, without dashes. Their beginnings count too, because many programs take these for the whole. */
  readonly options?: readonly string[];
  /** Whole words, wherever they stand before `--`. */
  readonly words?: RegExp;
  /** What must not be the first word. */
  readonly first?: RegExp;
}

/** Indexes into the words of a command. */
export function tellingWords([name = '', ...args]: readonly string[]): readonly number[] {
  const found = [name, `${name} ${args[0] ?? ''}`].flatMap((key) => {
    const telling = Object.hasOwn(TELLING, key) ? TELLING[key] : undefined;
    return telling === undefined ? [] : args.flatMap((word, at) => (isTelling(word, at, telling) ? [at + 1] : []));
  });
  const end = args.indexOf('--') + 1;
  return end === 0 ? found : found.filter((index) => index <= end);
}

function isTelling(word: string, at: number, { options = [], words, first }: Telling): boolean {
  if (words?.test(word) === true || (at === 0 && first?.test(word) === true)) return true;
  const [, option] = /^--([^=]{2,})/.exec(word) ?? [];
  return option !== undefined && options.some((one) => one.startsWith(option));
}

const NODE_PACKAGES: Telling = {
  first: /^(?:-C|exec|x|dlx|explore|config|c|set|edit|create|init)$/,
  words: /^-C/,
  options: [
    'script-shell',
    'node-options',
    'prefix',
    'dir',
    'cwd',
    'userconfig',
    'globalconfig',
    'git',
    'shell',
    'viewer',
    'browser',
    'editor',
  ],
};
const COMPILER: Telling = { words: /^-(?:wrapper|fplugin|specs|B|fuse-ld)/ };

const TELLING: Readonly<Record<string, Telling>> = {
  git: {
    first:
      /^(?:-(?!-no-pager$|P$|-version$|-help$).*|config|submodule|bisect|filter-branch|difftool|mergetool|hook|maintenance|send-email|daemon|instaweb|gui|citool|svn|p4|shell|help|web--browse|credential.*|remote-.*)$/,
    words: /^ext::/,
    options: [
      'upload-pack',
      'receive-pack',
      'exec',
      'output',
      'ext-diff',
      'no-index',
      'open-files-in-pager',
      'template',
      'config',
      'contents',
    ],
  },
  'git clone': { words: /^-[cu]/ },
  'git rebase': { words: /^-x/ },
  'git grep': { words: /^-O/ },
  'git difftool': { words: /^-x/ },
  'git submodule': { words: /^foreach$/ },
  'git bisect': { words: /^run$/ },
  tar: {
    first: /^[A-Za-z]*[IF]/,
    words: /^-[A-Za-z]*[IF]/,
    options: [
      'checkpoint-action',
      'to-command',
      'use-compress-program',
      'rsh-command',
      'info-script',
      'new-volume-script',
    ],
  },
  rg: { options: ['pre', 'hostname-bin'] },
  sort: { words: /^-[A-Za-z]*o/, options: ['compress-program', 'output'] },
  tree: { words: /^-o/ },
  npm: NODE_PACKAGES,
  pnpm: NODE_PACKAGES,
  yarn: NODE_PACKAGES,
  cargo: { first: /^\+/, options: ['config'] },
  go: { first: /^(?:run|generate|tool|env)$/, words: /^--?(?:toolexec|exec|vettool|overlay)\b/ },
  pip: { options: ['python'] },
  gcc: COMPILER,
  'g++': COMPILER,
  cc: COMPILER,
  'c++': COMPILER,
  clang: COMPILER,
  'clang++': COMPILER,
};
