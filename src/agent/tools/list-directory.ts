import type { Dirent } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { z } from 'zod';
import { holdFolder, type HeldFolder } from './held-folder.ts';
import { missingWords } from './open-file.ts';
import { codeOf, failure, reasonOf } from './outcome.ts';
import type { ResolvedPath } from './project-path.ts';
import { readPermission } from './read-permission.ts';
import type { Tool } from './tool.ts';
import { counted, number, oneLine } from './words.ts';

const SHOWN = 500;

const schema = z.strictObject({
  path: z.string().optional().describe('Path of the folder (default: the project)'),
});

type Input = z.infer<typeof schema>;

export const listDirectory: Tool<Input, ResolvedPath> = {
  name: 'list_directory',
  description:
    'Lists a folder, including hidden entries: folders first, marked with a slash, then files with their size in bytes.',
  schema,
  headline: ({ path: folder = '.' }) => ({ verb: 'listed', subject: oneLine(folder) }),
  runsTogether: () => true,
  permission: ({ path: folder = '.' }, { root }) => readPermission(root, folder, 'List this folder?'),
  async run(_input, _context, target) {
    if (target.kind === 'refused') return failure(target.sentence);
    const { file, shown } = target;
    let folder: HeldFolder | undefined;
    try {
      if ((await lstat(file)).isFile()) return failure(`${shown} is a file; read it with read_file.`, 'not a folder');
      folder = await holdFolder(file);
      const held = folder;
      const entries = await readdir(held.at('.'), { withFileTypes: true });
      if (entries.length === 0) return { text: `${shown} is empty.`, isError: false, summary: 'empty' };
      const sorted = entries.toSorted(
        (one, other) => Number(other.isDirectory()) - Number(one.isDirectory()) || (one.name < other.name ? -1 : 1),
      );
      const lines = await Promise.all(sorted.slice(0, SHOWN).map((entry) => lineOf(held, entry)));
      const more = entries.length - lines.length;
      const notes = more > 0 ? [`[${counted(more, 'more entry', 'more entries')}.]`] : [];
      const summary = counted(entries.length, 'entry', 'entries');
      return { text: [...lines, ...notes].join('\n'), isError: false, summary };
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return failure(await missingWords(file, shown), 'no such folder');
      return failure(`${shown} cannot be listed: ${reasonOf(error)}.`);
    } finally {
      await folder?.close();
    }
  },
};

/** An entry may be gone by the time it is looked at. */
async function lineOf(folder: HeldFolder, entry: Dirent): Promise<string> {
  const file = folder.at(entry.name);
  if (entry.isDirectory()) return `${entry.name}/`;
  if (entry.isSymbolicLink()) return `${entry.name} -> ${await readlink(file).catch(() => '?')}`;
  const size = await lstat(file).then(
    (stats) => number(stats.size),
    () => '?',
  );
  return `${entry.name}\t${size}`;
}
