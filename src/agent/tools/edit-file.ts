import type { Stats } from 'node:fs';
import { z } from 'zod';
import { changeOf, changeWords, shownChange } from './change.ts';
import { decodeText, IN_MEMORY_LIMIT } from './decode-text.ts';
import { findPlace } from './find-place.ts';
import { openForReading } from './open-file.ts';
import { failed, failure, reasonOf, type Failed } from './outcome.ts';
import { readPermission } from './read-permission.ts';
import { reveal } from './reveal.ts';
import type { Tool, ToolOutcome } from './tool.ts';
import { folderWords, number, oneLine } from './words.ts';
import { writeAtomically } from './write-atomically.ts';

const schema = z.strictObject({
  path: z.string().describe('Path of the file, relative to the project folder'),
  old_text: z.string().describe('The text to replace, exactly as it stands in the file; it must stand there once'),
  new_text: z.string().describe('What comes in its place; empty to delete'),
});

type Input = z.infer<typeof schema>;

interface Plan {
  readonly kind: 'planned';
  readonly file: string;
  readonly shown: string;
  readonly replaces: Stats;
  readonly before: string;
  readonly after: string;
  /** Where the text stands, counted from 1. */
  readonly line: number;
}

export const editFile: Tool<Input> = {
  name: 'edit_file',
  description:
    'Replaces one piece of text in a file of the project. old_text must stand there exactly once, white space ' +
    'included and without the line numbers of read_file: take enough lines around it to make it unique.',
  schema,
  headline: ({ path }) => ({ verb: 'edited', subject: oneLine(path) }),
  async permission(input, { root }) {
    const plan = await planEdit(root, input);
    if (plan.kind === 'failed') {
      return { kind: 'answered', outcome: plan.outcome, reads: await readPermission(root, input.path) };
    }
    const { lines } = await changeOf(plan.before, plan.after);
    const body = [...reveal(plan.shown), ...lines.flatMap(reveal)];
    const question = { title: 'Edit this file?', body, context: `in ${folderWords(root)}` };
    return { kind: 'edit', file: plan.file, question };
  },
  async run(input, { root }) {
    const plan = await planEdit(root, input);
    return plan.kind === 'failed' ? plan.outcome : edit(plan);
  },
};

async function planEdit(root: string, input: Input): Promise<Plan | Failed> {
  if (input.old_text === '') return failed('old_text is empty. To create a file or replace all of it use write_file.');
  if (input.old_text === input.new_text) return failed('old_text and new_text are the same. Nothing was changed.');
  const opened = await openForReading(root, input.path);
  if (opened.kind === 'failed') return opened;
  const { handle, file, shown, stats } = opened;
  try {
    if (stats.size > IN_MEMORY_LIMIT) return failed(`${shown} is too large to edit here; use bash, for example sed.`);
    const before = decodeText(await handle.readFile());
    if (before === null) return failed(`${shown} is not text in UTF-8 and cannot be edited here; use bash.`);
    const place = findPlace(before, { oldText: input.old_text, newText: input.new_text, shown });
    if (place.kind === 'none') return failed(place.sentence);
    return { kind: 'planned', file, shown, replaces: stats, before, after: place.after, line: place.line };
  } catch (error) {
    return failed(`${shown} cannot be read: ${reasonOf(error)}.`);
  } finally {
    await handle.close();
  }
}

async function edit({ file, shown, replaces, before, after, line }: Plan): Promise<ToolOutcome> {
  try {
    await writeAtomically({ file, content: after, replaces });
  } catch (error) {
    return failure(`${shown} was not changed: ${reasonOf(error)}.`);
  }
  const change = await changeOf(before, after);
  const summary = changeWords(change);
  const text = `Edited ${shown} at line ${number(line)} (${summary}).`;
  return { text, isError: false, summary, change: shownChange(change) };
}
