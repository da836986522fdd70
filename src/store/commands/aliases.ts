/** Names that other coding agents have for what has another name here, and what is meant by a name that nothing has. */

/** The line that is carried out instead. */
const ALIASES: Readonly<Record<string, string>> = {
  allowed: 'permissions',
  bashes: 'tasks',
  deliveries: 'ledger',
  exit: 'quit',
  jobs: 'tasks',
  memory: 'instructions',
  new: 'clear',
  plan: 'permissions plan',
  ps: 'tasks',
  q: 'quit',
  rename: 'title',
  reset: 'clear',
  restart: 'clear',
  rewind: 'fork',
  save: 'export',
  search: 'find',
  shortcuts: 'keys',
  summarize: 'compact',
  usage: 'cost',
};

/** What is done elsewhere, and where. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  config: 'Settings are files: !meanwhile config lists them.',
  diff: 'Changes stand in the conversation; !git diff shows all of them.',
  doctor: 'Run it in a shell: !meanwhile doctor',
  login: 'Set ANTHROPIC_API_KEY before the start; docs/providers.md lists other ways.',
  logout: 'Unset ANTHROPIC_API_KEY before the start.',
  settings: 'Settings are files: !meanwhile config lists them.',
  status: 'Model, permissions and context stand in the last lines; /context and /cost say more.',
  todos: "The model's steps stand above the tasks while it has a plan.",
  update: 'Run it in a shell: !meanwhile update',
};

/** The line without its slash, with the name that it has here. */
export function withoutAlias(name: string, typed: string): { readonly name: string; readonly typed: string } {
  const [own = name, ...first] = (Object.hasOwn(ALIASES, name) ? (ALIASES[name] ?? name) : name).split(' ');
  return { name: own, typed: [...first, typed].filter((word) => word !== '').join(' ') };
}

/** What to say of a name that no command has. */
export function unknownCommand(name: string, known: readonly string[]): string {
  if (Object.hasOwn(ELSEWHERE, name)) return `There is no /${name}. ${ELSEWHERE[name]}`;
  const [like] = [...known, ...Object.keys(ALIASES)]
    .map((other) => ({ other, likeness: likeness(name, other) }))
    .filter((one) => one.likeness >= ALIKE)
    .sort((one, other) => other.likeness - one.likeness);
  const hint = like === undefined ? '/help lists all commands.' : `Did you mean /${like.other}?`;
  return `Unknown command /${name}. ${hint}`;
}

/** Half of their pairs of letters. */
const ALIKE = 0.5;

/** The Sørensen–Dice coefficient of the pairs of letters in two words, their ends included: 0 to 1. */
function likeness(one: string, other: string): number {
  const [a, b] = [pairs(one), pairs(other)];
  const left = [...b];
  const shared = a.filter((pair) => {
    const at = left.indexOf(pair);
    if (at !== -1) left.splice(at, 1);
    return at !== -1;
  });
  return (2 * shared.length) / (a.length + b.length);
}

function pairs(word: string): readonly string[] {
  const ends = `^${word}$`;
  return Array.from({ length: ends.length - 1 }, (_, index) => ends.slice(index, index + 2));
}
