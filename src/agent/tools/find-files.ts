import path from 'node:path';
import { z } from 'zod';
import { isThere } from './confirm-found.ts';
import { projectReadPermission } from './read-permission.ts';
import { ripgrep, shownPath } from './ripgrep.ts';
import type { Tool } from './tool.ts';
import { counted, number, oneLine } from './words.ts';

const DEFAULT_RESULTS = 200;
const MOST_RESULTS = 1_000;

const schema = z.strictObject({
  glob: z.string().min(1).describe('*.ts matches names, src/**/*.test.ts paths'),
  path: z.string().optional().describe('Folder to look in (default: the project)'),
  limit: z.int().min(1).max(MOST_RESULTS).optional().describe(`The most files (default ${DEFAULT_RESULTS})`),
});

type Input = z.infer<typeof schema>;

export const findFiles: Tool<Input> = {
  name: 'find_files',
  description:
    'Finds project files by name, including hidden but not git-ignored files, the most recently changed first.',
  schema,
  headline: ({ glob, path }) => ({
    verb: 'found',
    subject: oneLine(path === undefined ? glob : `${glob} in ${path}`),
  }),
  runsTogether: () => true,
  permission: ({ path = '.' }, { root }) => projectReadPermission(root, path),
  async run({ glob, path: folder = '.', limit = DEFAULT_RESULTS }, context) {
    const searched = await ripgrep({ path: folder, glob }, context);
    if (searched.kind === 'failed') return searched.outcome;
    const files: string[] = [];
    let total = 0;
    for (const printed of searched.stdout.split('\0').filter(Boolean)) {
      const file = shownPath(printed);
      if (!(await searched.isWanted(file))) continue;
      if (files.length < limit && !(await isThere(path.join(context.root, file)))) continue;
      total += 1;
      if (files.length < limit) files.push(file);
    }
    if (total === 0) {
      return { text: [`No file fits ${glob}.`, ...searched.notes].join('\n'), isError: false, summary: 'none' };
    }
    const more = total - files.length;
    const notes = [
      ...(more > 0 ? [`[${counted(more, 'more file')}: narrow the glob, or give a path.]`] : []),
      ...(searched.cut === null ? [] : ['[There are too many files to look at all of them.]']),
      ...searched.notes,
    ];
    return { text: [...files, ...notes].join('\n'), isError: false, summary: `${number(total)} found` };
  },
};
