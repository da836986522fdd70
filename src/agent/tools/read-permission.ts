import { failure } from './outcome.ts';
import { resolveInProject, resolvePath, writtenPath, type ResolvedPath } from './project-path.ts';
import { reveal } from '../../background/invisible.ts';
import type { Permission } from './tool.ts';
import { folderWords } from './words.ts';

/** What has to be allowed for a file to be read, and where it is. Where a path leads nowhere nothing is read. */
export async function readPermission(
  root: string,
  wanted: string,
  title = 'Read this file?',
): Promise<Exclude<Permission<ResolvedPath>, { kind: 'answered' }>> {
  const target = await resolvePath(root, wanted);
  if (target.kind === 'refused') return { kind: 'free', plan: target };
  const { file, shown } = target;
  const context = `for the work in ${folderWords(root)}`;
  const question = { title, body: reveal(shown), context };
  return { kind: 'read', file, written: writtenPath(root, wanted), question, plan: target };
}

/** The same for what is looked for within the project only. */
export async function projectReadPermission(root: string, wanted: string): Promise<Permission> {
  const target = await resolveInProject(root, wanted);
  if (target.kind === 'refused') return { kind: 'answered', outcome: failure(target.sentence) };
  return readPermission(root, wanted);
}
