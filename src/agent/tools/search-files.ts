import path from 'node:path';
import { z } from 'zod';
import { isThere, linesIn } from './confirm-found.ts';
import type { Failed } from './outcome.ts';
import { failure } from './outcome.ts';
import { projectReadPermission } from './read-permission.ts';
import { ripgrep, shownPath, type Searched } from './ripgrep.ts';
import type { Tool, ToolContext, ToolOutcome } from './tool.ts';
import { counted, number, oneLine } from './words.ts';

const DEFAULT_RESULTS = 200;
const MOST_RESULTS = 1_000;
/** Characters of one answer, within what a result may have. */
const TEXT_LIMIT = 24_000;

const schema = z.strictObject({
  pattern: z.string().min(1).describe('A regular expression in ripgrep syntax (no look-around)'),
  path: z.string().optional().describe('Folder or file to search in (default: the project)'),
  glob: z.string().optional().describe('Which files: *.ts, src/**/*.test.ts, or !*.md to exclude some'),
  ignore_case: z.boolean().optional().describe('Ignore case'),
  literal: z.boolean().optional().describe('Treat pattern as plain text'),
  multiline: z.boolean().optional().describe('Let pattern match across lines'),
  context: z.int().min(0).max(20).optional().describe('Lines around each match (default 0)'),
  output: z
    .enum(['lines', 'files', 'counts'])
    .optional()
    .describe('Matching lines (default), only file names, or the number of matching lines in each file'),
  limit: z.int().min(1).max(MOST_RESULTS).optional().describe(`The most results (default ${DEFAULT_RESULTS})`),
});

type Input = z.infer<typeof schema>;

export const searchFiles: Tool<Input> = {
  name: 'search_files',
  description:
    'Searches the content of project files with ripgrep, including hidden but not git-ignored files. Returns matching ' +
    'lines with line numbers, by file.',
  schema,
  headline: ({ pattern, path, glob }) => ({
    verb: 'searched',
    subject: oneLine([pattern, path === undefined ? '' : `in ${path}`, glob ?? ''].filter(Boolean).join(' ')),
  }),
  runsTogether: () => true,
  permission: ({ path = '.' }, { root }) => projectReadPermission(root, path),
  async run(input, context) {
    const searched = await search(input, context);
    if (searched.kind === 'failed') return searched.outcome;
    const { output = 'lines', limit = DEFAULT_RESULTS } = input;
    return output === 'lines' ? linesFound(searched, limit) : filesFound(searched, { limit, output });
  },
};

function search(input: Input, context: ToolContext): Promise<Searched | Failed> {
  const { pattern, path = '.', glob, output = 'lines' } = input;
  const { ignore_case: ignoreCase = false, literal = false, multiline = false, context: around = 0 } = input;
  return ripgrep({ text: { pattern, ignoreCase, literal, multiline, context: around, output }, path, glob }, context);
}

/** Lines look like `./src/a.ts`, a NUL, `12:text`, or `12-text` around a match; groups are parted by `--`. */
async function linesFound({ root, stdout, isWanted, cut, notes }: Searched, limit: number): Promise<ToolOutcome> {
  const shown: string[] = [];
  const files = new Set<string>();
  let matches = 0;
  let chars = 0;
  let parted = false;
  let isFull = cut !== null;
  let current: { readonly file: string; isIn(number: number, printed: string): boolean } | undefined;
  for (const line of stdout.split('\n')) {
    const [, printed, at, sign, text = ''] = /^([^\0]+)\0(\d+)([:-])(.*)$/s.exec(line) ?? [];
    parted ||= line === '--';
    if (printed === undefined) continue;
    const file = shownPath(printed);
    if (!(await isWanted(file))) continue;
    if (current?.file !== file) current = { file, isIn: await linesIn(path.join(root, file)) };
    // It has changed since, or was never of the project.
    if (!current.isIn(Number(at), text)) continue;
    if (sign === ':' && (matches === limit || chars > TEXT_LIMIT)) {
      isFull = true;
      break;
    }
    if (!files.has(file)) shown.push(...(shown.length === 0 ? [] : ['']), file);
    else if (parted) shown.push('--');
    parted = false;
    files.add(file);
    matches += sign === ':' ? 1 : 0;
    shown.push(`${at}${sign}${text.replace(/\r$/, '')}`);
    chars += text.length + 8;
  }
  if (matches === 0) return nothing(cut, notes);
  const summary = `${counted(matches, 'match', 'matches')} in ${counted(files.size, 'file')}`;
  return found([...shown, ...rest(isFull, cut), ...notes], isFull ? `${summary}, and more` : summary);
}

/** `./src/a.ts`, a NUL; with counts `12` and a line feed after each. */
async function filesFound(
  { root, stdout, isWanted, cut, notes }: Searched,
  { limit, output }: { readonly limit: number; readonly output: 'files' | 'counts' },
): Promise<ToolOutcome> {
  const pattern = output === 'files' ? /([^\0]+)\0/g : /([^\0\n]+)\0(\d+)\n/g;
  const shown: string[] = [];
  let isFull = cut !== null;
  for (const [, printed = '', count] of stdout.matchAll(pattern)) {
    const file = shownPath(printed);
    if (!(await isWanted(file)) || !(await isThere(path.join(root, file)))) continue;
    if (shown.length === limit) {
      isFull = true;
      break;
    }
    shown.push(count === undefined ? file : `${number(Number(count))}\t${file}`);
  }
  if (shown.length === 0) return nothing(cut, notes);
  const summary = counted(shown.length, 'file');
  return found([...shown, ...rest(isFull, cut), ...notes], isFull ? `${summary}, and more` : summary);
}

function nothing(cut: Searched['cut'], notes: readonly string[]): ToolOutcome {
  if (cut === 'slow') return failure('The search took too long. Narrow it with path or glob.', 'too slow');
  return { text: ['Nothing matches.', ...notes].join('\n'), isError: false, summary: 'no match' };
}

function rest(isFull: boolean, cut: Searched['cut']): readonly string[] {
  if (cut === 'slow') return ['[The search took too long and was ended; narrow it with path or glob.]'];
  return isFull ? ['[There are more; narrow the search with path, glob or pattern, or ask for output: files.]'] : [];
}

function found(lines: readonly string[], summary: string): ToolOutcome {
  return { text: lines.join('\n'), isError: false, summary };
}
