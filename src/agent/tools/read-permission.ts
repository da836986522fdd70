import { resolvePath } from './project-path.ts';
import { reveal } from './reveal.ts';
import type { Permission } from './tool.ts';
import { folderWords } from './words.ts';

/** What has to be allowed for a file to be read. Where a path leads nowhere nothing is read. */
export async function readPermission(root: string, wanted: string): Promise<Exclude<Permission, { kind: 'answered' }>> {
  const target = await resolvePath(root, wanted);
  if (target.kind === 'refused') return { kind: 'free' };
  const { file, shown } = target;
  const context = `for the work in ${folderWords(root)}`;
  return { kind: 'read', file, question: { title: 'Read this file?', body: reveal(shown), context } };
}
