import { z } from 'zod';
import { changeOf, changeWords, shownChange } from './change.ts';
import { decodeText, IN_MEMORY_LIMIT } from './decode-text.ts';
import { openForReading } from './open-file.ts';
import { linesNow } from './lines-now.ts';
import { failed, failure, reasonOf, type Failed } from './outcome.ts';
import { readPermission } from './read-permission.ts';
import { resolvePath, writtenPath } from './project-path.ts';
import { changedMeanwhile, putFile } from './put-file.ts';
import { replaceText, type Replacement } from './replace-text.ts';
import { reveal } from '../../background/invisible.ts';
import { lookOf } from './seen-files.ts';
import { notUtf8, wrongText } from './text-checks.ts';
import type { Tool, ToolContext, ToolOutcome } from './tool.ts';
import { folderWords, number, oneLine } from './words.ts';

const old_text = z.string();
const new_text = z.string();
const replace_all = z.boolean().optional();

const schema = z.strictObject({
  path: z.string().describe('Path of the file'),
  old_text: old_text.optional().describe('The text to replace, exactly as in the file'),
  new_text: new_text.optional().describe('Its replacement; empty to delete'),
  replace_all: replace_all.describe('Replace every occurrence (default: it must be the only one)'),
  edits: z
    .array(z.strictObject({ old_text, new_text, replace_all }))
    .min(1)
    .max(100)
    .optional()
    .describe('Several edits at once, instead of old_text and new_text; each sees the result of those before it'),
});

type Input = z.infer<typeof schema>;

interface Plan {
  readonly kind: 'planned';
  readonly file: string;
  readonly shown: string;
  readonly mode: number;
  readonly before: string;
  readonly after: string;
  /** Where each piece stood, counted from 1. */
  readonly lines: readonly number[];
}

export const editFile: Tool<Input, Plan> = {
  name: 'edit_file',
  description:
    'Replaces text in a file. old_text must match exactly one place, including white space and without the line ' +
    'numbers of read_file: include enough context to make it unique, or set replace_all. Make several changes to one ' +
    'file in one call with edits: all of them are made, or none. Returns the changed lines.',
  schema,
  headline: ({ path }) => ({ verb: 'edited', subject: oneLine(path) }),
  async permission(input, { root }) {
    const plan = await planEdit(root, input);
    if (plan.kind === 'failed') {
      return { kind: 'answered', outcome: plan.outcome, reads: await readPermission(root, input.path) };
    }
    const { lines } = await changeOf(plan.before, plan.after);
    const name = reveal(plan.shown);
    const body = [...name, ...lines.flatMap(reveal)];
    const change = { from: name.length, kind: 'patch' } as const;
    const question = { title: 'Edit this file?', body, change, context: `in ${folderWords(root)}` };
    return { kind: 'edit', file: plan.file, written: writtenPath(root, input.path), question, plan };
  },
  run: (_input, context, plan) => edit(plan, context),
};

async function planEdit(root: string, input: Input): Promise<Plan | Failed> {
  const replacements = replacementsOf(input);
  if (typeof replacements === 'string') return failed(replacements);
  const opened = await openForReading(await resolvePath(root, input.path));
  if (opened.kind === 'failed') return opened;
  const { handle, file, shown, stats } = opened;
  try {
    if (stats.size > IN_MEMORY_LIMIT) return failed(`${shown} is too large to edit here; use bash, for example sed.`);
    const bytes = await handle.readFile();
    const before = decodeText(bytes);
    if (before === null) return failed(notUtf8(shown, bytes), 'not UTF-8');
    const replaced = await replaceText(before, replacements, shown);
    if (replaced.kind === 'none') return failed(replaced.sentence);
    const { text: after, lines } = replaced;
    const wrong = wrongText(shown, { before, after });
    if (wrong !== null) return failed(wrong);
    return { kind: 'planned', file, shown, mode: stats.mode, before, after, lines };
  } catch (error) {
    return failed(`${shown} cannot be read: ${reasonOf(error)}.`);
  } finally {
    await handle.close();
  }
}

/** What is to be replaced, or what is wrong with the input. */
function replacementsOf({ edits, old_text, new_text, replace_all = false }: Input): readonly Replacement[] | string {
  if (edits !== undefined) {
    if (old_text !== undefined || new_text !== undefined)
      return 'Give either old_text and new_text, or edits, not both.';
    return edits.map((edit) => ({
      oldText: edit.old_text,
      newText: edit.new_text,
      all: edit.replace_all ?? replace_all,
    }));
  }
  if (old_text === undefined || new_text === undefined) return 'Give old_text and new_text, or a list of edits.';
  return [{ oldText: old_text, newText: new_text, all: replace_all }];
}

async function edit(plan: Plan, context: ToolContext): Promise<ToolOutcome> {
  const { file, shown, mode, before, after, lines } = plan;
  // An edit shows the model the places it names, not the file.
  const known = context.seen.state(file, lookOf(before)).kind === 'seen';
  try {
    const put = await putFile({ file, content: after, mode, before, seen: known }, context);
    if (put === 'changed') return failure(changedMeanwhile(shown), 'changed since');
  } catch (error) {
    return failure(`${shown} was not changed: ${reasonOf(error)}.`);
  }
  const change = await changeOf(before, after);
  const summary = changeWords(change);
  const now = (await context.isHidden(file)) ? '' : linesNow(change);
  const text = [`Edited ${shown} at ${lineWords(lines)} (${summary}).`, now].filter(Boolean).join('\n');
  return { text, isError: false, summary, change: shownChange(change) };
}

/** `line 2`, `lines 2, 7 and 3 more`. */
function lineWords(lines: readonly number[]): string {
  const named = lines.slice(0, LINES_NAMED).map(number).join(', ');
  const more = lines.length - LINES_NAMED;
  return `${lines.length === 1 ? 'line' : 'lines'} ${named}${more > 0 ? ` and ${number(more)} more` : ''}`;
}

const LINES_NAMED = 10;
