import { constants, type Stats } from 'node:fs';
import { z } from 'zod';
import { changeOf, changeWords, lineCount, shownChange } from './change.ts';
import { decodeText, IN_MEMORY_LIMIT } from './decode-text.ts';
import { inFolderOf } from './held-folder.ts';
import { keepLineEnds, lineEndsOf } from './line-ends.ts';
import { codeOf, failed, failure, reasonOf, type Failed } from './outcome.ts';
import { resolvePath, writtenPath, type ResolvedPath } from './project-path.ts';
import { changedMeanwhile, putFile } from './put-file.ts';
import { readPermission } from './read-permission.ts';
import { reveal } from '../../background/invisible.ts';
import { lookOf, type SeenState } from './seen-files.ts';
import { notUtf8, wrongText } from './text-checks.ts';
import type { Tool, ToolContext, ToolOutcome } from './tool.ts';
import { counted, folderWords, oneLine } from './words.ts';

const schema = z.strictObject({
  path: z.string().describe('Path of the file; missing folders are created'),
  content: z.string().describe('The complete content'),
});

type Input = z.infer<typeof schema>;

/** Where it would be written, what stands there now, and what will. */
interface Plan {
  readonly kind: 'planned';
  readonly file: string;
  readonly shown: string;
  /** `null`: there is no file. */
  readonly before: string | null;
  readonly mode: number | null;
  /** As the model gave it, but for line ends and byte order mark. */
  readonly after: string;
  /** What of the file was kept in `after`, in words. */
  readonly kept: readonly string[];
}

export const writeFile: Tool<Input, Plan> = {
  name: 'write_file',
  description:
    'Creates a file or replaces its whole content. An existing file must have been read completely in this session and ' +
    'not changed since.',
  schema,
  headline: ({ path }) => ({ verb: 'wrote', subject: oneLine(path) }),
  async permission(input, context) {
    const { root } = context;
    const plan = await planWrite(input, context);
    if (plan.kind === 'failed') {
      return { kind: 'answered', outcome: plan.outcome, reads: await readPermission(root, input.path) };
    }
    const question = await questionFor(plan, root);
    return { kind: 'edit', file: plan.file, written: writtenPath(root, input.path), question, plan };
  },
  run: (_input, context, plan) => write(plan, context),
};

async function planWrite({ path: wanted, content }: Input, { root, seen }: ToolContext): Promise<Plan | Failed> {
  const target = await resolvePath(root, wanted);
  if (target.kind === 'refused') return failed(target.sentence);
  const { file, shown } = target;
  try {
    const there = await readThere(target);
    if (there.kind === 'failed') return there;
    const { bytes, mode } = there;
    const before = bytes === null ? null : decodeText(bytes);
    if (bytes !== null && before === null) return failed(notUtf8(shown, bytes), 'not UTF-8');
    const wrong = wrongText(shown, { before, after: content });
    if (wrong !== null) return failed(wrong);
    if (before === null || before === '') {
      return { kind: 'planned', file, shown, before, mode, after: content, kept: [] };
    }
    const state = seen.state(file, lookOf(before));
    if (state.kind !== 'seen') return failed(unseen(shown, state), SUMMARIES[state.kind]);
    return { kind: 'planned', file, shown, before, mode, ...(await spelledAs(before, content)) };
  } catch (error) {
    return failed(`${shown} cannot be written: ${reasonOf(error)}.`);
  }
}

type There = { readonly kind: 'there'; readonly bytes: Buffer | null; readonly mode: number | null };

async function readThere({ file, shown }: InsideOrOutside): Promise<There | Failed> {
  try {
    const handle = await inFolderOf(file, (folder, name) => folder.open(name, constants.O_RDONLY));
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) return failed(notAFile(shown, stats));
      if (stats.size > IN_MEMORY_LIMIT) return failed(tooLarge(shown, stats));
      return { kind: 'there', bytes: await handle.readFile(), mode: stats.mode };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { kind: 'there', bytes: null, mode: null };
    throw error;
  }
}

