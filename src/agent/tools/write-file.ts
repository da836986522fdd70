import type { Stats } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Changing } from '../undo/undo.ts';
import { changeOf, changeWords, lineCount, shownChange } from './change.ts';
import { decodeText, IN_MEMORY_LIMIT } from './decode-text.ts';
import { codeOf, failed, failure, reasonOf, type Failed } from './outcome.ts';
import { resolvePath, writtenPath } from './project-path.ts';
import { putFile } from './put-file.ts';
import { reveal } from '../../background/invisible.ts';
import { lookOf, lookOfLarge } from './seen-files.ts';
import type { Tool, ToolContext, ToolOutcome } from './tool.ts';
import { counted, folderWords, oneLine } from './words.ts';

const schema = z.strictObject({
  path: z.string().describe('Path of the file, relative to the project folder; missing folders are made'),
  content: z.string().describe('The whole content of the file'),
});

type Input = z.infer<typeof schema>;

/** Where it would be written, and what stands there now. */
interface Plan {
  readonly kind: 'planned';
  readonly file: string;
  readonly shown: string;
  readonly replaces: Stats | null;
  /** The text that is replaced; `null` when there is none or it is not text. */
  readonly before: string | null;
  /** The same for who takes it back. */
  readonly kept: Changing['before'];
}

export const writeFile: Tool<Input> = {
  name: 'write_file',
  description:
    'Writes a file of the project: creates it, with its folders, or replaces its whole content. ' +
    'A file that is there has to have been read in this session, and not changed since. ' +
    'To change a part of a file use edit_file.',
  schema,
  headline: ({ path }) => ({ verb: 'wrote', subject: oneLine(path) }),
  async permission({ path, content }, context) {
    const { root } = context;
    const plan = await planWrite(path, context);
    if (plan.kind === 'failed') return { kind: 'answered', outcome: plan.outcome };
    return {
      kind: 'edit',
      file: plan.file,
      written: writtenPath(root, path),
      question: await questionFor(plan, { content, root }),
    };
  },
  async run({ path, content }, context) {
    const plan = await planWrite(path, context);
    return plan.kind === 'failed' ? plan.outcome : write(plan, { content, context });
  },
};

async function planWrite(wanted: string, { root, seen }: ToolContext): Promise<Plan | Failed> {
  const target = await resolvePath(root, wanted);
  if (target.kind === 'refused') return failed(target.sentence);
  const { file, shown } = target;
  try {
    const replaces = await statIfThere(file);
    if (replaces?.isFile() === false) return failed(notAFile(shown, replaces));
    const readable = replaces !== null && replaces.size <= IN_MEMORY_LIMIT;
    const bytes = readable ? await readFile(file) : null;
    const before = bytes === null ? null : decodeText(bytes);
    if (replaces !== null && replaces.size > 0) {
      const state = seen.state(file, bytes === null ? lookOfLarge(replaces) : lookOf(bytes));
      if (state !== 'seen') return failed(unseen(shown, state), state === 'changed' ? 'changed since' : 'not read');
    }
    const kept = bytes ?? (replaces === null ? null : 'too-large');
    return { kind: 'planned', file, shown, replaces, before, kept };
  } catch (error) {
    return failed(`${shown} cannot be written: ${reasonOf(error)}.`);
  }
}

async function statIfThere(file: string): Promise<Stats | null> {
  try {
    return await stat(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function notAFile(shown: string, stats: Stats): string {
  return stats.isDirectory() ? `${shown} is a folder; give the path of a file.` : `${shown} is not a regular file.`;
}

/** An empty file loses nothing; every other may hold what the model does not know of. */
function unseen(shown: string, state: 'changed' | 'unseen'): string {
  const why =
    state === 'changed'
      ? `${shown} was changed since you read it`
      : `${shown} is there already and was not read in this session`;
  return `${why}, so it was not overwritten. Read it with read_file, then write it again or use edit_file.`;
}

async function questionFor(plan: Plan, { content, root }: { content: string; root: string }) {
  const { shown, replaces, before } = plan;
  const title = replaces === null ? 'Write this file?' : 'Overwrite this file?';
  const lines = before === null ? reveal(content) : (await changeOf(before, content)).lines.flatMap(reveal);
  const what = replaces === null ? `new file, ${counted(lineCount(content), 'line')}` : 'replaces the whole file';
  return { title, body: [...reveal(shown), ...lines], context: `in ${folderWords(root)} · ${what}` };
}

async function write(
  { file, shown, replaces, before, kept }: Plan,
  { content, context }: { readonly content: string; readonly context: ToolContext },
): Promise<ToolOutcome> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await putFile({ file, content, replaces, before: kept, seen: true }, context);
  } catch (error) {
    return failure(`${shown} was not written: ${reasonOf(error)}.`);
  }
  const lines = counted(lineCount(content), 'line');
  const text = replaces === null ? `Created ${shown} (${lines}).` : `Overwrote ${shown} (${lines}).`;
  // What is no text cannot be compared.
  if (replaces !== null && before === null) return { text, isError: false, summary: lines };
  const change = await changeOf(before ?? '', content);
  const words = changeWords(change);
  const outcome = { isError: false, change: shownChange(change) };
  if (replaces === null) return { ...outcome, text, summary: `new · ${words}` };
  return { ...outcome, text: `Overwrote ${shown} (${words}).`, summary: words };
}
