import { verbs } from './all.ts';
import { COMMON, OPTIONS, type OptionName, optionUsage } from './options.ts';
import type { Verb } from './verb.ts';

/** The answer to `meanwhile tasks --help`. */
export function tasksHelp(): string {
  const special = [...new Set(verbs.flatMap(({ options }) => options))];
  return `meanwhile tasks: background tasks from any terminal, while a program runs in the folder or none does

Usage: meanwhile tasks [VERB] [options]

Verbs
${table(verbs.map((verb) => [`${verb.name} ${verb.usage}`.trim(), verb.words]))}

Options
${table([...COMMON, ...special].map((name) => [optionUsage(name), `${OPTIONS[name].words}${whose(name)}`]))}

The beginning of an id is enough, and so is a label. Without a verb it lists. A task stays with the session that owns it: the program that
has this session open sees what is done here, and its model is told that you stopped a task, exactly once. Tasks that a
program has queued and not started yet are known to that program only.

Exit codes
${table(EXIT_CODES)}
`;
}

/** The answer to `meanwhile tasks VERB --help`. */
export function verbHelp(verb: Verb): string {
  const names: readonly OptionName[] = [...verb.options, ...COMMON];
  return `meanwhile tasks ${verb.name}: ${verb.words}

Usage: meanwhile tasks ${`${verb.name} ${verb.usage}`.trim()} [options]

${table(names.map((name) => [optionUsage(name), OPTIONS[name].words]))}
${verb.name === 'wait' ? `\nExit codes\n${table(EXIT_CODES)}\n` : ''}`;
}

const EXIT_CODES: readonly (readonly [string, string])[] = [
  ['0', 'done; wait: all completed'],
  ['1', 'not done, or not wholly; log --grep: no line matches'],
  ['2', 'there is no such verb, option or task'],
  ['wait', 'else the exit code of the first task, in the order given, that did not complete: its own,'],
  ['', '124 at its time limit, 125 when it never ran or its end is not known, 130 when it was stopped and'],
  ['', 'exited with 0'],
];

/** Names the verbs that have an option, when not all have it. */
function whose(name: OptionName): string {
  const having = verbs.filter(({ options }) => options.includes(name));
  return having.length === 0 || having.length === verbs.length
    ? ''
    : ` (${having.map((verb) => verb.name).join(', ')})`;
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`).join('\n');
}