type InsideOrOutside = Exclude<ResolvedPath, { kind: 'refused' }>;

function tooLarge(shown: string, { size }: Stats): string {
  return (
    `${shown} has ${counted(size, 'byte')}, more than can be read whole or kept for /undo, so it was not overwritten. ` +
    'Change a part of it with bash, for example sed -i, or remove it first with rm.'
  );
}

/** The content with the line ends and the byte order mark of what it replaces. */
async function spelledAs(before: string, content: string): Promise<Pick<Plan, 'after' | 'kept'>> {
  const text = await keepLineEnds(before, content);
  const mark = before.startsWith(MARK) && !content.startsWith(MARK) ? MARK : '';
  const ends = text === content ? [] : [`its ${LINE_ENDS[lineEndsOf(before)]}`];
  return { after: mark + text, kept: [...ends, ...(mark === '' ? [] : ['its byte order mark'])] };
}

const MARK = '\ufeff';
const LINE_ENDS = {
  none: 'line ends',
  LF: 'line ends (LF)',
  CRLF: 'line ends (CRLF)',
  CR: 'line ends (CR)',
  mixed: 'line ends (some CRLF, some LF)',
} as const;
const SUMMARIES = { changed: 'changed since', unseen: 'not read', partly: 'not read whole' } as const;

function notAFile(shown: string, stats: Stats): string {
  return stats.isDirectory() ? `${shown} is a folder; give the path of a file.` : `${shown} is not a regular file.`;
}

/** An empty file loses nothing; every other may hold what the model does not know of. */
function unseen(shown: string, state: Exclude<SeenState, { kind: 'seen' }>): string {
  const again = 'then write it again or use edit_file';
  switch (state.kind) {
    case 'changed':
      return `${shown} was changed since you read it, so it was not overwritten. Read it with read_file, ${again}.`;
    case 'unseen':
      return (
        `${shown} is there already and was not read in this session, so it was not overwritten. Read it with ` +
        `read_file, ${again}.`
      );
    case 'partly':
      return (
        `${shown} was not read whole, so it was not overwritten: you have not seen ${state.missing}. Read the rest ` +
        'with read_file (offset), or change a part of it with edit_file.'
      );
    default:
      return state satisfies never;
  }
}

async function questionFor({ shown, before, after }: Plan, root: string) {
  const title = before === null ? 'Write this file?' : 'Overwrite this file?';
  const lines = before === null ? reveal(after) : (await changeOf(before, after)).lines.flatMap(reveal);
  const what = before === null ? `new file, ${counted(lineCount(after), 'line')}` : 'replaces the whole file';
  const name = reveal(shown);
  const change = { from: name.length, kind: before === null ? 'new' : 'patch' } as const;
  return { title, body: [...name, ...lines], change, context: `in ${folderWords(root)} · ${what}` };
}

async function write({ file, shown, before, mode, after, kept }: Plan, context: ToolContext): Promise<ToolOutcome> {
  try {
    const put = await putFile({ file, content: after, mode, before, seen: true }, context);
    if (put === 'changed') return failure(changedMeanwhile(shown), 'changed since');
  } catch (error) {
    return failure(`${shown} was not written: ${reasonOf(error)}.`);
  }
  const change = await changeOf(before ?? '', after);
  const words = changeWords(change);
  const outcome = { isError: false, change: shownChange(change) };
  if (before === null) {
    const text = `Created ${shown} (${counted(lineCount(after), 'line')}).`;
    return { ...outcome, text, summary: `new · ${words}` };
  }
  const notes = [
    kept.length === 0 ? '' : ` Kept: ${kept.join(' and ')}.`,
    /[^\r\n]$/.test(before) && /[\r\n]$/.test(after) ? ' Its last line had no line end and has one now.' : '',
  ];
  return { ...outcome, text: `Overwrote ${shown} (${words}).${notes.join('')}`, summary: words };
}
